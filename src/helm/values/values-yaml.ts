import { defaultOf, overridesOf } from './defaults';
import { descriptionText, typeText } from './limits-text';
import { indented, yamlOfMember } from './yaml-text';
import { Declaration } from '../declaration';
import { EXTRA_OBJECTS, EXTRA_OBJECTS_TEXT } from '../extra-objects';
import { isEmpty } from '../given';

/**
 * The text of values.yaml: all values with their defaults in the order of declaration, each under a comment. What has no default and may not be
 * written as "" is a key in a comment, so that reading the file gives exactly `defaultsOf`.
 */
export function valuesYaml(root: Declaration, header: string): string {
  const blocks = [
    ...(header === '' ? [] : [comment(header)]),
    ...overridesOf(root).map((name) => [...comment(OVERRIDE_TEXTS[name], '-- '), `${name}: ""`]),
    ...root.fields.map(blockOf),
    ...(root.hasExtraObjects ? [[...comment(EXTRA_OBJECTS_TEXT, '-- '), `${EXTRA_OBJECTS}: []`]] : []),
  ];
  // A file without any key would be read as nothing, which is no mapping.
  const end = overridesOf(root).length === 0 && !root.hasExtraObjects && root.fields.every((field) => defaultOf(field) === undefined) ? [['{}']] : [];
  return `${[...blocks, ...end].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What the names are for by which Helm users override the names of objects. */
export const OVERRIDE_TEXTS: { readonly [name: string]: string } = {
  nameOverride: 'Takes the place of the name of the chart in the names of all objects.',
  fullnameOverride: 'Takes the place of the name of the release and the chart in the names of all objects.',
};

function blockOf(declaration: Declaration): string[] {
  return [...comment(descriptionText(declaration), '-- '), ...elementsText(declaration), ...memberOf(declaration)];
}

function memberOf(declaration: Declaration): string[] {
  const { name, kind, fields } = declaration;
  if (kind !== 'optional' && kind !== 'object') {
    const value = defaultOf(declaration);
    return value === undefined ? [`# ${name}:`] : yamlOfMember(name, value);
  }
  const enabled = kind === 'optional' ? ['# -- Whether it is enabled.', `enabled: ${defaultOf(declaration).enabled}`] : [];
  // A key with nothing but comments below it would be null.
  const hasNone = Object.keys(defaultOf(declaration)).length === 0;
  return [hasNone ? `${name}: {}` : `${name}:`, ...indented([...enabled, ...fields.flatMap(blockOf)])];
}

/** What the elements of a list of objects are made of, which no default shows. */
function elementsText({ item }: Declaration): string[] {
  return (item?.fields ?? []).flatMap((field) => fieldText(field)).flatMap((line) => comment(`  ${line}`));
}

function fieldText(field: Declaration): string[] {
  const { default: given } = field.value._options;
  const type = isEmpty(given) ? `${typeText(field)}.` : `${typeText(field)}, ${JSON.stringify(given)} when left out.`;
  const below = [...field.fields, ...(field.item?.fields ?? [])].flatMap(fieldText);
  return [
    `${field.name}: ${type} ${descriptionText(field)}`,
    ...(field.kind === 'optional' ? ['  enabled: boolean.'] : []),
    ...below.map((line) => `  ${line}`),
  ];
}

function comment(text: string, mark = ''): string[] {
  return text === '' ? [] : `${mark}${text}`.split(/\r\n|[\n\r\x85\u2028\u2029]/).map((line) => `# ${printable(line)}`.trimEnd());
}

/** What YAML does not take even in comments. */
function printable(line: string): string {
  return line.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]/g, ' ');
}
