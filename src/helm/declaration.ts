import { ValueKind } from './any-options';
import { Value } from './value';
import { StringOptions } from './value-options';
import { nameLimit } from './values/longest';

/**
 * One declared value in its place: the tree of all declarations, with the entries of a map as elements `{ key, value }` of a list.
 */
export interface Declaration {
  /** Path for people, as in `ingress.host`, `queues[].name`, `labels{}`. */
  readonly path: string;

  /** Key in the surrounding group; empty for the root, and for elements that are no objects. */
  readonly name: string;

  readonly kind: ValueKind;

  readonly value: Value;

  readonly parent?: Declaration;

  /** Members of a group. */
  readonly fields: readonly Declaration[];

  /** What a list holds, or a map at its keys. */
  readonly item?: Declaration;

  /** The keys of a map. */
  readonly key?: Declaration;

  /** The lists and maps around it, the outermost first. */
  readonly lists: readonly Declaration[];

  /** Paths that are no values, by what is said of them; of the root alone. */
  readonly refused?: { readonly [path: string]: string };

  /** Whether the chart has a value for whole objects; of the root alone. */
  readonly hasExtraObjects?: boolean;
}

/** What values there are besides those that are declared, and which are refused. */
export interface RootOptions {
  readonly refusedValues?: { readonly [path: string]: string };
  readonly extraObjects?: boolean;
}

/** Names that YAML 1.1 reads as booleans or null, so that values.yaml could not hold them as keys. */
const AMBIGUOUS = /^(y|n|yes|no|on|off|true|false|null|~)$/i;

/** Declares all values of a package; a name that a chart cannot have is refused. */
export function declare(fields: { readonly [name: string]: Value }, { refusedValues, extraObjects }: RootOptions = {}): Declaration {
  const root: Writable<Declaration> = declareValue(Value.object(fields as { [name: string]: Value }), '', '', undefined, []);
  if (extraObjects && Object.hasOwn(fields, 'extraObjects')) {
    throw new Error('The value extraObjects is declared, but it is the one of the option extraObjects, too; give it another name, or leave the option out.');
  }
  root.refused = refusedValues;
  root.hasExtraObjects = extraObjects;
  return root;
}

/** All declarations below one, itself included, in the order of declaration. */
export function everyDeclaration(root: Declaration): Declaration[] {
  const below = [...root.fields, root.key, root.item].filter((declaration) => declaration !== undefined);
  return [root, ...below.flatMap(everyDeclaration)];
}

/** A path for people. */
export function pathOf(declaration: Declaration): string {
  return declaration.path || '(all values)';
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function declareValue(value: Value, name: string, path: string, parent: Declaration | undefined, lists: readonly Declaration[]): Declaration {
  const declaration: Writable<Declaration> = { path, name, kind: value._kind, value, parent, fields: [], lists };
  declaration.fields = Object.entries(value._fields ?? {}).map(([field, fieldValue]) => {
    const fieldPath = path === '' ? field : `${path}.${field}`;
    requireName(field, fieldPath, declaration, fieldValue);
    if (!(fieldValue instanceof Value)) throw new Error(`The value ${fieldPath} is ${String(fieldValue)}; it must be made by Values, as in Values.string().`);
    const isName = parent?.kind === 'list' && parent.value._options.key === field;
    return declareValue(isName ? withNameLimit(fieldValue) : fieldValue, field, fieldPath, declaration, lists);
  });
  if (value._item) {
    const inside = [...lists, declaration];
    if (value._kind === 'map') {
      requireScalar(value._item, path);
      const key = withNameLimit(Value.string({ minLength: 1, pattern: value._options.keyPattern, maxLength: value._options.keyMaxLength }));
      declaration.key = declareValue(key, '', `${path}{key}`, declaration, inside);
      declaration.item = declareValue(value._item, '', `${path}{}`, declaration, inside);
    } else {
      declaration.item = declareValue(value._item, '', `${path}[]`, declaration, inside);
    }
  }
  return declaration;
}

/** A string that tells elements or entries apart is a name, and so has the limit of names unless it has one of its own. */
function withNameLimit(value: Value): Value {
  const { _kind: kind, _options: options } = value;
  if (kind !== 'string' || options.maxLength !== undefined) return value;
  const maxLength = nameLimit(options.pattern);
  return maxLength === undefined ? value : Value.string({ ...options as StringOptions, maxLength });
}

function requireName(name: string, path: string, parent: Declaration, value: unknown): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new Error(`The value ${path} has a name that templates cannot read; it must be letters, digits and _, and begin with a letter.`);
  }
  if (AMBIGUOUS.test(name)) throw new Error(`The value ${path} has a name that YAML reads as a boolean or null; it must be another, such as ${name}Value.`);
  if (parent.kind === 'optional' && name === 'enabled') throw new Error(`The value ${path} is the switch of its group already; it must have another name.`);
  if (parent.path === '' && name === 'global' && !(value instanceof Value && value._kind === 'object')) {
    throw new Error('The value global belongs to Helm, which hands one to all charts of an umbrella chart; it must be a group, made by Values.object, or have another name.');
  }
}

function requireScalar(item: Value, path: string): void {
  if (!['string', 'scalar', 'integer', 'number'].includes(item._kind)) {
    throw new Error(`The values of the map ${path} are of the kind ${item._kind}; they must be strings, scalars or numbers. Use a list of objects instead.`);
  }
}
