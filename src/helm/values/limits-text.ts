import { Declaration } from '../declaration';
import { LONGEST_NAME } from './longest';
import { Value } from '../value';

/** What a value must be, as sentences such as "Required. 1 to 65535."; empty when there is nothing to say. */
function limitsText(declaration: Declaration): string {
  const { default: given, optional, key } = declaration.value._options;
  const mayBeLeftOut = given !== undefined || optional || ['optional', 'object'].includes(declaration.kind) || declaration.name === '';
  const distinct = declaration.kind === 'list' && key && declaration.item!.fields.length > 0 ? `Each has its own ${key}` : undefined;
  const sentences = [
    mayBeLeftOut ? undefined : 'Required',
    ...(declaration.kind === 'enumeration' ? [`One of ${declaration.value._allowed.join(', ')}`] : []),
    ...rangesOf(declaration),
    distinct,
    optional && given === undefined ? 'Optional' : undefined,
  ];
  return sentences.filter((sentence) => sentence !== undefined).map((sentence) => `${sentence}.`).join(' ');
}

/** The description of a value and its limits, for values.yaml and the README. */
export function descriptionText(declaration: Declaration): string {
  const { description = '' } = declaration.value._options;
  const sentence = description === '' || /[.!?:)]\s*$/.test(description) ? description : `${description}.`;
  return [sentence, limitsText(declaration)].filter((part) => part !== '').join(' ');
}

/** What a value is, in a word or two. */
export function typeText(declaration: Declaration): string {
  switch (declaration.kind) {
    case 'enumeration': return 'string';
    case 'scalar': return 'string, number or boolean';
    case 'optional': case 'object': return 'object';
    case 'list': return declaration.item!.fields.length > 0 ? 'list of objects' : `list of ${plural(declaration.item!)}`;
    case 'map': return `map of ${plural(declaration.item!)}`;
    case 'kubernetes': return declaration.value._type!;
    default: return declaration.kind;
  }
}

function plural(item: Declaration): string {
  switch (item.kind) {
    case 'scalar': return 'strings, numbers or booleans';
    case 'kubernetes': return item.value._type!;
    case 'any': return 'anything';
    case 'list': case 'map': return `${item.kind}s`;
    default: return `${typeText(item)}s`;
  }
}

/** What keys look like unless the author says otherwise, which is nothing to say. */
const USUAL_KEYS = Value.map(Value.string())._options.keyPattern;

function rangesOf({ value: { _options: options } }: Declaration): (string | undefined)[] {
  return [
    rangeOf(options.minimum, options.maximum, ''),
    lengthOf(options.minLength, options.maxLength),
    rangeOf(options.minItems || undefined, options.maxItems, ' elements'),
    options.pattern === undefined ? undefined : `Matches ${code(options.pattern)}`,
    options.keyPattern === undefined || options.keyPattern === USUAL_KEYS ? undefined : `Keys match ${code(options.keyPattern)}`,
    options.keyMaxLength === undefined ? undefined : `Keys have at most ${options.keyMaxLength} characters`,
  ];
}

/** That a string is not empty, and that a name is no longer than all names, goes without saying. */
function lengthOf(least: number | undefined, most: number | undefined): string | undefined {
  const limit = most === LONGEST_NAME ? undefined : most;
  return least === 1 && limit === undefined ? undefined : rangeOf(least || undefined, limit, ' characters');
}

/** A code span of Markdown, with as many backticks around it as its own do not have. */
export function code(text: string): string {
  if (!text.includes('`')) return `\`${text}\``;
  const longest = Math.max(...text.match(/`+/g)!.map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

function rangeOf(least: number | undefined, most: number | undefined, what: string): string | undefined {
  const unit = (most ?? least) === 1 ? what.replace(/s$/, '') : what;
  if (least !== undefined && most !== undefined) return least === most ? `${least}${unit}` : `${least} to ${most}${unit}`;
  if (least !== undefined) return `At least ${least}${unit}`;
  return most === undefined ? undefined : `At most ${most}${unit}`;
}
