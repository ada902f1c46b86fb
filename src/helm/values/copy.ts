/** Whether Helm lays another over it member by member. */
export function isTable(value: unknown): value is { readonly [key: string]: any } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of JSON, without the members that are `undefined`, which JSON cannot say. */
export function copyJson(value: any): any {
  // A hole is an element that is undefined, not one that no check looks at.
  if (Array.isArray(value)) return Array.from(value, copyJson);
  // What is no JSON at all is kept as it is, for the validation to name it.
  if (!isTable(value) || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined).map(([key, member]) => [key, copyJson(member)]));
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
