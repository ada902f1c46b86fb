import { createHash } from 'crypto';
import { ApiObject, App, Chart, IResolver, Names, ResolutionContext } from 'cdk8s';
import { IConstruct } from 'constructs';
import { overridden, OverrideUse } from './apply-overrides';
import { Surroundings } from './environment';
import { Graft } from './graft';
import { marking, markIn, misuse, Opaque, opaqueDetails } from './opaque';
import { ManifestOverride } from './overrides';
import { inRelease } from './release';
import { standardLabels } from './standard-labels';
import { CHART_NAME, FULLNAME } from './trace/carriers';

/** Hooks such as tests, the notes, and rules about values, are no part of native synthesis. */
export type Role = 'object' | 'test' | 'notes' | 'rule';

/** One Kubernetes object, or the text of the notes, with structs that were handed through still wrapped in place. */
export interface Manifest {
  /** Path of the construct below the chart. */
  readonly path: string;
  /** Which builder made it. */
  readonly role: Role;
  readonly json: any;
  /** Whether its name is made of the path of its construct. */
  readonly hasAutomaticName?: boolean;
}

/** What a package makes of one set of properties. */
export interface Builders {
  readonly define: (chart: Chart, inputs: any) => unknown;
  /** Gets what `define` has returned. */
  readonly tests?: (chart: Chart, inputs: any, defined: any) => unknown;
  readonly notes?: (inputs: any) => string;
  /** Changes of the finished objects. */
  readonly overrides?: (inputs: any) => readonly ManifestOverride[];
  /** What the changes found, of all runs. */
  readonly overrideUse?: OverrideUse;
  /** The functions that were written for the package, in whose text constants are. */
  readonly written?: readonly Function[];
}

/** How the name of an address, which cdk8s-plus makes of a whole construct path, is told to a template. */
export type PathHash = (path: string) => string;

/** Runs the builders once, in an app of their own, and returns all objects. An error of the construct passes through. */
export function replay(builders: Builders, inputs: any, surroundings: Surroundings, hashOf: PathHash = hashPath): Manifest[] {
  const app = new App();
  const grafts = new Grafts();
  app.resolvers.unshift(grafts, new AddressLabels(app, hashOf));
  return inRelease(surroundings, () => {
    let manifests: Manifest[] = [];
    let defined: unknown;
    for (const role of ['object', 'test'] as const) {
      if (role === 'test' && !builders.tests) continue;
      const chart = new ReleaseChart(app, role === 'object' ? FULLNAME : `${FULLNAME}-test`, surroundings.chart.name);
      if (role === 'object') defined = builders.define(chart, inputs);
      else builders.tests!(chart, inputs, defined);
      const constructs = chart.node.findAll();
      const errors = constructs.flatMap(({ node }) => node.validate().map((error) => `[${below(node.path)}] ${error}`));
      if (errors.length > 0) throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
      for (const object of constructs.filter(isApiObject)) {
        const json = labelled(grafts.serialize(object), surroundings);
        const hasAutomaticName = json.metadata?.name === object.name && isNamedByPath(object, chart);
        manifests.push({ path: below(object.node.path), role, json, hasAutomaticName });
      }
    }
    if (builders.overrides) manifests = overridden(manifests, builders.overrides(inputs), builders.overrideUse ?? new OverrideUse());
    if (builders.notes) manifests.push({ path: 'NOTES.txt', role: 'notes', json: builders.notes(inputs) });
    return manifests;
  });
}

/** Eight digits that tell construct paths apart. */
export function hashPath(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 8);
}

/** An object with the labels that those of a chart have by convention, unless it has its own. */
function labelled(json: any, { chart, release }: Surroundings): any {
  if (!chart.hasStandardLabels) return json;
  const facts = { name: release.name, chartName: CHART_NAME };
  const labels = standardLabels(chart).map(({ key, value }) => [key, typeof value === 'string' ? value : facts[value.fact]]);
  return { ...json, metadata: { ...json.metadata, labels: { ...Object.fromEntries(labels), ...json.metadata?.labels } } };
}

/** The chart into which a construct is put: its objects are named after the release, so that two releases never collide. */
class ReleaseChart extends Chart {
  /** The objects that were given no name. */
  public readonly nameless = new Set<ApiObject>();

  public constructor(scope: App, id: string, private readonly chartName: string) {
    super(scope, id, { disableResourceNameHashes: true });
  }

  public generateObjectName(object: ApiObject): string {
    this.nameless.add(object);
    const ids = object.node.path.split('/').slice(1).filter((id) => !/^(default|resource)$/i.test(id));
    let suffix = ids.map((id) => id.toLowerCase().replace(/[^a-z0-9-]+/g, '')).filter((id, index, all) => id !== '' && id !== all[index - 1]).join('-');
    // A construct that is called like its chart says nothing new.
    if (suffix.startsWith(`${this.chartName}-`)) suffix = suffix.slice(this.chartName.length + 1);
    else if (suffix === this.chartName) suffix = '';
    const base = this.node.id.replace(/^-+|-+$/g, '');
    return suffix === '' ? base : `${base}-${suffix}`;
  }
}

/** Whether the name of an object is made of the path of its construct: by the release's own rule, or in a chart inside it by that of cdk8s. */
function isNamedByPath(object: ApiObject, chart: ReleaseChart): boolean {
  if (object.chart === chart) return chart.nameless.has(object);
  return object.chart.generateObjectName === Chart.prototype.generateObjectName && object.chart.generateObjectName(object) === object.name;
}

