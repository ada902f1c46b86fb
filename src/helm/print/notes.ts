import { conditionExpression, isAlways } from './condition';
import { Context } from './context';
import { endOfLine } from './scalar';
import { inlineText, textLines } from './text';
import { DocumentTemplate, Template } from '../tree/template';

/** The text of NOTES.txt, which has an empty line between paragraphs; nothing without notes. */
export function printNotes(documents: readonly DocumentTemplate[], chart: Context): string | undefined {
  const context = { ...chart, file: 'NOTES.txt', subject: 'notes' };
  // The number of a paragraph stands at the end of its path.
  const paragraphs = documents.filter(({ role }) => role === 'notes').sort((a, b) => (a.path < b.path ? -1 : 1));
  const lines = paragraphs.flatMap(({ item }, index) => {
    if (item.kind !== 'item') return [];
    const text = [...(index === 0 ? [] : ['']), ...linesOf(item.value, context)];
    return isAlways(item.when) ? text : [`{{- if ${conditionExpression(item.when, context)} }}`, ...text, '{{- end }}'];
  });
  return lines.length === 0 ? undefined : `${lines.join('\n')}\n`;
}

function linesOf(value: Template, context: Context): string[] {
  if (value.kind !== 'lines' || value.separator !== '\n') return [endOfLine(inlineText(value, 'plain', context).replace(/\n$/, ''))];
  // The line break at the end of the text is that of the file.
  const last = value.items[value.items.length - 1];
  const endsWithBreak = last?.kind === 'item' && isAlways(last.when) && last.value.kind === 'constant' && last.value.value === '';
  return textLines(endsWithBreak ? { ...value, items: value.items.slice(0, -1) } : value, '', context);
}
