import { interpreterFor, Place } from './expression';
import { refuse, refuseUnknown } from './rule';

/**
 * What a value must look like before the rules look into it.
 *
 * The compiler checks this for TypeScript; values from plain JavaScript, from JSON or YAML were checked by nobody.
 * Values that are not known yet are left alone, as is what contains them: they have a schema of their own.
 */
export interface Shape {
  readonly isRequired: boolean;
  check(place: Place, value: unknown): void;
}

/** The shapes of all properties of an interface; the compiler refuses one that is missing, and one that wrongly may be left out. */
export type Shapes<T> = {
  readonly [K in keyof T]-?: Shape & { readonly isRequired: Record<string, never> extends Pick<T, K> ? false : true };
};

/** A shape of a property that may be left out. */
export type OptionalShape = Shape & { readonly isRequired: false };

/** A string. */
export const text = shape((place, value) => requireType(place, value, typeof value === 'string', 'must be a string'));

/** A switch. The string "false" would be true. */
export const flag = shape((place, value) => requireType(place, value, typeof value === 'boolean', 'must be true or false, without quotes'));

/** A number; the rule about its range refuses everything else. */
export const figure = shape(() => undefined);

/** Something of the Kubernetes API, which has its own schema; only members that are read here are checked. */
export function kubernetesObject(...texts: string[]): OptionalShape {
  return shape((place, value) => {
    requireType(place, value, isObject(value), 'must be an object of the Kubernetes API');
    for (const name of texts) checkGiven(text, below(place, name), (value as { readonly [name: string]: unknown })[name]);
  });
}

/** Something that only a class of this library makes, told by one of its members. */
export function madeBy(className: string, member: string): OptionalShape {
  return shape((place, value) => requireType(place, value, isObject(value) && member in value, `must be made by ${className}`));
}

/** A list of values of one shape. */
export function list(item: OptionalShape): OptionalShape {
  return shape((place, value) => {
    requireType(place, value, Array.isArray(value), 'must be a list');
    (value as unknown[]).forEach((element, index) => checkGiven(item, { ...place, property: `${place.property}[${index}]` }, element));
  });
}

/** Strings by their names. */
export const textMap = shape((place, value) => {
  requireType(place, value, isObject(value), 'must be an object with a string for each name');
  for (const [name, entry] of Object.entries(value as object)) checkGiven(text, below(place, name), entry);
});

/** An object with the properties of an interface and no others. */
export function struct<T>(shapes: Shapes<T>): OptionalShape {
  const known = Object.entries<Shape>(shapes);
  return shape((place, value) => {
    requireType(place, value, isObject(value), 'must be an object with properties');
    const given = value as { readonly [name: string]: unknown };
    const unknown = Object.keys(given).find((name) => given[name] !== undefined && !Object.hasOwn(shapes, name));
    if (unknown !== undefined) refuseUnknown(below(place, unknown), known.map(([name]) => name).sort());
    for (const [name, property] of known) {
      if (given[name] !== undefined || property.isRequired) checkGiven(property, below(place, name), given[name]);
    }
  });
}

/** The same for a property that may not be left out. */
export function required(optional: OptionalShape): Shape & { readonly isRequired: true } {
  return { ...optional, isRequired: true };
}

/** Requires that the properties of a construct have their shape. */
export function requireShape(construct: string, props: unknown, properties: Shape): void {
  checkGiven(properties, { construct, property: '' }, props);
}

function shape(check: (place: Place, value: unknown) => void): OptionalShape {
  return { isRequired: false, check };
}

function checkGiven(expected: Shape, place: Place, value: unknown): void {
  if (!interpreterFor([value])) expected.check(place, value);
}

function requireType(place: Place, value: unknown, isOfType: boolean, allowed: string): void {
  if (!isOfType) refuse({ ...place, property: place.property || 'props' }, value, allowed);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function below(place: Place, name: string): Place {
  return { ...place, property: place.property === '' ? name : `${place.property}.${name}` };
}
