import { boundary } from './boundary';
import { CarrierSet } from './carriers';
import { Cuts, isElement } from './column';
import { attempt } from './compare';
import { Change, Deviation, Expectation, UNTOLD } from './expected';
import { Inspection } from './inspect';
import { Row } from './rows';
import { numberSamples, Sample, stringSamples, withAround } from './samples';
import { shown } from './shown';
import { NO_LITERALS } from './source-literals';
import { Tracer } from './tracer';
import { getAt, setAt } from './value-at';
import { Declaration, everyDeclaration } from '../declaration';
import { takeMisuse } from '../opaque';

/** The most constants with which one string may be compared. */
const MOST_STRINGS = 8;

/** A change that alone shows something else than expected. */
interface Found {
  readonly change: Change;
  readonly deviation: Deviation;
}

/** Looks for comparisons in one situation. */
export class CutFinder {
  private readonly expectation: Expectation;
  private readonly scalars: readonly Declaration[];

  public constructor(
    root: Declaration, private readonly tracer: Tracer, private readonly base: Row, private readonly inspection: Inspection,
    /** Where comparisons that are found are put. */
    private readonly cuts: Map<Declaration, Cuts>,
  ) {
    this.expectation = new Expectation(base, tracer.carriers);
    this.scalars = everyDeclaration(root).filter((declaration) => {
      const before = this.before(declaration);
      return ['integer', 'number', 'string', 'scalar'].includes(declaration.kind) && before !== undefined && before !== '';
    });
  }

  public find(isWhole: boolean): void {
    const changed = this.changed();
    const strings = this.scalars.filter((declaration) => isText(declaration) && !changed.has(declaration));
    this.findNumbersAndStrings(isWhole ? this.scalars.filter((declaration) => !isText(declaration)) : [], strings);
    if (!isWhole) return;
    this.refusePairs(strings.filter((declaration) => !isKey(declaration)));
    this.refusePairs(this.scalars.filter((declaration) => !isText(declaration) && !changed.has(declaration)));
  }

  /** Values that do not come out as they are, whatever they are: these are no comparisons, and learning says what they are. */
  private changed(): Set<Declaration> {
    const changes = this.scalars.flatMap((declaration) => {
      const after = this.carrierOf(declaration, 1);
      return after === this.before(declaration) ? [] : [this.change(declaration, after)];
    });
    return new Set(this.deviating(changes).map(({ change }) => change.declaration));
  }

  private findNumbersAndStrings(numbers: readonly Declaration[], strings: readonly Declaration[]): void {
    const numbersOf = new Map(numbers.map((declaration) => {
      return [declaration, numberSamples(declaration, this.inspection, [this.before(declaration), this.carrierOf(declaration, 0)])];
    }));
    const samplesOf = new Map(strings.map((declaration, index) => [declaration, stringSamples(declaration, this.inspection, index)]));
    const rounds = Math.max(0, ...[...numbersOf.values(), ...samplesOf.values()].map(({ length }) => length));
    const other = new Map<Declaration, Map<unknown, Deviation>>(this.scalars.map((declaration) => [declaration, new Map()]));
    for (let round = 0; round < rounds; round++) {
      const changes = this.scalars.flatMap((declaration) => {
        const value = numbersOf.get(declaration)?.[round] ?? samplesOf.get(declaration)?.[round]?.value;
        return value === undefined || value === this.before(declaration) ? [] : [this.change(declaration, value)];
      });
      // What rules are about is refused more often than not, which would hide all else.
      const [ruled, free] = [true, false].map((isRuled) => changes.filter(({ declaration }) => this.expectation.isRuled(declaration) === isRuled));
      const found = [...this.deviating(free), ...this.deviating(ruled)];
      for (const { change, deviation } of found) other.get(change.declaration)!.set(change.after, deviation);
    }
    for (const [declaration, samples] of numbersOf) this.cutNumbers(declaration, samples, other.get(declaration)!);
    for (const [declaration, samples] of samplesOf) this.cutStrings(declaration, samples, other.get(declaration)!);
  }

