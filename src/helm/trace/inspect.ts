import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Carriers } from './carriers';
import { interpreterOf } from './interpreter';
import { Text, valuesOfText } from './reference';
import { literalsIn, Literals } from './source-literals';
import { userSources } from './user-sources';
import { interpret } from '../../expressions/expression';
import { Declaration } from '../declaration';
import { Environment } from '../environment';
import { inputsOf } from '../inputs';
import { takeMisuse } from '../opaque';
import { Packaged } from '../prove';
import { replay } from '../replay';

/** A call by which a construct looked into a value, or looked for it somewhere. */
export interface Look {
  readonly declaration: Declaration;
  /** As in `startsWith("a")`. */
  readonly call: string;
  /** Texts that the value was looked for among, or keys of a map that were asked for. */
  readonly members: readonly string[];
  /** A text that was looked for in the value. */
  readonly part?: string;
  /** What the value was matched with. */
  readonly pattern?: RegExp;
}

/** What was seen while a construct ran. */
export interface Inspection {
  readonly looks: readonly Look[];
  /** Constants in the text of the program that are compared with something. */
  readonly compared: Literals;
  /** Other constants, which may be compared by a name. */
  readonly others: Literals;
}

/** The most members of a list or set that are noted. */
const MOST_MEMBERS = 30;

/** The longest text that is taken for a constant. */
const LONGEST = 200;

/**
 * Runs the construct for values with carriers, and notes how it looks into them: methods of strings, lists, sets and maps tell what they are called with
 * until the run is over.
 */
export function inspect(packaged: Packaged, { values, surroundings }: Environment, carriers: Carriers): Inspection {
  const looks = new Map<string, Look>();
  const classes = new Set<Function>(packaged.builders.written);
  const known = new Map<string, Text>();
  const read = (text: string): Text => {
    let found = known.get(text);
    if (!found) known.set(text, found = carriers.read(text).text);
    return found;
  };
  const declarationsIn = (text: unknown) => new Set(typeof text === 'string' && text.length >= 3 ? valuesOfText(read(text)).map(({ declaration }) => declaration) : []);
  const isConstant = (text: unknown): text is string => typeof text === 'string' && text.length <= LONGEST && read(text).every((one) => typeof one === 'string');
  const note: Note = (text, call, { members = [], part, pattern }) => {
    for (const declaration of declarationsIn(text)) {
      const texts = members.filter(isConstant).slice(0, MOST_MEMBERS);
      const constant = isConstant(part) ? part : undefined;
      if (texts.length > 0 || constant || pattern) {
        looks.set(`${declaration.path} ${call}`, { declaration, call, members: texts, part: constant, pattern });
      }
    }
  };
  const noteKey = (map: Declaration, key: string) => {
    if (isConstant(key)) looks.set(`${map.path}.${key}`, { declaration: map.key!, call: JSON.stringify(key), members: [key] });
  };
  const { define } = packaged.builders;
  const builders = {
    ...packaged.builders,
    define: (...given: Parameters<typeof define>) => {
      try {
        define(...given);
      } finally {
        for (const construct of given[0].node.findAll()) for (const one of classesOf(construct)) if (!GENERAL.has(one)) classes.add(one);
      }
    },
  };
  const inputs = noting(packaged.root, inputsOf(packaged.root, values), noteKey);
  try {
    watching(note, () => interpret(interpreterOf(carriers, 0), () => replay(builders, inputs, surroundings)));
  } catch {
    // What it refuses is seen elsewhere.
    takeMisuse();
  }
  const texts = [...[...classes].map((one) => Function.prototype.toString.call(one)), ...userSources()];
  return { looks: [...looks.values()], ...literalsIn(texts) };
}

type Note = (
  text: unknown, call: string, what: { readonly members?: readonly unknown[]; readonly part?: string; readonly pattern?: RegExp },
) => void;

/** Classes that know nothing of any program. */
const GENERAL = new Set<Function>([Construct, Chart, ApiObject]);

