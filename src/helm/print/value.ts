import { printBranches } from './branches';
import { callExpression } from './call';
import { isAlways } from './condition';
import { Context, insideLoop } from './context';
import { definedBlock, definedText } from './define';
import { printElementEntries, printEntries } from './entries';
import { collectionPath, quotable, referenceExpression } from './expression';
import { Conditional, everyItem, needsName, printConditionals } from './items';
import { bare } from './parentheses';
import { isHarmless, isHarmlessTemplate, isHarmlessText, isPlainText } from './safe';
import { quoted, yamlScalar } from './scalar';
import { inlineParts, inlineText, textLines } from './text';
import { Reference, Text } from '../trace/reference';
import { CallTemplate, Exact, Item, LinesTemplate, Loop, MapTemplate, Template } from '../tree/template';

/** The lines of a value behind what is before it on its line, `name:` or `-`; `depth` is how far that line is indented. */
export function printValue(before: string, template: Template, depth: number, context: Context): string[] {
  const pad = ' '.repeat(depth);
  switch (template.kind) {
    case 'constant':
      if (typeof template.value === 'string' && template.value.includes('\n')) return printLines(before, linesOf(template.value), depth, context);
      return [`${pad}${before} ${yamlScalar(template.value)}`];
    case 'text':
      return [`${pad}${before} ${printText(template.text, context)}`];
    case 'exact':
      return printExact(before, template, depth, context);
    case 'map':
      if (template.mayBeEmpty) return printMayBeEmpty(before, '{}', (inner) => printEntries(template, 0, inner), depth, context);
      return before === '-' ? printMapItem(template, depth, context) : [`${pad}${before}`, ...printEntries(template, depth + 2, context)];
    case 'sequence':
      if (template.mayBeEmpty) return printMayBeEmpty(before, '[]', (inner) => printItems(template.items, 0, inner), depth, context);
      return [`${pad}${before}`, ...printItems(template.items, depth + 2, context)];
    case 'call':
      return [`${pad}${before} {{ ${aroundCall(template, context)} | quote }}`];
    case 'lines':
      return printLines(before, template, depth, context);
    case 'choice':
      return printBranches(template, pad, context, (value) => printValue(before, value, depth, context));
  }
}

/** The elements of a list. */
export function printItems(items: readonly Item[], depth: number, context: Context): string[] {
  const pad = ' '.repeat(depth);
  return printConditionals(items.map((item): Conditional => ({
    when: item.when,
    print: () => (item.kind === 'item' ? printValue('-', item.value, depth, context) : printLoop(item, depth, context, items.length === 1)),
  })), pad, context);
}

function printLoop(loop: Loop<Item>, depth: number, context: Context, isAlone: boolean): string[] {
  const pad = ' '.repeat(depth);
  const path = collectionPath(loop.list, context);
  const isFilled = isAlone || loop.when.every((tests) => tests.some(({ column }) => column.declaration === loop.list));
  if (isWhole(loop)) {
    const lines = [`${pad}{{- toYaml ${isFilled ? path : '.'} | nindent ${depth} }}`];
    // `toYaml` of nothing would be [].
    return isFilled ? lines : [`${pad}{{- with ${path} }}`, ...lines, `${pad}{{- end }}`];
  }
  const { context: inner, range } = insideLoop(context, loop.list, needsName(loop));
  return [`${pad}{{- range ${range}${path} }}`, ...printItems(loop.items, depth, inner), `${pad}{{- end }}`];
}

/** Whether a loop hands the elements of a list through as they are, and no string is one that `toYaml` breaks: with U+0085 or U+2028. */
function isWhole({ list, items }: Loop<Item>): boolean {
  const [item] = items;
  if (list.kind !== 'list' || items.length !== 1 || item.kind !== 'item' || !isAlways(item.when)) return false;
  const isItem = (reference: Reference | string) => typeof reference !== 'string' && reference.kind === 'value' && reference.declaration === list.item;
  if (item.value.kind === 'exact') return isItem(item.value.reference) && ['kubernetes', 'any', 'boolean'].includes(list.item!.kind);
  return item.value.kind === 'text' && item.value.text.length === 1 && isItem(item.value.text[0]) && isHarmless(item.value.text[0] as Reference)
    && ['string', 'enumeration'].includes(list.item!.kind);
}

/** A mapping as the element of a list: its first entry stands behind the dash, if it is always there and fits on its line. */
function printMapItem(map: MapTemplate, depth: number, context: Context): string[] {
  const lines = printElementEntries(map, depth + 2, context);
  const pad = ' '.repeat(depth);
  return lines[0].trimStart().startsWith('{{-') ? [`${pad}-`, ...lines] : [`${pad}- ${lines[0].slice(depth + 2)}`, ...lines.slice(1)];
}

function printExact(before: string, { reference }: Exact, depth: number, context: Context): string[] {
  const pad = ' '.repeat(depth);
  const expression = bare(referenceExpression(reference, context));
  const kind = reference.kind === 'value' ? reference.declaration.kind : 'string';
  if (kind === 'kubernetes' || kind === 'any') return [`${pad}${before}`, `${pad}  {{- toYaml ${referenceExpression(reference, context)} | nindent ${depth + 2} }}`];
  return [`${pad}${before} {{ ${expression} }}`];
}

