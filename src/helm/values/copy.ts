/** Whether it is a mapping, which Helm lays over another member by member. Instances of classes are none: JSON has no such thing. */
export function isTable(value: unknown): value is { readonly [key: string]: any } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  // Object.prototype itself would not do, for values may come from another realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A copy of JSON, without the members that are `undefined`, which JSON cannot say. */
export function copyJson(value: any): any {
  // A hole is an element that is undefined, not one that no check looks at.
  if (Array.isArray(value)) return Array.from(value, copyJson);
  // JSON has no -0.
  if (value === 0) return 0;
  // What is no JSON at all is kept as it is, for the validation to name it.
  if (!isTable(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined).map(([key, member]) => [key, copyJson(member)]));
}
