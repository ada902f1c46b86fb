import { copyJson, isTable } from './copy';

/**
 * Lays the values of a user over those of a chart exactly as Helm does: mappings deeply, lists and scalars replaced. `null` takes a default away,
 * and stays where there is no default, for the schema to refuse. What differs in kind, such as a text over a mapping, is the user's.
 * A member that is `undefined` counts as not given.
 */
export function coalesce(defaults: any, given: any): any {
  const members: [string, any][] = [];
  for (const [key, value] of Object.entries<any>(defaults)) {
    const over = Object.hasOwn(given, key) ? given[key] : undefined;
    if (over === undefined) members.push([key, copyJson(value)]);
    else if (isTable(over) && isTable(value)) members.push([key, coalesce(value, over)]);
    else if (over !== null) members.push([key, copyJson(over)]);
  }
  for (const [key, over] of Object.entries<any>(given)) {
    if (!Object.hasOwn(defaults, key) && over !== undefined) members.push([key, copyJson(over)]);
  }
  // Not by assignment, which would take a key named __proto__ for the prototype.
  return Object.fromEntries(members);
}
