import { defaultOf, overridesOf } from './defaults';
import { code, descriptionText, typeText } from './limits-text';
import { OVERRIDE_TEXTS } from './values-yaml';
import { Declaration } from '../declaration';
import { EXTRA_OBJECTS, EXTRA_OBJECTS_TEXT } from '../extra-objects';

/** All values as a table in Markdown, those of the elements of lists under the path of their list. */
export function valuesTable(root: Declaration): string {
  const rows = [
    ...overridesOf(root).map((name) => [code(name), 'string', code('""'), OVERRIDE_TEXTS[name]]),
    ...root.fields.flatMap(rowsOf),
    ...(root.hasExtraObjects ? [[code(EXTRA_OBJECTS), 'list of objects', code('[]'), EXTRA_OBJECTS_TEXT]] : []),
  ];
  return [['Key', 'Type', 'Default', 'Description'], ['---', '---', '---', '---'], ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |\n`).join('');
}

function rowsOf(declaration: Declaration): string[][] {
  const { path, kind, item, fields, value } = declaration;
  const description = descriptionText(declaration);
  if (kind === 'optional') {
    return [[code(`${path}.enabled`), 'boolean', code(String(value._options.enabled ?? false)), description], ...fields.flatMap(rowsOf)];
  }
  const below = [...fields, ...(item?.fields ?? []), ...(item?.item ? [item.item] : [])].flatMap(rowsOf);
  if (kind === 'object' || declaration.name === '') return below;
  return [[code(path), typeText(declaration), defaultText(declaration), description], ...below];
}

const LONGEST = 60;

function defaultText(declaration: Declaration): string {
  const value = defaultOf(declaration);
  if (value === undefined) return '';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? 'see values.yaml' : code(text);
}

/** Within a table a bar ends the cell, even in code, and a line break the row. */
function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s*[\n\r\x85\u2028\u2029]+\s*/g, ' ');
}
