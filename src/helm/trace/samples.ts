import { fits } from './carriers';
import { limitsOf } from './column';
import { Inspection, Look } from './inspect';
import { Declaration } from '../declaration';
import { Random } from './random';
import { parsePattern } from '../values/pattern';
import { sample as drawn } from '../values/random-text';

/** A value to try in the place of another one. */
export interface Sample {
  readonly value: string | number;
  /** Why it is no constant that the value is compared with as a whole: what the construct does with the value. */
  readonly looks?: string;
  /** Others of its kind: if they make a difference as well, it is the kind that counts. */
  readonly kind?: { readonly others: readonly string[]; readonly what: string };
}

/** A word that is nowhere by chance, and no carrier. */
export const WORD = 'jzkfreeqw';

/** The most constants of the program that are tried: of those that are compared, and of the others. */
const MOST_STRINGS = [12, 6];
const MOST_NUMBERS = [6, 6];
const MOST_PATTERNS = 3;

/** How many calls that look into one value are followed. */
const MOST_LOOKS = 24;

const DIGITS = { others: ['7', '40213'], what: 'uses it as the key of an object, where JavaScript puts whole numbers first' };

/** The numbers to try for a declaration, in ascending order. */
export function numberSamples(declaration: Declaration, { compared, others }: Inspection, besides: readonly number[]): number[] {
  const { minimum, maximum } = limitsOf(declaration);
  const { default: standard, examples = [] } = declaration.value._options;
  const near = typeof standard === 'number' ? [standard - 1, standard, standard + 1] : [];
  const isWithin = (sample: number) => Number.isFinite(sample) && sample >= minimum && sample <= maximum
    && (declaration.kind !== 'integer' || Number.isInteger(sample));
  const usual = [minimum, minimum + 1, maximum - 1, maximum, -1, 0, 1, 2, 10, 100, ...near, ...examples];
  const constants = [compared, others].flatMap(({ numbers: all }, index) => (
    all.filter((sample) => isWithin(sample) && !usual.includes(sample)).slice(0, MOST_NUMBERS[index])));
  const wanted = [...usual, ...constants].filter((sample) => Math.abs(sample) <= 1e12);
  return [...new Set([...wanted, ...besides])].filter(isWithin).sort((a, b) => a - b);
}

/** The strings to try for a declaration. `position` spreads constants over declarations, so that they do not all get the same at once. */
export function stringSamples(declaration: Declaration, { looks, compared, others }: Inspection, position: number): Sample[] {
  const { default: standard, examples = [] } = declaration.value._options;
  const own = looks.filter((look) => look.declaration === declaration).slice(0, MOST_LOOKS);
  const constants = [compared, others].flatMap(({ strings: all }, index) => (
    all.filter((string) => fits(declaration, string)).slice(0, MOST_STRINGS[index])));
  const turned = constants.map((_string, index) => constants[(index + position) % constants.length]);
  // What a key clashes with is settled elsewhere; here it counts which keys are asked for.
  const isKey = declaration.parent?.key === declaration;
  const samples: Sample[] = [
    ...[standard, ...examples, ...own.flatMap(({ members }) => members)].map((value) => ({ value })),
    ...own.flatMap((look) => partSamples(declaration, look)),
    ...(isKey ? [] : [{ value: DIGITS.others[0], kind: DIGITS }]),
    ...(isKey ? [] : compared.patterns).slice(0, MOST_PATTERNS).flatMap((pattern) => patternSample(declaration, pattern, `matches it with ${String(pattern)}`)),
    ...(isKey ? [] : turned).map((value) => ({ value })),
  ];
  const known = new Set<unknown>();
  return samples.filter(({ value }) => {
    const isNew = typeof value === 'string' && value !== '' && !known.has(value) && fits(declaration, value);
    known.add(value);
    return isNew;
  });
}

/** Strings that are not the same as one, but hold it. */
export function withAround(declaration: Declaration, text: string): string[] {
  return [`${text}${WORD}`, `${WORD}${text}`, `${text}x`, `x${text}`].filter((candidate) => fits(declaration, candidate));
}

function partSamples(declaration: Declaration, { call, part, pattern }: Look): Sample[] {
  const looks = `calls ${call}`;
  if (pattern) return patternSample(declaration, pattern, looks);
  if (part === undefined || part === '') return [];
  const candidates = [`${part}${WORD}${part}${WORD}${part}`, `${part}${WORD}${part}`, `${part}${WORD}`, `${WORD}${part}`, `${WORD}${part}${WORD}`, `${part}x`, `x${part}`];
  const value = candidates.find((candidate) => fits(declaration, candidate));
  return value === undefined ? [] : [{ value, looks }];
}

/** Texts that one pattern or another may tell from others. */
const TEXTS = [WORD, 'x', 'X', '7', '7.5', 'x7', 'x-x', 'x_x', 'x.x', 'x:x', 'x/x', '/x', 'x x', 'x@x.x', '-x', 'x-', '10.0.0.1', 'https://x.x', 'x'.repeat(80)];

/** One text that a pattern matches and one that it does not, as far as there are any. */
function patternSample(declaration: Declaration, pattern: RegExp, looks: string): Sample[] {
  const matches = (text: string) => new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(text);
  const candidates = [...drawnFrom(pattern), ...TEXTS].filter((text) => fits(declaration, text));
  return [true, false].flatMap((verdict) => {
    const value = candidates.find((text) => text !== '' && matches(text) === verdict);
    return value === undefined ? [] : [{ value, looks }];
  });
}

function drawnFrom(pattern: RegExp): string[] {
  try {
    const parsed = parsePattern(pattern.source);
    const random = new Random(7);
    const texts = Array.from({ length: 3 }, () => drawn(parsed, random));
    return [...texts, ...texts.map((text) => `${WORD}${text}${WORD}`)];
  } catch {
    return [];
  }
}
