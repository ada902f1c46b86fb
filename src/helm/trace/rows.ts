import { apisAsked } from '../release';
import { Carriers, CarrierSet } from './carriers';
import { Column } from './column';
import { attempt } from './compare';
import { interpreterOf, NotedRule } from './interpreter';
import { problemOfIds, problemOfNames } from './names';
import { Node, Nodes } from './node';
import { Text } from './reference';
import { Situation, valuesIn } from './situation';
import { interpret } from '../../expressions/expression';
import { NOT_TOGETHER } from '../../expressions/rule';
import { Declaration } from '../declaration';
import { ChartData, Environment } from '../environment';
import { inputsOf } from '../inputs';
import { takeMisuse } from '../opaque';
import { Builders, hashPath, Manifest, replay } from '../replay';
import { checkKeys } from '../values/check-keys';

/** What one run with carriers showed. */
export interface Row {
  readonly environment: Environment;
  /** The objects; nothing when the construct refused the values. */
  readonly documents?: readonly { readonly label: Text; readonly role: Manifest['role']; readonly kind: string; readonly node: Node; readonly json: any }[];
  /** What the construct said when it refused. */
  readonly refusal?: Text;
}

/** Runs the builders with carriers in the place of values. */
export class Runner {
  /** How often the builders ran. */
  public replays = 0;

  /** Time in the builders and in cdk8s, in milliseconds. */
  public time = 0;

  public readonly apis = new Set<string>();

  private readonly seen = new Map<string, Row>();
  private readonly documents = new Map<string, Node>();
  private readonly labels = new Map<string, Text>();

  public constructor(
    private readonly root: Declaration, private readonly builders: Builders, private readonly chart: ChartData,
    private readonly carriers: Carriers, private readonly nodes: Nodes,
  ) {}

  /** The values of a situation and what the builders make of them. */
  public run(situation: Situation, apiColumns: readonly Column[]): Row {
    const { set, pick } = situation;
    const values = valuesIn(situation, this.root);
    const apis = new Set(apiColumns.filter((column) => pick(column, []) === 1).map(({ api }) => api!));
    return this.runWith(values, apis, set);
  }

  public runWith(values: any, apis: ReadonlySet<string>, set: CarrierSet): Row {
    const key = JSON.stringify([set, values, [...apis]]);
    const known = this.seen.get(key);
    if (known) return known;
    const release = { name: this.carriers.ofReference({ kind: 'release', fact: 'name' }, set), namespace: this.carriers.ofReference({ kind: 'release', fact: 'namespace' }, set) };
    const environment: Environment = { values, surroundings: { chart: this.chart, release, apis } };
    const row = { environment, ...this.observe(environment, set) };
    this.seen.set(key, row);
    return row;
  }

  private observe(environment: Environment, set: CarrierSet): Pick<Row, 'documents' | 'refusal'> {
    const started = performance.now();
    this.replays += 1;
    let manifests: Manifest[];
    try {
      manifests = this.replay(environment, set);
    } catch (error) {
      const misused = takeMisuse();
      if (misused) throw misused;
      const refusal = this.carriers.read((error as Error).message).text;
      this.refuse(problemOfIds(refusal, this.root, environment.values, (values) => this.refusalOf({ ...environment, values }, set)), environment);
      return { refusal };
    } finally {
      this.time += performance.now() - started;
      for (const api of apisAsked()) this.apis.add(api);
    }
    this.refuse(problemOfNames(manifests.filter(({ role }) => role !== 'rule'), this.carriers), environment);
    return {
      documents: manifests.map(({ path, role, json }) => {
        const name = role === 'notes' ? path : `${path} (${json.kind})`;
        const labelKey = `${role} ${name}`;
        let label = this.labels.get(labelKey);
        if (!label) this.labels.set(labelKey, label = this.carriers.read(name).text);
        // Of many runs, only the JSON is looked at.
        const nodeOf = () => this.nodeOf(json);
        let node: Node | undefined;
        return { label, role, kind: json.kind, json, get node() { return node ??= nodeOf(); } };
      }),
    };
  }

  private nodeOf(json: any): Node {
    const text = JSON.stringify(json);
    let node = this.documents.get(text);
    if (!node) this.documents.set(text, node = this.nodes.of(json));
    return node;
  }

  private replay(environment: Environment, set: CarrierSet): Manifest[] {
    const rules: NotedRule[] = [];
    const manifests = interpret(interpreterOf(this.carriers, set, (rule) => rules.push(rule)), () => (
      replay(this.builders, inputsOf(this.root, environment.values), environment.surroundings, (path) => this.hashOf(path, set))));
    return [...manifests, ...manifestsOfRules(rules, (property, value) => this.pathOf(property, value))];
  }

  /** Refuses the program, unless the values are ones that nobody can give. */
  /** The path of the value of the chart that stands at a property as it is; the property itself where there is none. */
  private pathOf(property: string, value: unknown): string {
    const text = typeof value === 'number' ? [this.carriers.readNumber(value)] : typeof value === 'string' ? this.carriers.read(value).text : [];
    const [reference] = text;
    if (text.length !== 1 || typeof reference !== 'object' || reference.kind !== 'value') return property;
    const { path, parent } = reference.declaration;
    if (parent?.kind !== 'map') return path;
    // The key of an entry is part of its property.
    const at = property.lastIndexOf(`${parent.name}.`);
    return at < 0 ? property : `${parent.path}${property.slice(at + parent.name.length)}`;
  }

  private refuse(problem: string | undefined, { values }: Environment): void {
    if (problem !== undefined && !(attempt(() => checkKeys(this.root, values)) instanceof Error)) throw new Error(problem);
  }

  private refusalOf(environment: Environment, set: CarrierSet): string | undefined {
    const outcome = attempt(() => this.replay(environment, set));
    return outcome instanceof Error ? outcome.message : undefined;
  }

  /** A construct path with values in it is hashed by the template. */
  private hashOf(path: string, set: CarrierSet): string {
    const { text, raws } = this.carriers.read(path);
    if (text.every((part) => typeof part === 'string')) return hashPath(path);
    const segments: Text = text.map((part, index) => (typeof part === 'string' ? part
      : { kind: 'call', name: 'pathSegment', parameters: [{ kind: 'text', text: [part], raws: [raws[index]], exact: false }] }));
    return this.carriers.ofReference({ kind: 'call', name: 'pathHash', parameters: [{ kind: 'text', text: segments, raws, exact: false }] }, set);
  }
}

/**
 * Rules are learned as objects are: under which conditions they are there, and for which elements of lists, whatever their positions.
 * Constructs inside others often ask for the same. The values are no list, whose items would be told apart by what they are. Where a value of the chart
 * is asked about as it is, users know it by its path there.
 */
function manifestsOfRules(rules: readonly NotedRule[], pathOf: (property: string, value: unknown) => string): Manifest[] {
  const made = new Map<string, Manifest>();
  for (const { name, place, values } of rules) {
    const { construct } = place;
    const property = pathOf(place.property.replace(/\[\d+\]/g, '[]'), values[0]);
    const key = JSON.stringify([property, name, values]);
    // A value can be at odds with several others, each of which is a rule of its own.
    const path = `${property} ${name}${name === NOT_TOGETHER ? ` ${values[1]}` : ''}`;
    if (!made.has(key)) made.set(key, { path, role: 'rule', json: { kind: 'Rule', name, construct, property, values: { ...values } } });
  }
  return [...made.values()];
}
