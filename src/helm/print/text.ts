import { inlineBranches, printBranches } from './branches';
import { callExpression } from './call';
import { conditionExpression, isAlways } from './condition';
import { Context, insideLoop } from './context';
import { collectionPath, referenceExpression } from './expression';
import { Conditional, needsName, printConditionals } from './items';
import { bare } from './parentheses';
import { endOfLine, escaped, escapePiece } from './scalar';
import { Text } from '../trace/reference';
import { Condition, Item, LinesTemplate, Loop, Template } from '../tree/template';

/** How plain text is written where it stands: as it is, or inside double quotes. */
export type Style = 'plain' | 'quoted';

/** The lines of a text that is made of lines; each stands for itself and the line break before it. */
export function textLines(template: LinesTemplate, pad: string, context: Context): string[] {
  return itemLines(template.items, pad, context);
}

/** A text in one line, as it stands in a template. */
export function inlineText(template: Template, style: Style, context: Context): string {
  switch (template.kind) {
    case 'constant': return literal(`${template.value}`, style);
    case 'text': return inlineParts(template.text, style, context);
    case 'lines': return template.items.map((item) => inlineItem(item, style, context)).join('');
    case 'choice': return inlineBranches(template, context, (value) => inlineText(value, style, context));
    case 'call': return `${literal(template.before, style)}{{ ${bare(callExpression(template, context))} }}${literal(template.after, style)}`;
    default: throw new Error(`A ${template.kind} is no text.`);
  }
}

/** The parts of a text as they stand in a template. */
export function inlineParts(text: Text, style: Style, context: Context): string {
  return text.map((part) => (typeof part === 'string' ? literal(part, style) : `{{ ${bare(referenceExpression(part, context))} }}`)).join('');
}

function literal(text: string, style: Style): string {
  return escapePiece(style === 'quoted' ? escaped(text) : text);
}

function itemLines(items: readonly Item[], pad: string, context: Context): string[] {
  return printConditionals(items.map((item): Conditional => ({
    when: item.when,
    print: () => (item.kind === 'item' ? valueLines(item.value, pad, context) : loopLines(item, pad, context)),
  })), pad, context);
}

function valueLines(value: Template, pad: string, context: Context): string[] {
  if (value.kind === 'choice') return printBranches(value, pad, context, (one) => valueLines(one, pad, context));
  const text = endOfLine(inlineText(value, 'plain', context));
  // White space at the end of a line would be eaten by the next line that begins with {{-.
  return [`${pad}${text}${/^$|\s$/.test(text) ? '{{ "" }}' : ''}`];
}

function loopLines(loop: Loop<Item>, pad: string, context: Context): string[] {
  const { context: inner, range } = insideLoop(context, loop.list, needsName(loop));
  return [`${pad}{{- range ${range}${collectionPath(loop.list, context)} }}`, ...itemLines(loop.items, pad, inner), `${pad}{{- end }}`];
}

function inlineItem(item: Item, style: Style, context: Context): string {
  const text = item.kind === 'item' ? inlineText(item.value, style, context) : inlineLoop(item, style, context);
  return isAlways(item.when) ? text : `{{ if ${conditionExpression(item.when, context)} }}${text}{{ end }}`;
}

function inlineLoop(loop: Loop<Item>, style: Style, context: Context): string {
  const { context: inner, range } = insideLoop(context, loop.list, needsName(loop));
  const path = collectionPath(loop.list, context);
  const body = loop.items.map((item) => inlineItem(item, style, inner)).join('');
  if (!loop.separator) return `{{ range ${range}${path} }}${body}{{ end }}`;
  const separator = literal(loop.separator, style);
  const isFilled: Condition | undefined = loop.items.some(({ when }) => isAlways(when)) ? undefined : loop.items.flatMap(({ when }) => when);
  if (!isFilled) {
    // With a position, the first element is known by it.
    if (loop.list.kind === 'list') {
      const position = `$index${context.loops.length > 0 ? context.loops.length + 1 : ''}`;
      const element = range === '' ? '$_ := ' : range;
      return `{{ range ${position}, ${element}${path} }}{{ if ${position} }}${separator}{{ end }}${body}{{ end }}`;
    }
  }
  const between = `$separator${context.loops.length > 0 ? context.loops.length + 1 : ''}`;
  const next = `{{ ${between} }}{{ ${between} = ${JSON.stringify(style === 'quoted' ? escaped(loop.separator) : loop.separator)} }}`;
  const guarded = isFilled ? `{{ if ${conditionExpression(isFilled, inner)} }}${next}{{ end }}` : next;
  return `{{ ${between} := "" }}{{ range ${range}${path} }}${guarded}${body}{{ end }}`;
}
