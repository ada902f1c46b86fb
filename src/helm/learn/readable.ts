import { Declaration } from '../declaration';
import { Scope } from '../trace/scope';

/** All values that can be read in a scope: those of the chart, and those of the current elements of the loops around. */
export function everyReadable(scope: Scope): readonly Declaration[] {
  let found = known.get(scope);
  if (!found) {
    const elements = listsOf(scope).flatMap((list) => [...(list.key ? [list.key] : []), ...belowWithoutLists(list.item!)]);
    found = [...belowWithoutLists(scope.root), ...elements];
    known.set(scope, found);
  }
  return found;
}

const known = new WeakMap<Scope, readonly Declaration[]>();

/** The lists of the loops around a scope, the outermost first. */
export function listsOf(scope: Scope): readonly Declaration[] {
  return scope.outer ? [...listsOf(scope.outer), scope.list!] : [];
}

function belowWithoutLists(declaration: Declaration): Declaration[] {
  return [declaration, ...declaration.fields.flatMap(belowWithoutLists)];
}
