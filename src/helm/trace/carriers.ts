import { Choice, limitsOf } from './column';
import { Random } from './random';
import { keyOf, Reference, Text, ValueReference } from './reference';
import { Declaration } from '../declaration';
import { escapePattern, parsePattern, regExpOf } from '../values/pattern';
import { sample } from '../values/random-text';

/** Two sets of carriers, that differ in length, case and order, so that whoever looks into a value gives two answers. */
export type CarrierSet = 0 | 1;

/** A text with references where it has carriers, and what stood in the place of each part. */
export interface CarriedText {
  readonly text: Text;
  readonly raws: readonly string[];
}

/** The name of every release while a construct runs: known, so that it can be found, and the same for tracing and for native synthesis. */
export const FULLNAME = 'zqfullw';

/** The same for the name of the chart in labels. */
export const CHART_NAME = 'zqchrtw';

/**
 * Values that stand for unknown ones: valid under their own limits, and recognised wherever they turn up.
 *
 * A string or a number with enough room is unique, and found as an exact substring. A number without room is any one that fits; it is
 * recognised by agreement over many runs, when texts are learned.
 */
export class Carriers {
  private readonly allocated = new Map<string, any>();
  private readonly numbers = new Map<number, Reference>();
  private readonly strings = new Map<string, Reference>([
    [FULLNAME, { kind: 'release', fact: 'fullname' }], [CHART_NAME, { kind: 'release', fact: 'chartName' }],
  ]);
  private pattern?: RegExp;
  /** What was read already: the same texts come in each run. */
  private readonly texts = new Map<string, CarriedText>();
  private readonly random = new Random(0xca44);
  private readonly ranks = new Map<string, number>();
  private count = 0;

  /** The carrier of a value, the same each time. */
  public of(declaration: Declaration, indices: readonly number[], choice: Choice | undefined, set: CarrierSet): any {
    const reference: ValueReference = { kind: 'value', declaration, indices };
    const key = `${set} ${keyOf(reference)} ${choice?.kind === 'range' ? choice.from : ''}`;
    if (!this.allocated.has(key)) {
      const isNumber = declaration.kind === 'integer' || declaration.kind === 'number';
      this.allocated.set(key, isNumber ? this.allocateNumber(reference, choice, set) : this.allocateString(reference, set));
    }
    return this.allocated.get(key);
  }

  /** The carrier of a fact about the release, or of the result of a function. */
  public ofReference(reference: Reference, set: CarrierSet): string {
    const key = `${set} ${keyOf(reference)}`;
    if (!this.allocated.has(key)) this.allocated.set(key, this.keepString(this.word(set), reference));
    return this.allocated.get(key);
  }

  /** A text with references where it has carriers, and what stood in the place of each part. */
  public read(text: string): CarriedText {
    if (text.length < 3) return text === '' ? { text: [], raws: [] } : { text: [text], raws: [text] };
    if (!this.pattern) {
      this.pattern = this.makePattern();
      this.texts.clear();
    }
    let found = this.texts.get(text);
    if (!found) this.texts.set(text, found = this.readNew(text, this.pattern));
    return found;
  }

  private readNew(text: string, pattern: RegExp): CarriedText {
    const parts: (string | Reference)[] = [];
    const raws: string[] = [];
    let end = 0;
    const add = (part: string | Reference, raw: string) => {
      if (raw === '') return;
      parts.push(part);
      raws.push(raw);
    };
    for (const match of text.matchAll(pattern)) {
      const before = text.slice(end, match.index);
      add(before, before);
      add((this.strings.get(match[0]) ?? this.numbers.get(Number(match[0])))!, match[0]);
      end = match.index + match[0].length;
    }
    add(text.slice(end), text.slice(end));
    return { text: parts, raws };
  }

  /** The reference for which a number stands. */
  public readNumber(value: number): Reference | undefined {
    return this.numbers.get(value);
  }

  private allocateNumber(reference: ValueReference, choice: Choice | undefined, set: CarrierSet): number {
    const limits = limitsOf(reference.declaration);
    const range = choice?.kind === 'range' ? choice : { from: limits.minimum, to: Infinity };
    const from = Math.max(range.from, limits.minimum, -1e9);
    const isInteger = reference.declaration.kind === 'integer';
    const to = Math.min(isInteger ? range.to - 1 : range.to, limits.maximum, Math.max(from, 0) + 1e8);
    const k = this.count++;
    const least = Math.max(from, Math.min(0, to));
    const width = to - least;
    if (!isInteger && width > 0) {
      // A fraction of many digits is as good as a large number.
      const fraction = Number((least + width * (set === 0 ? 0.371 : 0.659) + width * (k % 97) / 1e3 * (set === 0 ? 1 : -1)).toPrecision(9));
      if (!this.numbers.has(fraction) && fraction >= from && fraction <= to) {
        this.numbers.set(fraction, reference);
        this.pattern = undefined;
        return fraction;
      }
    }
    if (width < ROOM) {
      // Two values that differ between the sets, wherever there are two: so the number of the value counts, not that of the call.
      const whole = Math.floor(width);
      const k = this.rankOf(`${keyOf(reference)} ${range.from}`);
      if (!isInteger || whole < 1) return Math.min(Math.max(least + 0.37 * width, from), to);
      return least + (k * 3 + Math.floor((whole + 1) * 0.37) + (set === 0 ? 0 : Math.ceil((whole + 1) / 2))) % (whole + 1);
    }
    // Far from round figures, ascending in one set and descending in the other.
    let number = Math.round(set === 0 ? least + width * 0.0731 + k * 1009 % (width * 0.3) : to - width * 0.0527 - k * 1013 % (width * 0.3));
    while (this.numbers.has(number)) number += 1;
    this.numbers.set(number, reference);
    this.pattern = undefined;
    return number;
  }

