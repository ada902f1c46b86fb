import { AnyOptions, ValueKind } from './any-options';
import {
  BooleanOptions, EnumerationOptions, ListOptions, MapOptions, NumberOptions, ObjectOptions, OpaqueOptions, OptionalOptions, ScalarOptions,
  StringOptions,
} from './value-options';

/**
 * Keys that Kubernetes takes somewhere: names, labels, annotations, settings. JavaScript would put a key of nothing but digits before all others,
 * templates put it where it belongs in the alphabet.
 */
const KEY_PATTERN = '^[-._/A-Za-z0-9]*[-._/A-Za-z][-._/A-Za-z0-9]*$';

/** The declaration of one value of a chart. In TypeScript, `Values` makes the same with the types of the properties. */
export class Value {
  /** A string. */
  public static string(options: StringOptions = {}): Value {
    return new Value('string', options);
  }

  /** A whole number within 2^53 - 1. */
  public static integer(options: NumberOptions = {}): Value {
    return new Value('integer', options);
  }

  /** A number. */
  public static number(options: NumberOptions = {}): Value {
    return new Value('number', options);
  }

  /** A switch. */
  public static boolean(options: BooleanOptions = {}): Value {
    return new Value('boolean', { ...options, default: options.default ?? false });
  }

  /** One of some strings. */
  public static enumeration(allowed: string[], options: EnumerationOptions = {}): Value {
    return new Value('enumeration', options, { allowed });
  }

  /** A string that may be written as a number or boolean in YAML, such as the value of a setting; the construct always gets the string. */
  public static scalar(options: ScalarOptions = {}): Value {
    return new Value('scalar', options);
  }

  /** A group that the user switches on with its key `enabled`; the construct gets `undefined` while it is off. */
  public static optional(fields: { [name: string]: Value }, options: OptionalOptions = {}): Value {
    return new Value('optional', options, { fields });
  }

  /** A group that is always there. */
  public static object(fields: { [name: string]: Value }, options: ObjectOptions = {}): Value {
    return new Value('object', options, { fields });
  }

  /** A list of values of one kind. */
  public static list(item: Value, options: ListOptions = {}): Value {
    const key = options.key ?? (item._fields && 'name' in item._fields ? 'name' : '');
    // A list that must have elements has no default that could be guessed.
    const standard = options.default ?? ((options.minItems ?? 0) > 0 ? undefined : []);
    return new Value('list', { ...options, key, default: standard }, { item });
  }

  /** Values of one kind by keys that the user chooses. */
  public static map(item: Value, options: MapOptions = {}): Value {
    return new Value('map', { ...options, keyPattern: options.keyPattern ?? KEY_PATTERN, default: options.default ?? {} }, { item });
  }

  /**
   * A Kubernetes struct such as `v1.Affinity` or `apps/v1.DeploymentStrategy`, checked by its own schema and handed through as it is.
   * One without members counts as absent: the construct gets `undefined`.
   */
  public static kubernetes(type: string, options: OpaqueOptions = {}): Value {
    return new Value('kubernetes', { ...options, default: options.default ?? {} }, { type });
  }

  /** Anything, handed through as it is. What Helm takes for empty counts as absent: null, false, 0, "", [] and {}. */
  public static any(options: OpaqueOptions = {}): Value {
    return new Value('any', { ...options, default: options.default ?? {} });
  }

  /** @internal */
  public readonly _kind: ValueKind;

  /** @internal */
  public readonly _options: AnyOptions;

  /** The values of an enumeration. @internal */
  public readonly _allowed: readonly string[];

  /** The members of a group. @internal */
  public readonly _fields?: { readonly [name: string]: Value };

  /** The elements of a list, the entries of a map. @internal */
  public readonly _item?: Value;

  /** The type of a Kubernetes struct. @internal */
  public readonly _type?: string;

  private constructor(
    kind: ValueKind, options: AnyOptions,
    parts: {
      readonly allowed?: readonly string[];
      readonly fields?: { readonly [name: string]: Value };
      readonly item?: Value;
      readonly type?: string;
    } = {},
  ) {
    this._kind = kind;
    this._options = options;
    this._allowed = parts.allowed ?? [];
    this._fields = parts.fields;
    this._item = parts.item;
    this._type = parts.type;
  }
}
