/** Constants in the text of a program. */
export interface Literals {
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
  readonly patterns: readonly RegExp[];
}

export const NO_LITERALS: Literals = { strings: [], numbers: [], patterns: [] };

const STRING = String.raw`(?:'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|${'`'}((?:\\.|[^${'`'}\\$\n])*)${'`'})`;
const NUMBER = String.raw`(-?\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)\b`;

/** `=== 'a'`, `case 'a'`, and `'a' ===`. */
const COMPARED_STRINGS = [new RegExp(String.raw`(?:[=!]==?|\bcase)\s*${STRING}`, 'g'), new RegExp(String.raw`${STRING}\s*[=!]==?`, 'g')];

/** `const a = 'b'`, `readonly A = 'b'`, members of an enum, and `['a', 'b']`. */
const NAMED_STRINGS = [new RegExp(String.raw`\b(?:const|let|var|readonly|static)\s+[\w$]+(?:\s*:\s*[\w$]+)?\s*=\s*${STRING}`, 'g'), new RegExp(String.raw`\]\s*=\s*${STRING}`, 'g')];

/** `> 3` and `3 <`, with the operator and the number. */
const COMPARED_NUMBERS = new RegExp(String.raw`([=!]==?|[<>]=?|\bcase)\s*${NUMBER}`, 'g');
const NUMBERS_COMPARED = new RegExp(String.raw`(?<![\w.])${NUMBER}\s*([=!]==?|[<>]=?)`, 'g');
const ANY_NUMBER = new RegExp(String.raw`(?<![\w.$-])${NUMBER}(?!\s*\]\+\+)`, 'g');

/** What stands before `.exec`, or is given a name. */
const PATTERN = /(?:[=(,:?!&|[{;]|\breturn)\s*\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n*[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*)\/([dgimsuy]*)(?=\s*(?:[;,)]|\.exec\())/g;

/** What `typeof` gives is compared with these, and values are never tried with them. */
const TYPES = new Set(['string', 'number', 'boolean', 'object', 'function', 'undefined', 'symbol', 'bigint']);

const KNOWN = new Map<string, { readonly compared: Literals; readonly others: Literals }>();

/** The constants of some texts: those that are compared with something, and the others. */
export function literalsIn(texts: readonly string[]): { readonly compared: Literals; readonly others: Literals } {
  const all = [...new Set(texts)].map((text) => {
    let found = KNOWN.get(text);
    if (!found) {
      if (KNOWN.size > 1000) KNOWN.clear();
      KNOWN.set(text, found = literalsOf(text));
    }
    return found;
  });
  return { compared: joined(all.map(({ compared }) => compared)), others: joined(all.map(({ others }) => others)) };
}

function joined(all: readonly Literals[]): Literals {
  return {
    strings: [...new Set(all.flatMap(({ strings }) => strings))],
    numbers: [...new Set(all.flatMap(({ numbers }) => numbers))],
    patterns: all.flatMap(({ patterns }) => patterns),
  };
}

function literalsOf(text: string): { readonly compared: Literals; readonly others: Literals } {
  const strings = (expressions: readonly RegExp[]) => expressions.flatMap((expression) => [...text.matchAll(expression)])
    .flatMap(([, ...found]) => unescaped(found.find((one) => one !== undefined) ?? ''));
  const compared = [
    ...[...text.matchAll(COMPARED_NUMBERS)].map(([, operator, found]) => holding(operator, valueOf(found))),
    ...[...text.matchAll(NUMBERS_COMPARED)].map(([, found, operator]) => holding(operator.replace(/[<>]/, (sign) => (sign === '<' ? '>' : '<')), valueOf(found))),
  ];
  return {
    compared: { strings: strings(COMPARED_STRINGS).filter((string) => !TYPES.has(string)), numbers: compared, patterns: patternsOf(text) },
    others: { strings: strings(NAMED_STRINGS), numbers: [...text.matchAll(ANY_NUMBER)].map(([, found]) => valueOf(found)), patterns: [] },
  };
}

function valueOf(literal: string): number {
  return Number(literal.replace(/_/g, ''));
}

/** A number for which a comparison holds, next to the constant. */
function holding(operator: string, constant: number): number {
  return operator === '>' ? constant + 1 : operator === '<' ? constant - 1 : constant;
}

function patternsOf(text: string): RegExp[] {
  return [...text.matchAll(PATTERN)].flatMap(([, source, flags]) => {
    try {
      return [new RegExp(source, flags.replace(/[gy]/g, ''))];
    } catch {
      return [];
    }
  });
}

/** The string that a literal stands for; none when it is written in a way that is read here no further. */
function unescaped(literal: string): string[] {
  const text = literal.replace(/\\(['"`\\])/g, '$1').replace(/\\n/g, '\n').replace(/\\t/g, '\t');
  return text === '' || text.length > 60 || /\\/.test(text) ? [] : [text];
}
