import { Declaration } from '../declaration';
import { StandardLabel } from '../standard-labels';

/** Where a part of a template stands: how the values are reached from there. */
export interface Context {
  readonly chart: string;
  /** The expression for what Helm calls the root, without the dot before Values: empty, `$` or `$.root`. */
  readonly root: string;
  /** For each loop around, the outermost first, the expressions for its element, and for the key of the entry of a map. */
  readonly loops: readonly LoopContext[];
  readonly helpers: Helpers;
  readonly standardLabels: readonly StandardLabel[];
}

/** A loop around a part of a template. */
export interface LoopContext {
  readonly list: Declaration;
  readonly element: string;
  readonly key?: string;
}

/** The definitions that every chart has. */
const CONVENTIONAL = /\.(name|fullname|chart|labels)$/;

/** Texts that got a definition of their own. */
export class Helpers {
  private readonly bodies = new Map<string, string>();

  /** Adds a definition under a name that no other has, and returns the name. */
  public define(name: string, body: string): string {
    const free = CONVENTIONAL.test(name) ? `${name}-text` : name;
    let unique = free;
    for (let count = 2; this.bodies.has(unique) && this.bodies.get(unique) !== body; count++) unique = `${free}-${count}`;
    this.bodies.set(unique, body);
    return unique;
  }

  public get all(): readonly (readonly [string, string])[] {
    return [...this.bodies];
  }
}

/** The root as the argument of a function. */
export function rootArgument({ root }: Context): string {
  return root === '' ? '.' : root;
}

/** The context inside a loop, whose element is the dot unless loops inside need its name. */
export function insideLoop(context: Context, list: Declaration, isNamed: boolean): { readonly context: Context; readonly range: string } {
  const loop = loopOf(context, list, isNamed);
  const range = list.kind === 'map' ? `${loop.key}, ${loop.element} := ` : isNamed ? `${loop.element} := ` : '';
  const outer = context.loops.map((around) => (around.element === '.' ? { ...around, element: '(lost)' } : around));
  return { context: { ...context, root: context.root === '' ? '$' : context.root, loops: [...outer, loop] }, range };
}

function loopOf({ loops }: Context, list: Declaration, isNamed: boolean): LoopContext {
  const taken = (name: string) => loops.some(({ element, key }) => element === name || key === name);
  const free = (name: string) => {
    let unique = name;
    for (let count = 2; taken(unique); count++) unique = `${name}${count}`;
    return unique;
  };
  if (list.kind === 'map') return { list, key: free('$key'), element: free('$value') };
  return { list, element: isNamed ? free(`$${singular(list.name || 'item')}`) : '.' };
}

function singular(name: string): string {
  if (/ies$/.test(name)) return name.replace(/ies$/, 'y');
  if (/(ss|us)$/.test(name)) return `${name}Item`;
  return /s$/.test(name) ? name.replace(/s$/, '') : `${name}Item`;
}
