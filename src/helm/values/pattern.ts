/** A regular expression in the syntax that Go's RE2 and JavaScript share, as a tree. */
export type Pattern =
  /** One character out of ranges of code points, ends included. */
  | { readonly kind: 'set'; readonly ranges: readonly Range[] }
  | { readonly kind: 'anchor'; readonly text: string }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly from: number; readonly to: number };

/** Code points from the first to the second, both included. */
export type Range = readonly [number, number];

/**
 * Reads a regular expression of a schema. Helm matches it by Go and native synthesis by JavaScript, so whatever one of them lacks or reads
 * otherwise is refused.
 *
 * @throws Error with the reason, as half a sentence.
 */
export function parsePattern(source: string): Pattern {
  const reader = new Reader(source);
  const pattern = reader.choice();
  if (!reader.isAtEnd()) reader.refuse('it has a ) without its (');
  requireRepeatsThatGoAdmits(pattern, GO_REPEATS, source);
  return pattern;
}

const COMPILED = new Map<string, RegExp>();

/** The expression for JavaScript, which matches exactly what Go matches: `.` stands for U+2028 too, and `\s` for ASCII spaces only. */
export function regExpOf(source: string): RegExp {
  let compiled = COMPILED.get(source);
  if (!compiled) COMPILED.set(source, compiled = new RegExp(print(parsePattern(source)), 'u'));
  return compiled;
}

/** A text as a regular expression that matches just this text. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

const LAST = 0x10ffff;
/** How often Go repeats a part at most, nested repetitions multiplied. */
const GO_REPEATS = 1000;

const DIGIT: Range[] = [[48, 57]];
const WORD: Range[] = [[48, 57], [65, 90], [95, 95], [97, 122]];
const SPACE: Range[] = [[9, 10], [12, 13], [32, 32]];
const SETS: { readonly [letter: string]: Range[] } = {
  d: DIGIT, D: complement(DIGIT), w: WORD, W: complement(WORD), s: SPACE, S: complement(SPACE),
};
const CONTROLS: { readonly [letter: string]: number } = { n: 10, r: 13, t: 9, f: 12, v: 11 };

class Reader {
  private readonly characters: readonly string[];
  private position = 0;

  constructor(private readonly source: string) {
    this.characters = [...source];
  }

  isAtEnd(): boolean {
    return this.position >= this.characters.length;
  }

  refuse(reason: string): never {
    throw new Error(`the pattern ${this.source} is not one that Go and JavaScript read alike: ${reason}`);
  }

  choice(): Pattern {
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    return parts.length === 1 ? parts[0] : { kind: 'choice', parts };
  }

  private sequence(): Pattern {
    const parts: Pattern[] = [];
    while (!this.isAtEnd() && !'|)'.includes(this.peek())) parts.push(this.repeated(this.atom()));
    return parts.length === 1 ? parts[0] : { kind: 'sequence', parts };
  }

  private repeated(part: Pattern): Pattern {
    const limits = this.limits();
    if (!limits) return part;
    if (part.kind === 'anchor') this.refuse(`it repeats ${part.text}`);
    this.take('?');
    if (this.limits()) this.refuse('it repeats a repetition');
    return { kind: 'repeat', part, from: limits[0], to: limits[1] };
  }

  private limits(): Range | undefined {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    if (this.peek() !== '{') return undefined;
    const found = /^\{(\d+)(,(\d*))?\}/.exec(this.characters.slice(this.position).join(''));
    if (!found) return this.refuse('it has a { that begins no count; write \\{');
    this.position += found[0].length;
    const from = Number(found[1]);
    const to = found[2] === undefined ? from : found[3] === '' ? Infinity : Number(found[3]);
    if (from > GO_REPEATS || (to > GO_REPEATS && to !== Infinity)) this.refuse(`it counts beyond ${GO_REPEATS}`);
    if (from > to) this.refuse(`it counts from ${from} to ${to}`);
    return [from, to];
  }

  private atom(): Pattern {
    const character = this.next();
    switch (character) {
      case '(': return this.group();
      case '[': return { kind: 'set', ranges: this.set() };
      case '.': return { kind: 'set', ranges: complement([[10, 10]]) };
      case '^': case '$': return { kind: 'anchor', text: character };
      case '*': case '+': case '?': case '{': return this.refuse(`it has a ${character} with nothing to repeat`);
      case ']': case '}': return this.refuse(`it has a ${character} that ends nothing; write \\${character}`);
      case '\\':
        if (this.take('b')) return { kind: 'anchor', text: '\\b' };
        if (this.take('B')) return { kind: 'anchor', text: '\\B' };
        return { kind: 'set', ranges: this.escape('') };
      default: return { kind: 'set', ranges: single(character) };
    }
  }

