import { HelmPackage, HelmPackageProps } from '../../../src/helm';
import { Declaration } from '../../../src/helm/declaration';
import { apisAsked } from '../../../src/helm/release';
import { Random } from '../../../src/helm/trace/random';
import { brokenValues } from '../../../src/helm/values/broken-values';
import { fewerOf, randomGiven, randomValues } from '../../../src/helm/values/random-values';
import { HelmRenderer, HelmVersion, RenderedObject, RenderResult } from '../../support/helm-render';

/** A package with a name for messages. */
export interface Program {
  readonly name: string;
  readonly pkg: HelmPackage;
}

/** What a package keeps to itself, and a proof must know. */
export interface Parts {
  readonly props: HelmPackageProps;
  readonly root: Declaration;
  readonly schema: any;
  readonly defaults: any;
  /** What was found; absent until it is asked for. */
  proven?: unknown;
}

export function partsOf(pkg: HelmPackage): Parts {
  return pkg as unknown as Parts;
}

/** Values for one release. */
export interface Case {
  /** What all of it was made from; none when it was written by hand. */
  readonly seed?: number;
  readonly values: any;
  readonly release: { readonly name: string; readonly namespace: string };
  readonly apis: readonly string[];
}

/** What came of a case. The objects are canonical JSON in an order of their own, so two outcomes are the same exactly when their texts are. */
export type Outcome =
  | { readonly kind: 'made'; readonly objects: readonly string[] }
  | { readonly kind: 'refused' | 'failed'; readonly message: string };

/** Who makes objects of values, besides the construct itself. */
export type Other = 'evaluator' | 'Helm 3' | 'Helm 4';

/** How the values of a case are made: such as the schema accepts, or such as it mostly does not. */
export type Kind = 'valid' | 'broken';

/** A case of which the construct makes one thing, and another one something else. */
export interface Divergence {
  readonly program: string;
  readonly other: Other;
  readonly given: Case;
  readonly text: string;
}

/** Proves of one program that others make of values what the construct makes of them. */
export class Proof {
  private apis?: readonly string[];
  private written?: { readonly folder: string } | { readonly error: unknown };

  /** The chart is written into the folder when it is needed first. */
  public constructor(public readonly program: Program, private readonly folder: () => string) {}

  /** The folder with the chart. It is written once; when that fails, each call fails, and none tries again. */
  public chart(): string {
    this.written ??= this.write();
    if ('error' in this.written) throw this.written.error;
    return this.written.folder;
  }

  /** A random case, the same for the same seed. */
  public caseOf(seed: number, kind: Kind = 'valid'): Case {
    const { root, props } = partsOf(this.program.pkg);
    const random = new Random(seed);
    const make = kind === 'broken' ? brokenValues : random.pick([randomValues, randomGiven]);
    const values = make(root, random);
    const drawn = {
      seed,
      values,
      release: { name: random.pick([...RELEASE_NAMES, props.name]), namespace: random.pick(NAMESPACES) },
      apis: this.apisAskedFor().filter(() => random.next() < 0.5),
    };
    return kind === 'broken' ? drawn : this.taken(drawn, random);
  }

  /** The case, or one with fewer values that is taken where one can be found: a refusal shows nothing of the templates. Some are left as they are. */
  private taken(drawn: Case, random: Random): Case {
    const { root, defaults } = partsOf(this.program.pkg);
    let given = drawn;
    for (const share of random.next() < 0.4 ? [] : [0.5, 0.7, 0.85, 0.95]) {
      if (this.native(given).kind === 'made') break;
      given = { ...drawn, values: fewerOf(root, defaults, drawn.values, share, random) };
    }
    return given;
  }

  /** What the construct makes. */
  public native({ values, release, apis }: Case): Outcome {
    try {
      return made(this.program.pkg.synth(values, { release, apis: [...apis] }));
    } catch (error) {
      return { kind: 'refused', message: (error as Error).message };
    }
  }

  /** What the evaluator makes of the templates. */
  public evaluated({ values, release, apis }: Case): Outcome {
    this.chart();
    try {
      return made(this.program.pkg.evaluate(values, { release, apis: [...apis] }));
    } catch (error) {
      const { name, message } = error as Error;
      return { kind: name === 'Error' ? 'refused' : 'failed', message: `${name}: ${message}` };
    }
  }

  /** What Helm makes of the chart. */
  public rendered(version: HelmVersion, cases: readonly Case[]): Outcome[] {
    const requests = cases.map(({ values, release, apis }) => ({ values, release, apiVersions: apis }));
    return new HelmRenderer(version, this.chart()).render(requests).map(outcomeOf);
  }

  /** The cases in which the evaluator differs from the construct. */
  public divergencesOfEvaluator(cases: readonly Case[]): Divergence[] {
    return cases.flatMap((given) => this.compare('evaluator', given, this.native(given), this.evaluated(given)));
  }

  /** The cases in which Helm differs from the construct. */
  public divergencesOfHelm(version: HelmVersion, cases: readonly Case[]): Divergence[] {
    const rendered = this.rendered(version, cases);
    return cases.flatMap((given, index) => this.compare(`Helm ${version}`, given, this.native(given), rendered[index]));
  }