/** The class of a construct and those that it extends. */
function classesOf(construct: object): Function[] {
  const classes: Function[] = [];
  for (let prototype = Object.getPrototypeOf(construct); prototype && prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype)) {
    if (Object.hasOwn(prototype, 'constructor')) classes.push(prototype.constructor);
  }
  return classes;
}

/** The inputs with maps that note which keys they are asked for by name. */
function noting(declaration: Declaration, input: any, note: (map: Declaration, key: string) => void): any {
  if (typeof input !== 'object' || input === null) return input;
  switch (declaration.kind) {
    case 'object': case 'optional':
      return Object.fromEntries(declaration.fields.filter(({ name }) => Object.hasOwn(input, name)).map((field) => (
        [field.name, noting(field, input[field.name], note)])));
    case 'list':
      return input.map((item: any) => noting(declaration.item!, item, note));
    case 'map': {
      const noteKey = (key: string | symbol) => {
        if (typeof key === 'string' && !Object.hasOwn(input, key) && !(key in Object.prototype)) note(declaration, key);
      };
      return new Proxy(input, {
        get: (target, key) => { noteKey(key); return Reflect.get(target, key); },
        has: (target, key) => { noteKey(key); return Reflect.has(target, key); },
        getOwnPropertyDescriptor: (target, key) => { noteKey(key); return Reflect.getOwnPropertyDescriptor(target, key); },
      });
    }
    default:
      return input;
  }
}

/** Methods that look for their first parameter in a string. */
const SEARCHING = ['startsWith', 'endsWith', 'includes', 'indexOf', 'lastIndexOf', 'split', 'match', 'matchAll', 'search', 'replace', 'replaceAll', 'localeCompare'] as const;

/**
 * Runs something while methods tell what they are called with. `RegExp.prototype.exec` is left alone: once it was changed, the engine is slow
 * at all regular expressions for good.
 */
function watching(note: Note, body: () => unknown): void {
  const restore: (() => void)[] = [];
  let isNoting = false;
  const watch = (target: any, name: string, noteCall: (self: any, parameters: readonly any[]) => void) => {
    const before = Object.getOwnPropertyDescriptor(target, name)!;
    const method = before.value as (...parameters: any[]) => unknown;
    const watched = {
      [name](this: any, ...parameters: any[]) {
        if (!isNoting) {
          isNoting = true;
          try {
            noteCall(this, parameters);
          } finally {
            isNoting = false;
          }
        }
        return Reflect.apply(method, this, parameters);
      },
    };
    Object.defineProperty(target, name, { ...before, value: watched[name] });
    restore.push(() => Object.defineProperty(target, name, before));
  };
  try {
    for (const name of SEARCHING) {
      watch(String.prototype, name, (self, [what, replacement]) => {
        if (typeof what === 'string') {
          const call = `${name}(${JSON.stringify(what)})`;
          note(self, call, { part: what });
          note(what, `${name} of ${JSON.stringify(String(self).slice(0, 40))}`, { members: [String(self)] });
        } else if (what instanceof RegExp) {
          note(self, `${name}(${String(what)})`, { pattern: what });
        }
        // In what takes the place of something, $& has a meaning.
        if (name.startsWith('replace')) note(replacement, `${name}(..., the value)`, { part: '$&' });
      });
    }
    for (const name of ['trim', 'trimStart', 'trimEnd']) watch(String.prototype, name, (self) => note(self, `${name}()`, { part: ' ' }));
    watch(RegExp.prototype, 'test', (self, [text]) => note(text, `${String(self)}.test`, { pattern: self }));
    for (const name of ['includes', 'indexOf', 'lastIndexOf']) watch(Array.prototype, name, (self, [what]) => note(what, `${name} of a list`, { members: self }));
    watch(Set.prototype, 'has', (self: Set<unknown>, [what]) => note(what, 'has of a Set', { members: [...self] }));
    for (const name of ['get', 'has']) watch(Map.prototype, name, (self: Map<unknown, unknown>, [what]) => note(what, `${name} of a Map`, { members: [...self.keys()] }));
    body();
  } finally {
    for (const undo of restore) undo();
  }
}