  private group(): Pattern {
    if (this.take('?') && !this.take(':')) this.refuse('it has a group with (? that is not (?:');
    const pattern = this.choice();
    if (!this.take(')')) this.refuse('it has a ( without its )');
    return pattern;
  }

  private set(): Range[] {
    const isNegated = this.take('^');
    const ranges: Range[] = [];
    if (this.peek() === ']') this.refuse('it has a set that begins with ]; write \\]');
    while (!this.take(']')) {
      const from = this.member();
      const isRange = this.peek() === '-' && this.characters[this.position + 1] !== ']';
      if (!isRange) {
        ranges.push(...from);
        continue;
      }
      this.next();
      const to = this.member();
      if (![from, to].every(([[first, last], ...others]) => first === last && others.length === 0) || from[0][0] > to[0][0]) {
        this.refuse('it has a range in a set that is not from one character up to another; write a - last');
      }
      ranges.push([from[0][0], to[0][0]]);
    }
    const sorted = merged(ranges);
    return isNegated ? complement(sorted) : sorted;
  }

  private member(): Range[] {
    const character = this.next();
    if (character === '[' && this.peek() === ':') this.refuse('it has a set by name');
    return character === '\\' ? this.escape('-') : single(character);
  }

  private escape(more: string): Range[] {
    const character = this.next();
    if (character in SETS) return SETS[character];
    if (character in CONTROLS) return [[CONTROLS[character], CONTROLS[character]]];
    if (`^$\\.*+?()[]{}|/${more}`.includes(character)) return single(character);
    const hexadecimal = this.characters.slice(this.position, this.position + 2).join('');
    if (character !== 'x' || !/^[0-9a-fA-F]{2}$/.test(hexadecimal)) this.refuse(`it has \\${character}`);
    this.position += 2;
    return [[parseInt(hexadecimal, 16), parseInt(hexadecimal, 16)]];
  }

  private peek(): string {
    return this.characters[this.position] ?? '';
  }

  private next(): string {
    if (this.isAtEnd()) this.refuse('it ends too early');
    return this.characters[this.position++];
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position += 1;
    return true;
  }
}

function single(character: string): Range[] {
  return [[character.codePointAt(0)!, character.codePointAt(0)!]];
}

function merged(ranges: readonly Range[]): Range[] {
  const found: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

function complement(ranges: readonly Range[]): Range[] {
  const bounds = [-1, ...ranges.flat(), LAST + 1];
  const gaps: Range[] = [];
  for (let index = 0; index < bounds.length; index += 2) {
    if (bounds[index] + 1 < bounds[index + 1]) gaps.push([bounds[index] + 1, bounds[index + 1] - 1]);
  }
  return gaps;
}

function requireRepeatsThatGoAdmits(pattern: Pattern, left: number, source: string): void {
  if (pattern.kind === 'sequence' || pattern.kind === 'choice') pattern.parts.forEach((part) => requireRepeatsThatGoAdmits(part, left, source));
  if (pattern.kind !== 'repeat') return;
  const count = pattern.to === Infinity ? pattern.from : pattern.to;
  // Go does not count * + and ?, but a count of 0 or 1 takes nothing from the others either.
  if (count > left) throw new Error(`the pattern ${source} is not one that Go and JavaScript read alike: it counts beyond ${GO_REPEATS} in all`);
  requireRepeatsThatGoAdmits(pattern.part, count > 0 ? Math.floor(left / count) : left, source);
}

function print(pattern: Pattern): string {
  const code = (point: number) => `\\u{${point.toString(16)}}`;
  switch (pattern.kind) {
    case 'set': return `[${pattern.ranges.map(([from, to]) => (from === to ? code(from) : `${code(from)}-${code(to)}`)).join('')}]`;
    case 'anchor': return pattern.text;
    case 'sequence': return pattern.parts.map((part) => (part.kind === 'choice' ? `(?:${print(part)})` : print(part))).join('');
    case 'choice': return pattern.parts.map(print).join('|');
    case 'repeat': return `(?:${print(pattern.part)}){${pattern.from},${pattern.to === Infinity ? '' : pattern.to}}`;
  }
}
