import { parsePattern, Pattern, Range } from './pattern';
import { Declaration } from '../declaration';

/** The longest name or key that Kubernetes takes anywhere, that of a label: a prefix of 253 characters, a slash and a name of 63. */
export const LONGEST_NAME = 317;

/** The longest escape, as in `\U0010ffff`. */
const ESCAPE = 10;

/** The most characters that a name may have, where its pattern does not limit it to that or fewer. */
export function nameLimit(pattern: string | undefined): number | undefined {
  return longestMatch(pattern).characters > LONGEST_NAME ? LONGEST_NAME : undefined;
}

/** How much space a text takes between the quotes of a string in YAML, at most. */
export function longestText(text: string): number {
  return [...text].reduce((sum, character) => sum + longestOfSet([[character.codePointAt(0)!, character.codePointAt(0)!]]), 0);
}

/** How much space the string for a value takes between the quotes of a string in YAML, at most, whatever the user gives. */
export function longestOf({ kind, value: { _options: { pattern, maxLength = Infinity }, _allowed: allowed } }: Declaration): number {
  switch (kind) {
    case 'boolean': return 'false'.length;
    // A sign, seventeen digits, a point and an exponent.
    case 'integer': case 'number': return 32;
    case 'enumeration': return Math.max(...allowed.map(longestText));
    case 'string': {
      const match = longestMatch(pattern);
      // Of a pattern that matches nothing but "", not even an endless text takes space.
      return match.character === 0 ? 0 : Math.min(match.quoted, maxLength * match.character);
    }
    default: return Infinity;
  }
}

/** What a pattern matches at most. `Infinity` where it has no limit. */
interface LongestMatch {
  readonly characters: number;
  /** Space between quotes for all of it. */
  readonly quoted: number;
  /** Space between quotes for one of its characters. */
  readonly character: number;
}

function longestMatch(source: string | undefined): LongestMatch {
  const pattern = source === undefined ? undefined : read(source);
  const unlimited = { characters: Infinity, quoted: Infinity, character: ESCAPE };
  if (!pattern || !isWhole(pattern)) return unlimited;
  return { characters: length(pattern, () => 1), quoted: length(pattern, ({ ranges }) => longestOfSet(ranges)), character: widest(pattern) };
}

/** What cannot be read is refused by the check of the declarations, with the name of its value. */
function read(source: string): Pattern | undefined {
  try {
    return parsePattern(source);
  } catch {
    return undefined;
  }
}

/** Whether the pattern holds for the text from its beginning to its end. */
function isWhole(pattern: Pattern): boolean {
  if (pattern.kind !== 'sequence') return false;
  const [first, last] = [pattern.parts[0], pattern.parts.at(-1)];
  return first?.kind === 'anchor' && first.text === '^' && last?.kind === 'anchor' && last.text === '$';
}

type Set = Pattern & { readonly kind: 'set' };

function length(pattern: Pattern, ofSet: (set: Set) => number): number {
  switch (pattern.kind) {
    case 'anchor': return 0;
    case 'set': return ofSet(pattern);
    case 'choice': return Math.max(...pattern.parts.map((part) => length(part, ofSet)));
    case 'sequence': return pattern.parts.reduce((sum, part) => sum + length(part, ofSet), 0);
    case 'repeat': {
      const once = length(pattern.part, ofSet);
      return once === 0 ? 0 : once * pattern.to;
    }
  }
}

function widest(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'anchor': return 0;
    case 'set': return longestOfSet(pattern.ranges);
    case 'repeat': return widest(pattern.part);
    default: return Math.max(0, ...pattern.parts.map(widest));
  }
}

function longestOfSet(ranges: readonly Range[]): number {
  if (ranges.some(([from, to]) => from < 0x20 || to > 0x7e)) return ESCAPE;
  return ranges.some(([from, to]) => [...'"\\'].some((character) => character.codePointAt(0)! >= from && character.codePointAt(0)! <= to)) ? 2 : 1;
}
