/** What a value is while it is there. */
export type Given<T> = Exclude<T, undefined | null | false | ''>;

/**
 * Makes something only while a value is there: while a switch is on, an optional group is enabled, an optional value was given. It is an `if` in one
 * expression, which knows the type of what is there. Absent are `undefined`, `null`, `false` and `''`; the number 0 and an empty list are there.
 *
 * @example
 * when(values.ingress, ({ host }) => new kplus.Ingress(scope, 'ingress').addHostRule(host, '/', backend));
 *
 * @returns What was made; nothing while the value is absent.
 */
export function when<T, R>(value: T, make: (given: Given<T>) => R): R | undefined {
  return value === undefined || value === null || value === false || value === '' ? undefined : make(value as Given<T>);
}