  /** None or one. Two refusals are the same, whatever their words; a failure is never the same as anything. */
  public compare(other: Other, given: Case, native: Outcome, theirs: Outcome): Divergence[] {
    const difference = differenceOf(native, theirs);
    if (difference === '') return [];
    return [{ program: this.program.name, other, given, text: textOf(this.program.name, other, given, difference) }];
  }

  private write(): { readonly folder: string } | { readonly error: unknown } {
    try {
      const folder = this.folder();
      this.program.pkg.write(folder);
      return { folder };
    } catch (error) {
      return { error };
    }
  }

  /** The APIs on which the construct depends, found by running it for some values. */
  private apisAskedFor(): readonly string[] {
    if (this.apis) return this.apis;
    const { root } = partsOf(this.program.pkg);
    const random = new Random(1);
    apisAsked();
    for (let attempt = 0; attempt < 30; attempt++) this.native({ values: randomValues(root, random), release: { name: 'r', namespace: 'n' }, apis: [] });
    return this.apis = apisAsked();
  }
}

/** The text of all divergences, empty when there are none; a few are enough to see what is wrong. */
export function textOfAll(divergences: readonly Divergence[]): string {
  const shown = divergences.slice(0, 3).map(({ text }) => text);
  return [...shown, ...(divergences.length > shown.length ? [`and ${divergences.length - shown.length} more`] : [])].join('\n\n');
}

/** Objects as an outcome. */
export function made(objects: readonly RenderedObject[]): Outcome {
  return { kind: 'made', objects: objects.map((object) => JSON.stringify(sorted(object))).sort() };
}

/** One that is in the name of the chart of some programs, and one as long as Helm takes it. */
const RELEASE_NAMES = ['r', 'release-name', 'web', 'a-b-c', '0', 'my-shop-web-app', 'x'.repeat(53), `a${'-bc'.repeat(17)}`];
const NAMESPACES = ['default', 'n', 'team-a', '0755'];

function outcomeOf(result: RenderResult): Outcome {
  if (result.error === undefined) return made(result.manifests);
  return { kind: isRefusal(result.error) ? 'refused' : 'failed', message: result.error };
}

/** Whether Helm said what the chart has it say, or that the values are no YAML. Everything else it says of faults in templates. */
function isRefusal(error: string): boolean {
  return error.includes("values don't meet the specifications of the schema") || error.startsWith('execution error at ') || error.startsWith('failed to parse request');
}

function sorted(json: any): any {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.keys(json).sort().map((key) => [key, sorted(json[key])]));
}

/** What is different, natively with `-` before it and otherwise with `+`. */
function differenceOf(native: Outcome, theirs: Outcome): string {
  if (native.kind === 'made' && theirs.kind === 'made') return differenceOfObjects(native.objects, theirs.objects);
  if (native.kind === 'refused' && theirs.kind === 'refused') return '';
  return [`- ${inWords(native)}`, `+ ${inWords(theirs)}`].join('\n');
}

function inWords(outcome: Outcome): string {
  return outcome.kind === 'made' ? `${outcome.objects.length} objects` : `${outcome.kind}: ${outcome.message}`;
}

function differenceOfObjects(native: readonly string[], theirs: readonly string[]): string {
  const ours = without(native, theirs);
  const others = without(theirs, native);
  const lines = ours.flatMap((text) => {
    const partner = others.findIndex((candidate) => nameOf(candidate) === nameOf(text));
    if (partner === -1) return [`- ${text}`];
    const [other] = others.splice(partner, 1);
    return [nameOf(text), ...differencesAt('', JSON.parse(text), JSON.parse(other))];
  });
  return [...lines, ...others.map((text) => `+ ${text}`)].join('\n');
}

/** The items of a list that another one lacks; an item that is there twice counts twice. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return items.filter((item) => {
    const index = left.indexOf(item);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

function nameOf(text: string): string {
  const { kind, metadata } = JSON.parse(text);
  return `${kind} ${metadata?.namespace ? `${metadata.namespace}/` : ''}${metadata?.name}`;
}

function differencesAt(place: string, native: any, other: any): string[] {
  if (JSON.stringify(native) === JSON.stringify(other)) return [];
  if (isGroup(native) && isGroup(other) && Array.isArray(native) === Array.isArray(other)) {
    return [...new Set([...Object.keys(native), ...Object.keys(other)])].flatMap((key) => differencesAt(`${place}/${key}`, native[key], other[key]));
  }
  return [`- ${place}: ${JSON.stringify(native)}`, `+ ${place}: ${JSON.stringify(other)}`];
}

function isGroup(json: any): boolean {
  return typeof json === 'object' && json !== null;
}

function textOf(program: string, other: Other, { seed, values, release, apis }: Case, difference: string): string {
  return [
    `${program}: the construct (-) and ${other} (+) differ${seed === undefined ? '' : ` for seed ${seed}`}`,
    `values: ${JSON.stringify(values)}`,
    `release: ${release.namespace}/${release.name}${apis.length > 0 ? ` with ${apis.join(', ')}` : ''}`,
    difference,
  ].join('\n');
}
