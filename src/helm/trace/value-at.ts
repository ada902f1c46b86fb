import { Declaration } from '../declaration';

/** What values hold for a declaration, of the first elements of lists and the first entries of maps. */
export function getAt(declaration: Declaration, values: any): any {
  const { parent } = declaration;
  if (!parent) return values;
  const around = getAt(parent, values);
  if (around === undefined || around === null) return undefined;
  if (parent.kind === 'map') return declaration === parent.key ? Object.keys(around)[0] : Object.values(around)[0];
  return parent.kind === 'list' ? around[0] : around[declaration.name];
}

/** The values with another one for a declaration, of the first elements of lists and the first entries of maps. */
export function setAt(declaration: Declaration, values: any, value: any): any {
  const { parent } = declaration;
  if (!parent) return value;
  const around = getAt(parent, values);
  if (parent.kind === 'map') {
    const [[key, entry], ...others] = Object.entries(around);
    return setAt(parent, values, Object.fromEntries([declaration === parent.key ? [value, entry] : [key, value], ...others]));
  }
  return setAt(parent, values, parent.kind === 'list' ? [value, ...around.slice(1)] : { ...around, [declaration.name]: value });
}
