import { Value } from './value';
import {
  BooleanOptions, EnumerationOptions, ListOptions, MapOptions, NumberOptions, ObjectOptions, OpaqueOptions, OptionalOptions, ScalarOptions,
  StringOptions,
} from './value-options';

declare const TYPE: unique symbol;

/** A declaration that knows, for the compiler only, what the construct gets. */
export type TypedValue<T> = Value & { readonly [TYPE]: T };

/** The members of a group. */
export type Fields = { readonly [name: string]: TypedValue<any> };

/** What a declaration gives the construct. */
export type TypeOf<V> = V extends TypedValue<infer T> ? T : never;

type MayBeAbsent<F extends Fields> = { [K in keyof F]: undefined extends TypeOf<F[K]> ? (unknown extends TypeOf<F[K]> ? never : K) : never }[keyof F];

/** The properties that the values of a group give the construct. */
export type PropsOf<F extends Fields> =
  { readonly [K in Exclude<keyof F, MayBeAbsent<F>>]: TypeOf<F[K]> } & { readonly [K in MayBeAbsent<F>]?: TypeOf<F[K]> };

/** An option of a value that may be left out. */
type Optional = { readonly optional: true };

/** The declarations of values, from which come values.yaml, its schema, the README and the type of the properties. */
export const Values = {
  string: Value.string as { (options: StringOptions & Optional): TypedValue<string | undefined>; (options?: StringOptions): TypedValue<string> },

  integer: Value.integer as { (options: NumberOptions & Optional): TypedValue<number | undefined>; (options?: NumberOptions): TypedValue<number> },

  number: Value.number as { (options: NumberOptions & Optional): TypedValue<number | undefined>; (options?: NumberOptions): TypedValue<number> },

  boolean: Value.boolean as (options?: BooleanOptions) => TypedValue<boolean>,

  scalar: Value.scalar as { (options: ScalarOptions & Optional): TypedValue<string | undefined>; (options?: ScalarOptions): TypedValue<string> },

  enumeration: Value.enumeration as unknown as {
    <const T extends string>(allowed: readonly T[], options: EnumerationOptions & Optional): TypedValue<T | undefined>;
    <const T extends string>(allowed: readonly T[], options?: EnumerationOptions): TypedValue<T>;
  },

  optional: Value.optional as <F extends Fields>(fields: F, options?: OptionalOptions) => TypedValue<PropsOf<F> | undefined>,

  object: Value.object as <F extends Fields>(fields: F, options?: ObjectOptions) => TypedValue<PropsOf<F>>,

  /** A list of the values of one declaration, or of objects with the given fields. */
  list: ((item: Value | Fields, options?: ListOptions) => Value.list(item instanceof Value ? item : Value.object(item), options)) as {
    <T>(item: TypedValue<T>, options: ListOptions & Optional): TypedValue<T[] | undefined>;
    <T>(item: TypedValue<T>, options?: ListOptions): TypedValue<T[]>;
    <F extends Fields>(fields: F, options: ListOptions & Optional): TypedValue<PropsOf<F>[] | undefined>;
    <F extends Fields>(fields: F, options?: ListOptions): TypedValue<PropsOf<F>[]>;
  },

  map: Value.map as {
    <T>(value: TypedValue<T>, options: MapOptions & Optional): TypedValue<{ [key: string]: T } | undefined>;
    <T>(value: TypedValue<T>, options?: MapOptions): TypedValue<{ [key: string]: T }>;
  },

  kubernetes: Value.kubernetes as (type: string, options?: OpaqueOptions) => TypedValue<any>,

  any: Value.any as (options?: OpaqueOptions) => TypedValue<any>,
};