  /** Between two numbers, of which one makes a difference and the other does not, lies a comparison. */
  private cutNumbers(declaration: Declaration, samples: readonly number[], other: ReadonlyMap<unknown, Deviation>): void {
    // A number that is computed with makes a difference each time.
    if (other.size === 0 || (other.size >= 4 && other.size >= samples.length - 1)) return;
    const isSame = (sample: number) => sample === this.before(declaration) || !this.differs([this.change(declaration, sample)]);
    const found = samples.flatMap((sample, index) => {
      if (index === 0 || other.has(sample) === other.has(samples[index - 1])) return [];
      const [same, differs] = other.has(sample) ? [samples[index - 1], sample] : [sample, samples[index - 1]];
      const cut = boundary(declaration, same, differs, isSame);
      this.refuseOther(declaration, cut, differs);
      return [cut];
    });
    const known = this.cuts.get(declaration) ?? { numbers: [], strings: [] };
    if (found.length > 0) this.cuts.set(declaration, { ...known, numbers: [...new Set([...known.numbers, ...found])] });
  }

  /** A number from which on there is something else, and which is that of another value, is a comparison of the two. */
  private refuseOther(declaration: Declaration, cut: number, differs: number): void {
    const isNear = (number: number) => (number === cut || number === cut - 1) && this.tracer.carriers.readNumber(number) !== undefined;
    const other = this.scalars.find((one) => one !== declaration && isNear(this.before(one)));
    const deviation = other && this.deviationFor([this.change(declaration, differs)]);
    if (deviation) throw new Error(this.pairSentence([declaration, other], `with ${declaration.path} ${differs} and ${other.path} ${this.before(other)}`, deviation));
  }

  private cutStrings(declaration: Declaration, samples: readonly Sample[], other: ReadonlyMap<unknown, Deviation>): void {
    // What it was seen to do says more than what else makes a difference.
    const telling = [...samples].sort((a, b) => Number(a.looks === undefined) - Number(b.looks === undefined));
    // An entry that stays what it was wins over one of the map with its key; who wins is settled elsewhere.
    const isClash = ({ before, there: [, now] }: Deviation) => isKey(declaration) && before === now;
    const found = telling.filter(({ value }) => other.has(value) && !isClash(other.get(value)!)).map((sample) => {
      const deviation = other.get(sample.value)!;
      const looks = sample.looks ?? this.looksOf(declaration, sample);
      if (looks !== undefined) throw new Error(this.sentence(declaration, sample.value as string, looks, deviation));
      return sample.value as string;
    });
    const known = this.cuts.get(declaration) ?? { numbers: [], strings: [] };
    const strings = [...new Set([...known.strings, ...found])];
    if (strings.length > MOST_STRINGS) {
      throw new Error(`Nothing was written, since the construct compares the value ${declaration.path} with more than ${MOST_STRINGS} constants: ${strings.map((string) => JSON.stringify(string)).join(', ')}. `
        + 'Use an enumeration.');
    }
    if (strings.length > known.strings.length) this.cuts.set(declaration, { ...known, strings });
  }

  /** What a difference has as its cause, when it is not the string as a whole that is compared. */
  private looksOf(declaration: Declaration, { value, kind }: Sample): string | undefined {
    const isOther = (text: string) => this.differs([this.change(declaration, text)]);
    if (kind && kind.others.every((text) => text === value || isOther(text))) return kind.what;
    if (isKey(declaration)) return `reads the key ${JSON.stringify(value)} of the map by its name`;
    const around = withAround(declaration, value as string).find(isOther);
    if (around !== undefined) return `looks for ${JSON.stringify(value)} in it`;
    return isElement(declaration) || declaration.kind === 'scalar' ? `compares it with ${JSON.stringify(value)}` : undefined;
  }

  private sentence(declaration: Declaration, value: string, looks: string, { place, there }: Deviation): string {
    const ofKey = isKey(declaration);
    const path = ofKey ? declaration.parent!.path : declaration.path;
    const given = ofKey ? `with the key ${JSON.stringify(value)}` : `with ${path} ${JSON.stringify(value)}`;
    return `Nothing was written, since the construct looks into the value ${path}, at ${place}: it ${looks}; ${given} there is ${people(there[1], this.tracer)}, `
      + `where ${people(there[0], this.tracer)} was expected. A template cannot follow that. `
      + (ofKey ? 'Declare the key as a value of its own, beside the map, or go through the map as a whole.'
        : 'Make what is decided a boolean, an enumeration or a value of its own, or limit the value (pattern) so that this cannot be.');
  }

