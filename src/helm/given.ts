import { Declaration } from './declaration';

/**
 * What a construct gets for what values.yaml holds: one rule for native synthesis, for tracing and for templates.
 *
 * Absent are: an optional string or enumeration that is "", an optional number without a key, an optional list or map without elements, a struct without members.
 */
export function isAbsent(declaration: Declaration, raw: any): boolean {
  switch (declaration.kind) {
    case 'string': case 'enumeration': case 'scalar':
      return declaration.value._options.optional === true && (given(declaration, raw) ?? '') === '';
    case 'integer': case 'number':
      return given(declaration, raw) === undefined;
    case 'kubernetes': case 'any':
      return isEmpty(given(declaration, raw));
    case 'list': case 'map':
      return declaration.value._options.optional === true && isEmpty(given(declaration, raw));
    default:
      return false;
  }
}

/** The value, or the default where the key is missing, as inside the elements of a list, which Helm does not complete. */
export function given(declaration: Declaration, raw: any): any {
  return raw ?? declaration.value._options.default;
}

/** What a template counts as empty. */
export function isEmpty(value: any): boolean {
  return !value || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** A scalar as the string that the construct gets. */
export function scalarText(value: any): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