function isApiObject(construct: IConstruct): construct is ApiObject {
  return ApiObject.isApiObject(construct);
}

function below(path: string): string {
  return path.split('/').slice(1).join('/');
}

/**
 * Takes structs out before cdk8s and the classes of the Kubernetes API look at them, and puts them back into the finished manifest.
 * Those classes drop what they do not know, silently.
 */
class Grafts implements IResolver {
  private found: Found[] = [];

  public resolve(context: ResolutionContext): void {
    const struct = opaqueDetails(context.value);
    if (!struct) return;
    const [first] = context.key;
    if (first === undefined || METADATA.has(first)) throw inMetadata(struct, context.obj);
    this.found.push({ key: context.key, struct });
    context.replaceValue(undefined);
  }

  public serialize(object: ApiObject): any {
    this.found = [];
    const { result: json, marked } = marking(() => object.toJson());
    for (const { key, struct } of [...this.found, ...(marked.length > 0 ? patchedIn(object) : [])]) graft(json, key, struct, object);
    return json;
  }
}

/** A struct and its place in a manifest. */
interface Found {
  readonly key: readonly string[];
  readonly struct: Opaque;
}

/** Structs that a JsonPatch puts into an object: it copies them through JSON text, before the classes of the Kubernetes API look at the object. */
function patchedIn(object: ApiObject): Found[] {
  const { result, marked } = marking(() => ApiObject.prototype.toJson.call(object));
  const marks = [...marksIn(result)];
  const isText = marks.some(({ mark }) => mark < 0);
  const lost = marked.find((_struct, index) => isText || !marks.some(({ mark }) => mark === index));
  if (lost) {
    throw misuse(`The value ${lost.declaration.path} is handed through as it is, but ${below(object.node.path)} makes a text of it. `
      + 'Declare it as Values.object, Values.list or Values.map to work with its parts.');
  }
  return marks.map(({ key, mark }) => {
    if (key[0] === 'metadata') throw inMetadata(marked[mark], object);
    return { key, struct: marked[mark] };
  });
}

function* marksIn(json: any, key: readonly string[] = []): Generator<{ readonly key: readonly string[]; readonly mark: number }> {
  const mark = typeof json === 'string' ? markIn(json) : undefined;
  if (mark !== undefined) yield { key, mark };
  if (typeof json !== 'object' || json === null) return;
  for (const [name, value] of Object.entries(json)) {
    if (markIn(name) !== undefined) yield { key, mark: -1 };
    yield* marksIn(value, [...key, name]);
  }
}

function inMetadata({ declaration }: Opaque, object: ApiObject): Error {
  return misuse(`The value ${declaration.path} is handed through as it is, but stands in the metadata of ${below(object.node.path)}, where it cannot. `
    + 'Declare labels and annotations as Values.map(Values.string()).');
}

/** What metadata is resolved with: its own keys, without the "metadata" before them. */
const METADATA = new Set(['labels', 'annotations', 'name', 'namespace', 'finalizers', 'ownerReferences']);

function graft(json: any, key: readonly string[], struct: Opaque, object: ApiObject): void {
  let parent = json;
  for (const part of key.slice(0, -1)) {
    parent = parent?.[part];
    if (typeof parent !== 'object' || parent === null) {
      throw misuse(`The value ${struct.declaration.path} was given to ${below(object.node.path)} at ${key.join('.')}, but that place is not in its manifest.`);
    }
  }
  parent[key[key.length - 1]] = new Graft(struct);
}

/** Construct paths by the labels that are made of them: the same constructs come in each run. */
const PATHS = new Map<string, string>();

/** How many paths are remembered at most. */
const MOST_PATHS = 20_000;

/** The path of the construct that has a label, if an app has one. */
function pathOfLabel(label: string, app: App): string | undefined {
  const known = PATHS.get(label);
  if (known !== undefined && isIn(app, known)) return known;
  if (PATHS.size > MOST_PATHS) PATHS.clear();
  for (const construct of app.node.findAll()) PATHS.set(Names.toLabelValue(construct), construct.node.path);
  const path = PATHS.get(label);
  return path !== undefined && isIn(app, path) ? path : undefined;
}

function isIn(app: App, path: string): boolean {
  let construct: IConstruct | undefined = app;
  for (const id of path.split('/')) construct = construct?.node.tryFindChild(id);
  return construct !== undefined;
}

/**
 * Makes the address label of cdk8s-plus, by which Services find pods, belong to the release: it is a constant otherwise, and two releases
 * in one namespace would find each other's pods.
 */
class AddressLabels implements IResolver {
  /** What takes the place of a label; cdk8s asks for that again. */
  private readonly replacements = new Map<string, string>();
  private readonly replaced = new Set<string>();

  public constructor(private readonly app: App, private readonly hashOf: PathHash) {}

  public resolve(context: ResolutionContext): void {
    const { key, value } = context;
    if (key[key.length - 1] !== 'cdk8s.io/metadata.addr' || typeof value !== 'string' || this.replaced.has(value)) return;
    const replacement = this.replacements.get(value) ?? this.replacementOf(value);
    if (replacement !== undefined) context.replaceValue(replacement);
  }

  private replacementOf(label: string): string | undefined {
    const path = pathOfLabel(label, this.app);
    if (path === undefined) return undefined;
    const replacement = `${FULLNAME}-${this.hashOf(below(path))}`;
    this.replacements.set(label, replacement);
    this.replaced.add(replacement);
    return replacement;
  }
}
