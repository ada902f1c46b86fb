import { Carriers } from './carriers';
import { at, canonical, firstDifference, plain, resolved } from './compare';
import { Reference, Text, valuesOfText } from './reference';
import { Row } from './rows';
import { Declaration } from '../declaration';
import { Environment } from '../environment';
import { call } from '../functions';
import { Graft } from '../graft';
import { escapePattern } from '../values/pattern';

/** A value and another one that takes its place. */
export interface Change {
  readonly declaration: Declaration;
  readonly before: any;
  readonly after: any;
}

/** Where a run shows something else than another run lets expect, for people. */
export interface Deviation {
  readonly place: string;
  /** What the other run lets expect, and what is there. */
  readonly there: readonly [string, string];
  /** What is there in the other run. */
  readonly before: string;
}

/** What a refusal by a rule, or by names that clash, hides; alone it says nothing, and among several changes the others have to be looked at without it. */
export const UNTOLD: Deviation = { place: '', there: ['', ''], before: '' };

/**
 * What one run says about runs for other values, as long as no choice is another one: the same, with the values in the places where their carriers stood. A
 * construct that deviates from that looks into a value or compares it.
 */
export class Expectation {
  private readonly texts = new Map<string, Text>();
  private ruled?: ReadonlySet<Declaration>;

  public constructor(private readonly base: Row, private readonly carriers: Carriers) {}

  /** Where a run deviates, in which some values were changed; nothing if nowhere. */
  public deviationOf(row: Row, changes: readonly Change[]): Deviation | undefined {
    const { environment } = row;
    if (!row.documents || !this.base.documents) {
      if (this.base.documents && changes.some(({ declaration }) => this.isRuled(declaration))) return UNTOLD;
      const [expected, found] = [this.base, row].map(({ refusal }) => refusal && filled(refusal, environment, this.carriers));
      if (expected === found) return undefined;
      const errors = [expected, found].map((refusal) => (refusal === undefined ? 'no error' : `the error ${JSON.stringify(refusal)}`));
      return { place: 'all that it makes', there: [errors[0], errors[1]], before: errors[0] };
    }
    const loose = changes.filter((change) => !this.isRecognised(change));
    const expected = this.documentsOf(this.base, environment);
    const found = this.documentsOf(row, environment);
    for (const label of new Set([...expected.keys(), ...found.keys()])) {
      const [ones, others] = [expected.get(label) ?? [], found.get(label) ?? []];
      for (let index = 0; index < Math.max(ones.length, others.length); index++) {
        const deviation = this.deviationIn(label, ones[index], others[index], environment, loose);
        if (deviation) return deviation;
      }
    }
    return undefined;
  }

  /** Whether the construct asks for a rule about a value, which stands in the chart, too. */
  public isRuled(declaration: Declaration): boolean {
    this.ruled ??= new Set(this.base.documents!.filter(({ role }) => role === 'rule').flatMap(({ json }) => (
      valuesOfText(this.carriers.read(JSON.stringify(json)).text).map((value) => value.declaration))));
    return this.ruled.has(declaration);
  }

  /** Whether a value is found wherever it stands. */
  private isRecognised({ declaration, before }: Change): boolean {
    const text = typeof before === 'number' ? [this.carriers.readNumber(before)] : this.textOf(`${before}`);
    const [reference] = text;
    return text.length === 1 && typeof reference === 'object' && reference.kind === 'value' && reference.declaration === declaration;
  }