  /** Equal values: a construct that compares two of them, or uses them as keys of one object, shows. */
  private refusePairs(declarations: readonly Declaration[]): void {
    const tried: Set<Declaration>[] = [];
    for (const owner of declarations) {
      const text = this.before(owner);
      const others = declarations.filter((declaration) => declaration !== owner && declaration.kind === owner.kind && this.mayBe(declaration, text));
      const all = new Set([owner, ...others]);
      if (others.length === 0 || tried.some((known) => [...all].every((declaration) => known.has(declaration)))) continue;
      tried.push(all);
      const changes = others.map((declaration) => this.change(declaration, text));
      const deviation = this.deviationFor(changes);
      if (deviation === undefined || deviation === UNTOLD) continue;
      const [first, second] = this.fewest(changes);
      const pair = [second?.declaration ?? owner, first.declaration];
      const shows = this.deviationFor(second ? [first, second] : [first])!;
      if (shows === UNTOLD || CLASH.test(shows.there[1])) continue;
      throw new Error(this.pairSentence(pair, 'when both are the same,', shows));
    }
  }

  private pairSentence(pair: readonly Declaration[], when: string, { place, there }: Deviation): string {
    return `Nothing was written, since the construct compares the values ${pair[0].path} and ${pair[1].path} with each other${isText(pair[0]) ? ', or uses both as keys of one object' : ''}, `
      + `at ${place}: ${when} there is ${people(there[1], this.tracer)}, where ${people(there[0], this.tracer)} was expected. This is a comparison, which a template cannot follow. `
      + 'Hand both on without comparing them, limit them so that it always comes out alike (pattern, minimum, maximum), or declare them as a list with a key.';
  }

  private mayBe(declaration: Declaration, value: unknown): boolean {
    return typeof value === 'number' ? numberSamples(declaration, { looks: [], compared: NO_LITERALS, others: NO_LITERALS }, [value]).includes(value)
      : stringSamples(declaration, { looks: [{ declaration, call: '', members: [value as string] }], compared: NO_LITERALS, others: NO_LITERALS }, 0).some((sample) => sample.value === value);
  }

  /** One change or two, that still show something else together. */
  private fewest(changes: readonly Change[]): readonly Change[] {
    let rest = changes;
    for (let size = Math.ceil(changes.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let start = 0; start < rest.length && rest.length > 1;) {
        const without = [...rest.slice(0, start), ...rest.slice(start + size)];
        if (without.length > 0 && this.differs(without)) rest = without;
        else start += size;
      }
    }
    return rest;
  }

  private differs(changes: readonly Change[]): boolean {
    const deviation = this.deviationFor(changes);
    return deviation !== undefined && deviation !== UNTOLD;
  }

  private carrierOf(declaration: Declaration, set: CarrierSet): any {
    const choice = this.tracer.columnFor(declaration)?.choices.find(({ kind }) => kind === 'range');
    return this.tracer.carriers.of(declaration, declaration.lists.map(() => 0), choice, set);
  }

  private before(declaration: Declaration): any {
    return getAt(declaration, this.base.environment.values);
  }

  private change(declaration: Declaration, after: any): Change {
    return { declaration, before: this.before(declaration), after };
  }

  /** The changes that alone make a difference. */
  private deviating(changes: readonly Change[]): Found[] {
    if (changes.length === 0) return [];
    const deviation = this.deviationFor(changes);
    if (!deviation) return [];
    if (changes.length === 1) return deviation === UNTOLD ? [] : [{ change: changes[0], deviation }];
    const middle = Math.ceil(changes.length / 2);
    return [...this.deviating(changes.slice(0, middle)), ...this.deviating(changes.slice(middle))];
  }

  private deviationFor(changes: readonly Change[]): Deviation | undefined {
    const { environment } = this.base;
    const values = changes.reduce((all, { declaration, after }) => setAt(declaration, all, after), environment.values);
    const row = attempt(() => this.tracer.runner.runWith(values, environment.surroundings.apis, 0));
    if (!(row instanceof Error)) return this.expectation.deviationOf(row, changes);
    const misused = takeMisuse();
    if (misused) throw misused;
    // Names of objects that clash are refused where the program is looked at.
    return UNTOLD;
  }
}

/** Two values of one id make cdk8s refuse, and Helm not; the guarantee says so. */
const CLASH = /There is already a Construct with name/;

function isKey(declaration: Declaration): boolean {
  return declaration.parent?.key === declaration;
}

function isText({ kind }: Declaration): boolean {
  return kind === 'string' || kind === 'scalar';
}

function people(text: string, { carriers }: Tracer): string {
  return shown(carriers.read(text).text);
}
