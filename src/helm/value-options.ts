/** What every value has. */
export interface ValueOptions {
  /**
   * One sentence for values.yaml and the README.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Paths under which this value was known before, as in `imageTag`. Who still gives one is refused with a sentence that names the new path.
   *
   * @default - none
   */
  readonly formerly?: string[];
}

/** Options of `Values.string`. Without `default` and `optional` the value is required. */
export interface StringOptions extends ValueOptions {
  /**
   * The value when none is given.
   *
   * @default - the value is required
   */
  readonly default?: string;

  /**
   * Whether it may be left out. The key is `""` in values.yaml, which means absent: the construct gets `undefined`.
   *
   * @default false
   */
  readonly optional?: boolean;

  /**
   * Least number of characters.
   *
   * @default 0
   */
  readonly minLength?: number;

  /**
   * Largest number of characters.
   *
   * @default - no limit
   */
  readonly maxLength?: number;

  /**
   * A regular expression that the string must match, in the syntax that Go's RE2 and JavaScript share: no look-around, no references.
   * It counts for a string that is given; an empty one that means absent always passes.
   *
   * @default - none
   */
  readonly pattern?: string;

  /**
   * Two or more strings within the limits, for a pattern that is so narrow that none can be found.
   * They are tried for comparisons in the construct, too.
   *
   * @default - none
   */
  readonly examples?: string[];
}

/** Options of `Values.integer` and `Values.number`. Without `default` and `optional` the value is required. */
export interface NumberOptions extends ValueOptions {
  /**
   * The value when none is given.
   *
   * @default - the value is required
   */
  readonly default?: number;

  /**
   * Whether it may be left out: the key is commented out in values.yaml, and the construct gets `undefined`.
   *
   * @default false
   */
  readonly optional?: boolean;

  /**
   * Smallest number.
   *
   * @default - no limit, for integers -(2^53 - 1)
   */
  readonly minimum?: number;

  /**
   * Largest number.
   *
   * @default - no limit, for integers 2^53 - 1
   */
  readonly maximum?: number;

  /**
   * Numbers that are tried for comparisons in the construct.
   *
   * @default - the limits, 0, 1 and the neighbours of the default are tried anyway
   */
  readonly examples?: number[];
}

/** Options of `Values.boolean`. */
export interface BooleanOptions extends ValueOptions {
  /**
   * The value when none is given.
   *
   * @default false
   */
  readonly default?: boolean;
}

/** Options of `Values.enumeration`. Without `default` and `optional` the value is required. */
export interface EnumerationOptions extends ValueOptions {
  /**
   * The value when none is given, one of those that are allowed.
   *
   * @default - the value is required
   */
  readonly default?: string;

  /**
   * Whether it may be left out. The key is `""` in values.yaml, and the construct gets `undefined`.
   *
   * @default false
   */
  readonly optional?: boolean;
}

/** Options of `Values.scalar`. Without `default` and `optional` the value is required. */
export interface ScalarOptions extends ValueOptions {
  /**
   * The value when none is given: a string, number or boolean.
   *
   * @default - the value is required
   */
  readonly default?: any;

  /**
   * Whether it may be left out. The key is `""` in values.yaml, and the construct gets `undefined`.
   *
   * @default false
   */
  readonly optional?: boolean;
}

/** Options of `Values.optional`. */
export interface OptionalOptions extends ValueOptions {
  /**
   * Whether the group is enabled when the user says nothing.
   *
   * @default false
   */
  readonly enabled?: boolean;
}

/** Options of `Values.object`. */
export interface ObjectOptions extends ValueOptions {}

/** Options of `Values.list`. */
export interface ListOptions extends ValueOptions {
  /**
   * The list when none is given.
   *
   * @default - empty, or with `minItems` required
   */
  readonly default?: any[];

  /**
   * Whether the construct gets `undefined` for an empty list, so that it takes what it does by itself.
   *
   * @default false
   */
  readonly optional?: boolean;

  /**
   * Field of the elements by which they differ; two elements with the same are refused. A string without a limit of its own may have at most 317
   * characters, as many as Kubernetes takes for any name. The empty string allows duplicates.
   *
   * @default name, when the elements have a field of that name
   */
  readonly key?: string;

  /**
   * Least number of elements.
   *
   * @default 0
   */
  readonly minItems?: number;

  /**
   * Largest number of elements.
   *
   * @default - no limit
   */
  readonly maxItems?: number;
}

/** Options of `Values.map`. */
export interface MapOptions extends ValueOptions {
  /**
   * The entries when none are given. Helm lays the user's entries over them; `null` takes one away.
   *
   * @default {}
   */
  readonly default?: { [key: string]: any };

  /**
   * Whether the construct gets `undefined` for a map without entries, so that it takes what it does by itself.
   *
   * @default false
   */
  readonly optional?: boolean;

  /**
   * A regular expression for the keys, in the syntax that Go's RE2 and JavaScript share. Whatever it says, keys of more than 317 characters are refused,
   * for Kubernetes takes none.
   *
   * @default - letters, digits, `-`, `_`, `.` and `/`, and not digits alone
   */
  readonly keyPattern?: string;

  /**
   * Most characters of a key.
   *
   * @default - 317, the longest key that Kubernetes takes, or fewer if the pattern says so
   */
  readonly keyMaxLength?: number;
}

/** Options of `Values.kubernetes` and `Values.any`. Keys that a user chooses inside have at most 170 characters, for Helm drops structs with longer ones. */
export interface OpaqueOptions extends ValueOptions {
  /**
   * The value when none is given.
   *
   * @default {}
   */
  readonly default?: any;
}