/** A string in one line. */
function printText(text: Text, context: Context): string {
  if (isPlainText(text)) return inlineParts(text, 'plain', context);
  if (isHarmlessText(text) && text.length > 1) return `"${inlineParts(text, 'quoted', context)}"`;
  return `{{ ${quotable(text, context)} | quote }}`;
}

/** A text that is made of lines or pieces: as a block where that is safe for all values, otherwise by a definition of its own. */
function printLines(before: string, template: LinesTemplate, depth: number, context: Context): string[] {
  const pad = ' '.repeat(depth);
  if (template.separator === '\n') {
    const block = blockHeader(template);
    if (block) return [`${pad}${before} ${block.header}`, ...textLines({ ...template, items: block.items }, `${pad}  `, context)];
  } else if (isHarmlessTemplate(template)) {
    return [`${pad}${before} "${inlineText(template, 'quoted', context)}"`];
  }
  const join = joinExpression(template, context);
  if (join) return [`${pad}${before} {{ ${join} | quote }}`];
  return [`${pad}${before} {{ ${definedText(template, context)} | quote }}`];
}

/** A list of strings with something between them, as the function that does just that. */
function joinExpression({ items }: LinesTemplate, context: Context): string | undefined {
  const [loop] = items;
  if (items.length !== 1 || loop.kind !== 'loop' || !loop.separator || loop.items.length !== 1 || !isAlways(loop.when)) return undefined;
  const [item] = loop.items;
  if (item.kind !== 'item' || !isAlways(item.when) || item.value.kind !== 'text' || item.value.text.length !== 1) return undefined;
  const [reference] = item.value.text;
  const isElement = typeof reference !== 'string' && reference.kind === 'value' && reference.declaration === loop.list.item && loop.list.item.kind === 'string';
  return isElement ? `join ${quoted(loop.separator)} ${collectionPath(loop.list, context)}` : undefined;
}

/** A list or mapping of which all parts may be absent: its parts in a definition of their own, so that it shows when there are none. */
function printMayBeEmpty(before: string, empty: string, print: (inner: Context) => string[], depth: number, context: Context): string[] {
  const pad = ' '.repeat(depth);
  return [`${pad}${before}`, `${pad}  {{- ${definedBlock(print, context)} | trim | default ${JSON.stringify(empty)} | nindent ${depth + 2} }}`];
}

function aroundCall(template: CallTemplate, context: Context): string {
  const call = callExpression(template, context);
  if (template.before === '' && template.after === '') return bare(call);
  return `printf ${quoted(`${template.before.replace(/%/g, '%%')}%s${template.after.replace(/%/g, '%%')}`)} ${call}`;
}

/** How a block begins, and its lines without the last line break; nothing if YAML could read the block as another text for some values. */
export function blockHeader(template: LinesTemplate): { readonly header: string; readonly items: readonly Item[] } | undefined {
  if (!isHarmlessTemplate(template) || !everyItem(template.items, isPrintable)) return undefined;
  const last = template.items[template.items.length - 1];
  const endsWithBreak = last.kind === 'item' && isAlways(last.when) && last.value.kind === 'constant' && last.value.value === '';
  const items = endsWithBreak ? template.items.slice(0, -1) : template.items;
  const final = items[items.length - 1];
  if (!final || final.kind !== 'item' || !isAlways(final.when) || !isVisible(final.value)) return undefined;
  // YAML takes the indentation of the first line that is not empty for that of all.
  for (const item of items) {
    if (item.kind !== 'item' || startsWithSpace(item.value)) return undefined;
    if (isAlways(item.when) && isVisible(item.value)) return { header: endsWithBreak ? '|' : '|-', items };
  }
  return undefined;
}

function isPrintable(value: Template): boolean {
  const isFine = (text: Text) => text.every((part) => typeof part !== 'string' || /^[\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe]*$/.test(part));
  if (value.kind === 'constant') return isFine([`${value.value}`]);
  if (value.kind === 'text') return isFine(value.text);
  if (value.kind === 'lines') return everyItem(value.items, isPrintable);
  return value.kind === 'choice' && value.cases.every((one) => isPrintable(one.value)) && isPrintable(value.otherwise);
}

function isVisible(value: Template): boolean {
  if (value.kind === 'constant') return `${value.value}`.trim() !== '';
  return value.kind === 'text' && value.text.some((part) => typeof part === 'string' && part.trim() !== '');
}

function startsWithSpace(value: Template): boolean {
  if (value.kind === 'constant') return /^\s/.test(`${value.value}`);
  if (value.kind === 'text') return typeof value.text[0] === 'string' ? /^\s/.test(value.text[0]) : false;
  if (value.kind === 'choice') return value.cases.some((one) => startsWithSpace(one.value)) || startsWithSpace(value.otherwise);
  return true;
}

/** A text as the lines that it is made of. */
export function linesOf(text: string): LinesTemplate {
  return {
    kind: 'lines',
    separator: '\n',
    items: text.split('\n').map((line): Item => ({ kind: 'item', when: [[]], value: { kind: 'constant', value: line } })),
  };
}
