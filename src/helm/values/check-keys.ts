import { Declaration } from '../declaration';
import { given, scalarText } from '../given';
import { refusedNamesGiven } from './refused-names';

/**
 * Checks what a schema cannot say, of values that the schema admits: that no refused name is used, and that the elements of each list differ by
 * their key. Lists in groups that are off are not looked at.
 *
 * @throws Error with a sentence for each of them.
 */
export function checkKeys(root: Declaration, values: any): void {
  const problems = [
    ...refusedNamesGiven(root, values),
    ...duplicates(root, values, ''),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function duplicates(declaration: Declaration, raw: any, path: string): string[] {
  switch (declaration.kind) {
    case 'optional':
      return raw?.enabled === true ? duplicatesOfMembers(declaration, raw, path) : [];
    case 'object':
      return duplicatesOfMembers(declaration, raw ?? {}, path);
    case 'list': {
      const elements: readonly any[] = given(declaration, raw);
      return [
        ...duplicatesOfElements(declaration, elements, path),
        ...elements.flatMap((element, index) => duplicates(declaration.item!, element, `${path}[${index}]`)),
      ];
    }
    default:
      return [];
  }
}

function duplicatesOfMembers(group: Declaration, raw: any, path: string): string[] {
  return group.fields.flatMap((field) => duplicates(field, raw[field.name], path === '' ? field.name : `${path}.${field.name}`));
}

function duplicatesOfElements(list: Declaration, elements: readonly any[], path: string): string[] {
  const field = list.item!.fields.find(({ name }) => name === list.value._options.key);
  if (!field) return [];
  const keys = elements.map((element) => scalarText(given(field, element[field.name]) ?? ''));
  const repeated = keys.filter((key, index) => keys.indexOf(key) < index);
  return [...new Set(repeated)].map((key) => (
    `The list ${path} has several elements with the ${field.name} ${JSON.stringify(key)}; each must have its own.`));
}