  private documentsOf({ documents }: Row, environment: Environment): Map<string, any[]> {
    const made = new Map<string, any[]>();
    for (const { label, role, json } of documents!) {
      if (role === 'rule') continue;
      // In the path of a construct, the separator of its parts is changed.
      const key = label.map((part) => (typeof part === 'string' ? part : `${resolved(part, environment, this.carriers)}`.replace(/\//g, '--'))).join('');
      made.set(key, [...made.get(key) ?? [], json]);
    }
    return made;
  }

  private deviationIn(label: string, expected: any, found: any, environment: Environment, loose: readonly Change[]): Deviation | undefined {
    if (expected === undefined || found === undefined) {
      const [there, other] = [expected, found].map((object) => (object === undefined ? 'nothing' : 'the object'));
      return { place: label, there: [there, other], before: there };
    }
    if (this.isSame(expected, found, environment)) return undefined;
    const [one, other] = [plain(expected), plain(found)].map((json) => this.filledIn(json, environment));
    const settled = loose.length === 0 ? one : settle(one, other, loose);
    if (canonical(settled) === canonical(other)) return undefined;
    const place = firstDifference(settled, other);
    const before = quoted(at(plain(expected), place) ?? at(one, place));
    return { place: place ? `${label}: ${place}` : label, there: [quoted(at(one, place)), quoted(at(other, place))], before };
  }

  /** Quicker than to fill in both and to compare. False may still turn out to be the same. */
  private isSame(expected: any, found: any, environment: Environment): boolean {
    if (expected === found) return true;
    if (typeof expected === 'string') return typeof found === 'string' && this.fill(expected, environment) === found;
    if (typeof expected === 'number') {
      const reference = this.carriers.readNumber(expected);
      return reference !== undefined && resolved(reference, environment, this.carriers, spelled) === found;
    }
    if (typeof expected !== 'object' || typeof found !== 'object' || expected === null || found === null || expected instanceof Graft) return false;
    if (Array.isArray(expected)) {
      return Array.isArray(found) && expected.length === found.length
        && expected.every((item, index) => this.isSame(item, found[index], environment));
    }
    const keys = Object.keys(expected);
    return keys.length === Object.keys(found).length && keys.every((key) => {
      const name = this.fill(key, environment);
      return Object.hasOwn(found, name) && this.isSame(expected[key], found[name], environment);
    });
  }

  private filledIn(json: any, environment: Environment): any {
    if (typeof json === 'string') return this.fill(json, environment);
    if (typeof json === 'number') {
      const reference = this.carriers.readNumber(json);
      return reference ? resolved(reference, environment, this.carriers, spelled) : json;
    }
    if (Array.isArray(json)) return json.map((item) => this.filledIn(item, environment));
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [this.fill(key, environment), this.filledIn(value, environment)]));
  }

  private fill(text: string, environment: Environment): string {
    const parts = this.textOf(text);
    return parts.length === 1 && typeof parts[0] === 'string' ? text : filled(parts, environment, this.carriers);
  }

  private textOf(text: string): Text {
    let parts = this.texts.get(text);
    if (!parts) this.texts.set(text, parts = this.carriers.read(text).text);
    return parts;
  }
}

function filled(text: Text, environment: Environment, carriers: Carriers): string {
  return text.map((part: string | Reference) => (typeof part === 'string' ? part : `${resolved(part, environment, carriers, spelled)}`)).join('');
}

/** What a function gives; in the place of a hash what is hashed, since nothing is found in a hash. */
function spelled(name: string, values: readonly unknown[]): unknown {
  return name === 'sha256' ? `${name}(${values.join()})` : call(name, values);
}

/** What is expected, with values that are not recognised in the places where they are found. */
function settle(expected: any, found: any, loose: readonly Change[]): any {
  if (expected === found) return expected;
  if (typeof expected === 'string') return typeof found === 'string' && mayBecome(expected, found, loose) ? found : expected;
  if (typeof expected !== 'object' || expected === null) {
    return loose.some(({ before, after }) => before === expected && after === found) ? found : expected;
  }
  if (Array.isArray(expected)) return Array.isArray(found) ? expected.map((item, index) => settle(item, found[index], loose)) : expected;
  if (typeof found !== 'object' || found === null) return expected;
  const others = Object.keys(found).filter((key) => !Object.hasOwn(expected, key));
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => {
    const name = Object.hasOwn(found, key) ? key : others.find((other) => mayBecome(key, other, loose));
    return name === undefined ? [key, value] : [name, settle(value, found[name], loose)];
  }));
}

/** Whether a text becomes another one when values are changed in some of the places where they may stand: a number as a word of its own, a string anywhere. */
function mayBecome(expected: string, found: string, loose: readonly Change[]): boolean {
  const places = new RegExp(loose.map(({ before }) => (
    typeof before === 'number' ? `(?<![0-9.])${escapePattern(`${before}`)}(?![0-9])` : escapePattern(`${before}`))).join('|'), 'g');
  let pattern = '';
  let end = 0;
  for (const { 0: place, index } of expected.matchAll(places)) {
    const afters = loose.filter(({ before }) => `${before}` === place).map(({ after }) => `${after}`);
    pattern += `${escapePattern(expected.slice(end, index))}(?:${[place, ...afters].map(escapePattern).join('|')})`;
    end = index + place.length;
  }
  return new RegExp(`^${pattern}${escapePattern(expected.slice(end))}$`).test(found);
}

function quoted(value: unknown): string {
  return value === undefined ? 'nothing' : canonical(value).slice(0, 100);
}