  private rankOf(key: string): number {
    if (!this.ranks.has(key)) this.ranks.set(key, this.ranks.size);
    return this.ranks.get(key)!;
  }

  private allocateString(reference: ValueReference, set: CarrierSet): string {
    const { declaration } = reference;
    for (let attempt = 0; attempt < 3; attempt++) {
      const found = this.shapes(set).find((candidate) => fits(declaration, candidate) && !this.strings.has(candidate));
      if (found !== undefined) return this.keepString(found, reference);
    }
    const { pattern } = declaration.value._options;
    for (let attempt = 0; pattern !== undefined && attempt < 60; attempt++) {
      // Of what the pattern gives, long ones are the least likely to be anywhere by chance.
      const found = sample(parsePattern(pattern), this.random);
      const candidate = this.withWord(found, declaration, set) ?? found;
      if (candidate.length >= 4 && fits(declaration, candidate) && !this.strings.has(candidate) && /[A-Za-z0-9]{3}/.test(candidate)) return this.keepString(candidate, reference);
    }
    const examples = (declaration.value._options.examples ?? []).filter((example) => fits(declaration, example));
    const free = (set === 0 ? examples : [...examples].reverse()).find((example) => !this.strings.has(example));
    if (free !== undefined) return this.keepString(free, reference);
    throw new Error(`No string could be found for the value ${declaration.path} within its limits (pattern ${declaration.value._options.pattern}, `
      + `${declaration.value._options.maxLength ?? 'any number of'} characters); give it at least ${declaration.lists.length > 0 ? 'eight' : 'two'} examples `
      + 'that occur nowhere else, of three or more characters.');
  }

  /** A text with a word of ours in the place of the first of its own words that may be another: nobody has it by chance, and it has an order. */
  private withWord(text: string, declaration: Declaration, set: CarrierSet): string | undefined {
    const word = this.word(set);
    for (const { index, 0: { length } } of text.matchAll(/[A-Za-z0-9]+/g)) {
      const changed = text.slice(0, index) + word + text.slice(index + length);
      if (fits(declaration, changed)) return changed;
    }
    return undefined;
  }

  private keepString(text: string, reference: Reference): string {
    this.strings.set(text, reference);
    this.pattern = undefined;
    return text;
  }

  /** A word that no text has by chance, in lower case. Its order among others is reversed in the other set. */
  private word(set: CarrierSet): string {
    const id = this.count++;
    const code = (set === 0 ? 0xffff - id : id).toString(16).padStart(4, '0').replace(/./g, (digit) => LETTERS[parseInt(digit, 16)]);
    return set === 0 ? `zq${code}w` : `zk${code}vxjzkqvw`;
  }

  private shapes(set: CarrierSet): string[] {
    const word = this.word(set);
    const title = set === 1 ? `Z${word.slice(1, -1)}W` : word;
    const number = (set === 0 ? 90_000_000 - this.count * 1009 : 7_310_000_003 + this.count * 1013).toString();
    const octet = () => 30 + (this.count++ * 7) % 200;
    const address = `10.${octet()}.${octet()}.${octet()}`;
    return [
      title, word, word.toUpperCase(), word.slice(0, 7), `/${word}`, `/${word}/`, `${word}.example.com`, `https://${word}.example.com`, `http://${word}.example.com/`,
      `${word}@example.com`, `${word}/${word}`, `${word}:1`, number, `${number}Mi`, `${number}m`, `${number}s`, `${number}MB`, number.slice(0, 4), `${number.slice(0, 4)}Mi`,
      `${number.slice(0, 4)}Gi`, `${number.slice(0, 4)}m`, `v1.${number}.0`, `1.${number}`, `1.${number}.0`, address, `${address}/24`, `${address}/32`,
      `${number.slice(0, 2)} ${set + 3} * * *`, `*/${number.slice(0, 2)} * * * *`, `-${word}`, `_${word}`, `${word}_`, `@${word}`, `#${word}`, `$${word}`,
    ];
  }

  private makePattern(): RegExp {
    const strings = [...this.strings.keys()].sort((a, b) => b.length - a.length).map((text) => (
      /^\d/.test(text) ? `(?<!\\d)${escapePattern(text)}(?!\\d)` : escapePattern(text)));
    const numbers = [...this.numbers.keys()].map((number) => `(?<![\\d.])${escapePattern(`${number}`)}(?![\\d.]\\d|\\d)`);
    return new RegExp([...strings, ...numbers].join('|'), 'g');
  }
}

/** How many numbers there must be for one of them to be recognised by itself. */
const ROOM = 20_000;

const LETTERS = 'bcdfghjklmnpqrst';

/** Whether a string is within the limits of a value. */
export function fits(declaration: Declaration, text: string): boolean {
  const { minLength = 0, maxLength = Infinity, pattern } = declaration.value._options;
  const { length } = [...text];
  return length >= minLength && length <= maxLength && (pattern === undefined || regExpOf(pattern).test(text));
}
