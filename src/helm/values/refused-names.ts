import { Declaration, everyDeclaration } from '../declaration';
import { groupOf, Schema } from './schema-parts';

/** A path that is no value of the chart, and what is said to who gives it. */
export interface RefusedName {
  /** As it was declared, as in `image.tag` or `queues[].size`. */
  readonly path: string;

  /** The keys of the path; `[]` stands for every element. */
  readonly keys: readonly string[];

  /** The end of the sentence `The value <path> …`, without its full stop. */
  readonly verdict: string;

  /** What stands in the schema. */
  readonly description: string;

  /** Whose name it is, for messages. */
  readonly subject: string;
}

/** All paths under which values were known before, in the order of declaration, and those that the author of the chart refuses by name. */
export function refusedNames(root: Declaration): RefusedName[] {
  const former = everyDeclaration(root).flatMap(({ path: now, value }) => (value._options.formerly ?? []).map((path) => ({
    path, verdict: `was renamed; give ${now} instead`, description: `Renamed; give ${now} instead.`, subject: `The value ${now} was formerly`,
  })));
  const refused = Object.entries(root.refused ?? {}).map(([path, verdict]) => ({ path, verdict, description: `Refused: it ${verdict}.`, subject: 'The refused value is' }));
  return [...former, ...refused].map(({ path, subject, ...rest }) => {
    if (!/^[^.[\]{}]+(\[\])?(\.[^.[\]{}]+(\[\])?)*$/.test(path) || path.endsWith('[]')) {
      throw new Error(`${subject} "${path}", which is no path; it must be like image.tag or queues[].size.`);
    }
    return { path, subject, ...rest, keys: path.replaceAll('[]', '.[]').split('.') };
  });
}

/** Admits the refused names into the schema of all values, since what refuses them is a sentence of its own. */
export function admitRefusedNames(schema: Schema, root: Declaration): void {
  for (const { path, keys, description, subject } of refusedNames(root)) {
    const refuse = (reason: string): never => {
      throw new Error(`${subject} ${path}, but ${reason}.`);
    };
    let group = schema;
    keys.forEach((key, index) => {
      if (key === '[]') {
        group = group.items ?? refuse('that goes through the elements of what is no list');
        return;
      }
      if (!group.properties) refuse('that goes through a value which is no group');
      const isLast = index === keys.length - 1;
      if (isLast && Object.hasOwn(group.properties, key)) refuse('there is a value of that name now');
      if (!Object.hasOwn(group.properties, key)) group.properties[key] = isLast ? { description } : groupOf({});
      group = group.properties[key];
    });
  }
}

/** A sentence for each refused name that values have. */
export function refusedNamesGiven(root: Declaration, values: any): string[] {
  return refusedNames(root).flatMap(({ keys, verdict }) => pathsOf(values, keys, '').map((path) => `The value ${path} ${verdict}.`));
}

function pathsOf(value: any, [key, ...rest]: readonly string[], path: string): string[] {
  if (key === undefined) return [path];
  if (key === '[]') return Array.isArray(value) ? value.flatMap((element, index) => pathsOf(element, rest, `${path}[${index}]`)) : [];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  return pathsOf(value[key], rest, path === '' ? key : `${path}.${key}`);
}
