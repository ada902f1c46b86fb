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
  /** The file that is printed, relative to `templates`, and the word by which definitions are named after what it makes. */
  readonly file: string;
  readonly subject: string;
  /** The keys of the mappings around, the outermost first. */
  readonly keys: readonly string[];
  readonly standardLabels: readonly StandardLabel[];
}

/** A loop around a part of a template. */
export interface LoopContext {
  readonly list: Declaration;
  readonly element: string;
  readonly key?: string;
}

/** A text that got a definition of its own. */
export interface Definition {
  readonly name: string;
  /** All between the name and the end of the definition. */
  readonly body: string;
  /** Where it is used, in words. */
  readonly places: Set<string>;
}

/** The definitions that every chart has. */
const CONVENTIONAL = /^[^.]*\.(name|fullname|chart|labels)$/;

/** Texts that got a definition of their own. */
export class Helpers {
  private readonly definitions: Definition[] = [];

  /** The name of a definition with this body: of one that is there, or of a new one, called as asked or if another is, with a number. */
  public define(name: string, body: string, place: string): string {
    let definition = this.definitions.find((other) => other.body === body);
    if (!definition) this.definitions.push(definition = { name: this.free(name), body, places: new Set() });
    definition.places.add(place);
    return definition.name;
  }

  public get all(): readonly Definition[] {
    return this.definitions;
  }

  private free(name: string): string {
    const free = CONVENTIONAL.test(name) ? `${name}-text` : name;
    let unique = free;
    for (let count = 2; this.definitions.some((other) => other.name === unique); count++) unique = `${free}-${count}`;
    return unique;
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
