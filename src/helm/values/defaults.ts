import { copyJson } from './copy';
import { Declaration } from '../declaration';
import { EXTRA_OBJECTS } from '../extra-objects';
import { OVERRIDES } from '../fullname';

/**
 * What values.yaml of a chart holds. A required value and an optional number without a default have no key; an optional text is "".
 * Each call returns objects of its own.
 */
export function defaultsOf(root: Declaration): any {
  const overrides = overridesOf(root).map((name) => [name, '']);
  return { ...Object.fromEntries(overrides), ...membersOf(root), ...(root.hasExtraObjects ? { [EXTRA_OBJECTS]: [] } : {}) };
}

/** What values.yaml holds for one value; `undefined` when it has no key. */
export function defaultOf(declaration: Declaration): any {
  const { default: given, enabled, optional } = declaration.value._options;
  switch (declaration.kind) {
    case 'optional':
      return { enabled: enabled ?? false, ...membersOf(declaration) };
    case 'object':
      return membersOf(declaration);
    case 'string': case 'enumeration': case 'scalar':
      return given ?? (optional ? '' : undefined);
    default:
      return copyJson(given);
  }
}

/** The names by which Helm users override the names of objects, without those that the package declares itself. */
export function overridesOf(root: Declaration): (typeof OVERRIDES[number])[] {
  return OVERRIDES.filter((name) => root.fields.every((field) => field.name !== name));
}

function membersOf(group: Declaration): any {
  const members = group.fields.map((field) => [field.name, defaultOf(field)]).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members);
}
