import { Context } from './context';
import { inlineText, textLines } from './text';
import { Template } from '../tree/template';

/** The expression for a text that stands in a definition of its own, where no character has a meaning for YAML. */
export function definedText(label: string, template: Template, context: Context): string {
  const isLines = template.kind === 'lines' && template.separator === '\n';
  const { name, call } = define(label, (inner) => (
    isLines ? `\n${textLines(template, '', inner).join('\n')}\n` : inlineText(template, 'plain', inner)), context);
  return `include ${JSON.stringify(name)} ${call}${isLines ? ' | trimPrefix "\\n"' : ''}`;
}

/** The expression for a mapping or list that stands in a definition of its own, as YAML. */
export function definedYaml(label: string, print: (inner: Context) => string[], context: Context): string {
  const { name, call } = define(label, (inner) => `\n${print(inner).join('\n')}\n`, context);
  return `include ${JSON.stringify(name)} ${call}`;
}

/** Adds a definition, which gets the root and the elements of the loops around in one argument. */
export function define(label: string, print: (inner: Context) => string, context: Context): { readonly name: string; readonly call: string } {
  const { helpers, loops, root } = context;
  const words = label.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').toLowerCase();
  const isRoot = loops.length === 0 && root === '';
  const named = loops.map(({ list, key }, index) => ({ list, element: `$.element${index + 1}`, ...(key ? { key: `$.key${index + 1}` } : {}) }));
  const inner: Context = isRoot ? context : { ...context, root: '$.root', loops: named };
  const name = helpers.define(`${context.chart}.${words === '' ? 'item' : words}`, print(inner));
  if (isRoot) return { name, call: '.' };
  const elements = loops.flatMap(({ element, key }, index) => (
    element === '(lost)' ? [] : [`"element${index + 1}" ${element}`, ...(key ? [`"key${index + 1}" ${key}`] : [])]));
  return { name, call: `(dict "root" ${root === '' ? '$' : root} ${elements.join(' ')})` };
}
