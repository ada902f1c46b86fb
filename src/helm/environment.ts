import { Declaration } from './declaration';

/** The release for which a chart is rendered. */
export interface ReleaseData {
  readonly name: string;
  readonly namespace: string;
}

/** What a chart says of itself to its templates. */
export interface ChartData {
  readonly name: string;
  readonly version: string;
  readonly appVersion?: string;
  readonly hasStandardLabels: boolean;
  readonly hasNamespace?: boolean;
}

/** What is known about a release and its cluster beside the values. */
export interface Surroundings {
  readonly chart: ChartData;
  readonly release: ReleaseData;
  /** The APIs that the cluster is taken to have, of those that the construct asks for. */
  readonly apis: ReadonlySet<string>;
}

/** Where values are read from: all values, and the current element of each list around the place. */
export interface Environment {
  readonly values: any;
  readonly surroundings: Surroundings;
  /** The element, or the entry of a map, for the innermost list, and the environment around it. */
  readonly list?: Declaration;
  readonly element?: any;
  readonly index?: number;
  readonly outer?: Environment;
}

/** The entry of a map, as an element. */
export interface MapEntry {
  readonly key: string;
  readonly value: any;
}

/** What values.yaml holds for a declaration; `undefined` when it has no such key. */
export function read(declaration: Declaration, environment: Environment): any {
  const { parent } = declaration;
  if (!parent) return environment.values;
  if (parent.kind === 'map') {
    const entry = elementOf(parent, environment) as MapEntry;
    return declaration === parent.key ? entry.key : entry.value;
  }
  if (parent.kind === 'list') return elementOf(parent, environment);
  return read(parent, environment)?.[declaration.name];
}

/** The elements of a list or the entries of a map, in their order. */
export function elementsOf(list: Declaration, environment: Environment): readonly any[] {
  const value = read(list, environment) ?? list.value._options.default;
  return list.kind === 'map' ? entriesOf(value) : value;
}

/** The environment of each element. */
export function inside(list: Declaration, environment: Environment): Environment[] {
  return elementsOf(list, environment).map((element, index) => (
    { values: environment.values, surroundings: environment.surroundings, list, element, index, outer: environment }));
}

/** The entries of a map in the order in which Go goes through it. */
export function entriesOf(map: { readonly [key: string]: any }): MapEntry[] {
  return Object.entries(map ?? {}).map(([key, value]) => ({ key, value })).sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}

function elementOf(list: Declaration, environment: Environment): any {
  for (let current: Environment | undefined = environment; current; current = current.outer) {
    if (current.list === list) return current.element;
  }
  throw new Error(`${list.path} is read outside its elements.`);
}
