import { Declaration } from './declaration';
import { entriesOf } from './environment';
import { given, isAbsent, scalarText } from './given';
import { opaque } from './opaque';
import { isElement } from './trace/column';

/** The properties that a construct gets for what values.yaml holds. Absent ones are left out, not `undefined`. */
export function inputsOf(declaration: Declaration, raw: any, indices: readonly number[] = []): any {
  const { kind } = declaration;
  if (isAbsent(declaration, raw) && !isElement(declaration)) return undefined;
  const value = given(declaration, raw);
  switch (kind) {
    case 'optional':
      return raw?.enabled === true ? fieldsOf(declaration, raw, indices) : undefined;
    case 'object':
      return fieldsOf(declaration, raw ?? {}, indices);
    case 'list':
      return value.map((element: any, index: number) => inputsOf(declaration.item!, element, [...indices, index]));
    case 'map':
      return Object.fromEntries(entriesOf(value).map(({ key, value: entry }, index) => (
        [key, inputsOf(declaration.item!, entry, [...indices, index])])));
    case 'boolean':
      return value === true;
    case 'scalar':
      return scalarText(value);
    case 'kubernetes': case 'any':
      return opaque(declaration, indices, value);
    default:
      return value;
  }
}

function fieldsOf(declaration: Declaration, raw: any, indices: readonly number[]): any {
  const fields: { [name: string]: any } = {};
  for (const field of declaration.fields) {
    const value = inputsOf(field, raw[field.name], indices);
    if (value !== undefined) fields[field.name] = value;
  }
  return fields;
}
