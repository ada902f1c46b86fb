import { Declaration, everyDeclaration } from '../declaration';
import { groupOf, Schema } from './schema-parts';

/** A path under which a value was known before. */
export interface FormerName {
  readonly declaration: Declaration;

  /** As it was declared, as in `image.tag` or `queues[].size`. */
  readonly path: string;

  /** The keys of the path; `[]` stands for every element. */
  readonly keys: readonly string[];
}

/** All paths under which values were known before, in the order of declaration. */
export function formerNames(root: Declaration): FormerName[] {
  return everyDeclaration(root).flatMap((declaration) => (declaration.value._options.formerly ?? []).map((path) => {
    if (!/^[^.[\]{}]+(\[\])?(\.[^.[\]{}]+(\[\])?)*$/.test(path) || path.endsWith('[]')) {
      throw new Error(`The value ${declaration.path} was formerly "${path}", which is no path; it must be like image.tag or queues[].size.`);
    }
    return { declaration, path, keys: path.replaceAll('[]', '.[]').split('.') };
  }));
}

/** Admits the former names into the schema of all values, since what refuses them is a sentence with the new name. */
export function admitFormerNames(schema: Schema, root: Declaration): void {
  for (const name of formerNames(root)) {
    const refuse = (reason: string): never => {
      throw new Error(`The value ${name.declaration.path} was formerly ${name.path}, but ${reason}.`);
    };
    let group = schema;
    name.keys.forEach((key, index) => {
      if (key === '[]') {
        group = group.items ?? refuse('that goes through the elements of what is no list');
        return;
      }
      if (!group.properties) refuse('that goes through a value which is no group');
      const isLast = index === name.keys.length - 1;
      if (isLast && Object.hasOwn(group.properties, key)) refuse('there is a value of that name now');
      if (!Object.hasOwn(group.properties, key)) {
        group.properties[key] = isLast ? { description: `Renamed; give ${name.declaration.path} instead.` } : groupOf({});
      }
      group = group.properties[key];
    });
  }
}

/** A former name that a user gave, with the path at which it stands. */
export interface FormerNameGiven {
  readonly name: FormerName;
  readonly path: string;
}

/** The former names that values have. */
export function formerNamesGiven(root: Declaration, values: any): FormerNameGiven[] {
  return formerNames(root).flatMap((name) => pathsOf(values, name.keys, '').map((path) => ({ name, path })));
}

function pathsOf(value: any, [key, ...rest]: readonly string[], path: string): string[] {
  if (key === undefined) return [path];
  if (key === '[]') return Array.isArray(value) ? value.flatMap((element, index) => pathsOf(element, rest, `${path}[${index}]`)) : [];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  return pathsOf(value[key], rest, path === '' ? key : `${path}.${key}`);
}
