import { isAlways } from './condition';
import { Context } from './context';
import { inlineText, textLines } from './text';
import { LinesTemplate, Template } from '../tree/template';

/** The expression for a text that stands in a definition of its own, where no character has a meaning for YAML. */
export function definedText(template: Template, context: Context): string {
  if (template.kind === 'lines' && template.separator === '\n') return definedLines(template, context);
  const text = inlineText(template, 'plain', insideDefinition(context));
  return defined(text === '' || /^\s|\s$/.test(text) ? ` }}${text}{{ end }}` : ` -}}\n${text}\n{{- end }}`, context);
}

/** The expression for the lines of a mapping or list in a definition of their own; there may be empty lines before and behind. */
export function definedBlock(print: (inner: Context) => readonly string[], context: Context): string {
  return defined(` -}}\n${print(insideDefinition(context)).join('\n')}\n{{- end }}`, context);
}

function definedLines(template: LinesTemplate, context: Context): string {
  const [first] = template.items;
  // A line break at the end would need a line there that makes nothing.
  const items = endsWithBreak(template) ? template.items.slice(0, -1) : template.items;
  const lines = textLines({ ...template, items }, '', insideDefinition(context));
  // Unless the first line is always there, what comes first has a line break before it.
  const startsAtOnce = isAlways(first.when) && !/^\s|^\{\{-/.test(lines[0]);
  return [
    defined(`${startsAtOnce ? ' -}}' : ' }}'}\n${lines.join('\n')}\n{{- end }}`, context),
    ...(startsAtOnce ? [] : ['trimPrefix "\\n"']),
    ...(endsWithBreak(template) ? ['printf "%s\\n"'] : []),
  ].join(' | ');
}

/** Whether the text ends with a line break whatever else is there. */
function endsWithBreak({ items }: LinesTemplate): boolean {
  const last = items[items.length - 1];
  const isBreak = last.kind === 'item' && isAlways(last.when) && last.value.kind === 'constant' && last.value.value === '';
  return isBreak && items.slice(0, -1).some(({ kind, when }) => kind === 'item' && isAlways(when));
}

/** The context inside a definition, which gets the root and the elements of the loops around in one argument. */
function insideDefinition(context: Context): Context {
  if (isRoot(context)) return context;
  const loops = context.loops.map(({ list, key }, index) => ({ list, element: `$.element${index + 1}`, ...(key ? { key: `$.key${index + 1}` } : {}) }));
  return { ...context, root: '$.root', loops };
}

/** The expression for a definition with a body, named after its place. */
function defined(body: string, context: Context): string {
  const { chart, helpers, loops, root, file, subject, keys } = context;
  const key = keys.at(-1) ?? '';
  const wanted = [chart, subject, key].map(words).filter((word) => word !== '').join('.');
  const name = helpers.define(wanted, body, key === '' ? file : `${key} in ${file}`);
  if (isRoot(context)) return `include "${name}" .`;
  const elements = loops.flatMap(({ element, key: keyOfElement }, index) => (
    element === '(lost)' ? [] : [`"element${index + 1}" ${element}`, ...(keyOfElement ? [`"key${index + 1}" ${keyOfElement}`] : [])]));
  return `include "${name}" (dict "root" ${root === '' ? '$' : root} ${elements.join(' ')})`;
}

function isRoot({ loops, root }: Context): boolean {
  return loops.length === 0 && root === '';
}

function words(text: string): string {
  return text.replace(/<[^>]*>/g, ' ').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').toLowerCase();
}
