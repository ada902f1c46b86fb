import { parsePattern, Pattern, regExpOf } from './pattern';
import { Declaration } from '../declaration';
import { Random } from '../trace/random';

/** Texts that go wrong where a template forgets to quote, to escape or to indent. */
const HURTING = [
  '', 'x', 'text', 'two words', '"', "'", '"quoted"', "it's", '\\', '\\n', 'a\\', '{{', '}}', '{{ .Values.x }}', '{{- fail "x" }}', '\n', 'a\nb', 'a\n', 'a\n\n', '\na',
  'a\n  b\n c\n', ' a', 'a ', '  ', '\t', 'a\tb', '\r\n', '0755', '010', '0x1F', '1e3', '1_000', '12:30:45', '2024-01-01', '1.0', '1.10', '-1', '+1', '.5', '1', '0',
  'yes', 'no', 'on', 'Off', 'y', 'N', 'true', 'False', 'null', 'Null', '~', '.nan', '.inf', '<<', '=', '\u2028', 'a\u2029b', '\ufeff', '\u00a0', '\x85', '\x7f',
  '%d', '%s %v', '%!s(MISSING)', '%%', '😀', 'é', 'a😀b', 'a: b', 'a:', ': a', '# x', 'a # b', '#', '<>&', '-', '- a', '--', '---', '...', '?', '? a', '*a', '&a', '!a',
  '!!int 1', '|', '>', '|-\n a', '@a', '`a`', '[a]', '{a: b}', '[', ']', '{', '}', ',', 'a, b', '$x', '${x}', '$(x)', '/', '/a/b', 'a.b', 'a.b/c', 'a/b:c', 'null\n',
  'UPPER', 'MixedCase', 'a-b', 'a_b', 'app', 'nginx:1.27', 'r.example.com', '10.0.0.0/8', '500m', '1Gi', '30s', '*/5 * * * *',
  'x'.repeat(63), 'long words '.repeat(28).trim(), 'x'.repeat(300),
];

/** Keys of mappings with an order of their own, or a meaning somewhere. */
const KEYS = ['app', 'a.b/c', '10', '9', '1', '01', 'B', 'a', 'A', 'b-c', 'b_c', 'app.kubernetes.io/name', 'shared_buffers', 'z', 'é', '😀'];

interface Source {
  readonly pool: readonly string[];
  readonly pattern?: Pattern;
}

const SOURCES = new WeakMap<Declaration, Source>();

/** A text within the limits of a value; never one that means absent. */
export function randomText(declaration: Declaration, random: Random): string {
  const { pool, pattern } = sourceOf(declaration);
  if (pool.length > 0 && random.next() < 0.5) return random.pick(pool);
  for (let attempt = 0; attempt < 20; attempt++) {
    const text = ofLength(declaration, pattern ? sample(pattern, random) : freeText(random), random);
    if (isWithin(declaration, text)) return text;
  }
  if (pool.length > 0) return random.pick(pool);
  throw new Error(`No string could be found for the value ${declaration.path} within its limits (pattern ${declaration.value._options.pattern}); give it examples.`);
}

/** Whether a text is within the limits of a value, as Helm sees it. */
export function isWithin(declaration: Declaration, text: string): boolean {
  const { minLength = 0, maxLength = Infinity, pattern, optional } = declaration.value._options;
  const length = [...text].length;
  return length >= minLength && length <= maxLength && !(optional && text === '') && (pattern === undefined || regExpOf(pattern).test(text));
}

function sourceOf(declaration: Declaration): Source {
  let source = SOURCES.get(declaration);
  if (!source) {
    const { default: given, examples = [], pattern } = declaration.value._options;
    const isKey = declaration.parent?.key === declaration;
    // Those of its own come often, for what a construct compares with is among them.
    const own = [...examples, ...(typeof given === 'string' ? [given] : [])];
    const candidates = [...(isKey ? [...KEYS, ...KEYS, ...KEYS] : []), ...HURTING, ...Array.from({ length: 5 }, () => own).flat()];
    source = { pool: candidates.filter((text) => isWithin(declaration, text)), ...(pattern === undefined ? {} : { pattern: parsePattern(pattern) }) };
    SOURCES.set(declaration, source);
  }
  return source;
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./ '];

function freeText(random: Random): string {
  if (random.next() < 0.4) return random.pick(HURTING) + random.pick(HURTING);
  return Array.from({ length: 1 + random.below(12) }, () => random.pick(LETTERS)).join('');
}

/** A text cut or filled so that its length is within the limits, or near them. */
function ofLength({ value: { _options: { minLength = 0, maxLength = Infinity } } }: Declaration, text: string, random: Random): string {
  const characters = [...text];
  if (characters.length > maxLength) return characters.slice(0, maxLength).join('');
  if (characters.length >= minLength) return text;
  return text + random.pick(['a', '0', '😀', 'é']).repeat(minLength - characters.length);
}

/** A text that the pattern is made for. Anchors may still refuse it. */
export function sample(pattern: Pattern, random: Random): string {
  switch (pattern.kind) {
    case 'anchor':
      return '';
    case 'set':
      return sampleCharacter(pattern.ranges, random);
    case 'choice':
      return sample(random.pick(pattern.parts), random);
    case 'sequence':
      return pattern.parts.map((part) => sample(part, random)).join('');
    case 'repeat': {
      const most = Math.min(pattern.to, pattern.from + (random.next() < 0.05 ? 80 : 6));
      return Array.from({ length: pattern.from + random.below(most - pattern.from + 1) }, () => sample(pattern.part, random)).join('');
    }
  }
}

const SPECIAL = [...'"\'\\{}%#:<>&-$@`|[]!*?,=~ \n\t\u2028é😀09azAZ'].map((character) => character.codePointAt(0)!);

function sampleCharacter(ranges: readonly (readonly [number, number])[], random: Random): string {
  if (ranges.length === 0) return '';
  const [from, to] = random.pick(ranges);
  if (to - from < 200) return String.fromCodePoint(from + random.below(to - from + 1));
  const special = SPECIAL.filter((point) => ranges.some(([first, last]) => point >= first && point <= last));
  return String.fromCodePoint(special.length > 0 ? random.pick(special) : from);
}
