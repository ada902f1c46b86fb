import { conditionExpression, isAlways } from './condition';
import { Context, insideLoop } from './context';
import { collectionPath, mapPath } from './expression';
import { Conditional, needsName, printConditionals } from './items';
import { fitsOnLine, printKey, titleOf } from './key';
import { inElementOrder, inOrder } from './order';
import { argument } from './parentheses';
import { isHarmless } from './safe';
import { quoted } from './scalar';
import { printValue } from './value';
import { Column } from '../trace/column';
import { Condition, EntryTemplate, Loop, MapTemplate } from '../tree/template';
import { regExpOf } from '../values/pattern';

/** The entries of a mapping that has some, in the order in which people write them. */
export function printEntries(map: MapTemplate, depth: number, context: Context): string[] {
  return printInOrder({ ...map, entries: inOrder(map.entries, context.keys.at(-1)) }, depth, context);
}

/** The same for an element of a list. */
export function printElementEntries(map: MapTemplate, depth: number, context: Context): string[] {
  return printInOrder({ ...map, entries: inElementOrder(map.entries, context.keys.at(-1)) }, depth, context);
}

function printInOrder(map: MapTemplate, depth: number, context: Context): string[] {
  return printConditionals(map.entries.flatMap((entry, index) => unitsOf(entry, index, map, depth, context)), ' '.repeat(depth), context);
}

function unitsOf(entry: EntryTemplate | Loop<EntryTemplate>, index: number, map: MapTemplate, depth: number, context: Context): Conditional[] {
  const pad = ' '.repeat(depth);
  const later = map.entries.slice(index + 1);
  if (entry.kind === 'loop') {
    const ownLater = later.filter((other): other is EntryTemplate => other.kind === 'entry' && mayCollide(other, entry));
    const mapsLater = later.filter((other): other is Loop<EntryTemplate> => other.kind === 'loop' && other.list.kind === 'map' && entry.list.kind === 'map');
    return [{ when: entry.when, print: () => printMapLoop(entry, ownLater.map(nameOf), mapsLater, depth, context) }];
  }
  const print = () => printEntry(entry, depth, context);
  const losesTo = later.filter((other): other is Loop<EntryTemplate> => other.kind === 'loop' && mayCollide(entry, other));
  const winsOver = map.entries.slice(0, index).filter((other): other is Loop<EntryTemplate> => other.kind === 'loop' && mayCollide(entry, other));
  if (losesTo.length > 0) {
    const guards = losesTo.map((loop) => holdsKey(loop, quoted(nameOf(entry)), context));
    const test = guards.length === 1 ? guards[0] : `(or ${guards.join(' ')})`;
    return [{ when: entry.when, print: () => [`${pad}{{- if not ${test} }}`, ...print(), `${pad}{{- end }}`] }];
  }
  if (winsOver.length > 0 && !isAlways(entry.when)) {
    // While the entry is not there, that of the map is.
    const [loop] = winsOver;
    const printOfMap = () => printRange(loop, `(pick ${mapPath(loop.list, context)} ${quoted(nameOf(entry))})`, depth, context);
    const besides = besidesItself(loop);
    return [
      { when: entry.when, print },
      {
        when: negationOf(entry),
        print: () => (isAlways(besides) ? printOfMap() : [`${pad}{{- if ${conditionExpression(besides, context)} }}`, ...printOfMap(), `${pad}{{- end }}`]),
      },
    ];
  }
  return [{ when: entry.when, print }];
}

function printEntry({ key, value }: EntryTemplate, depth: number, context: Context): string[] {
  const text = printKey(key, context);
  const inner = { ...context, keys: [...context.keys, titleOf(key)] };
  if (fitsOnLine(key)) return printValue(`${text}:`, value, depth, inner);
  return [`${' '.repeat(depth)}? ${text}`, ...printValue(':', value, depth, inner)];
}

function nameOf(entry: EntryTemplate): string {
  return entry.key.join('');
}

/** Whether a key of the map could be that of the entry. */
function mayCollide(entry: EntryTemplate, loop: Loop<EntryTemplate>): boolean {
  if (loop.list.kind !== 'map' || entry.key.some((part) => typeof part !== 'string')) return false;
  const { keyPattern } = loop.list.value._options;
  return keyPattern === undefined || regExpOf(keyPattern).test(nameOf(entry));
}

function printMapLoop(
  loop: Loop<EntryTemplate>, omitted: readonly string[], mapsLater: readonly Loop<EntryTemplate>[], depth: number, context: Context,
): string[] {
  const path = collectionPath(loop.list, context);
  const left = omitted.length === 0 ? path : `(omit ${mapPath(loop.list, context)} ${omitted.map(quoted).join(' ')})`;
  const pad = ' '.repeat(depth);
  if (mapsLater.length === 0) {
    // `toYaml` of nothing would be {}.
    const isFilled = loop.when.every((tests) => tests.some(({ column }) => column.declaration === loop.list));
    if (isWhole(loop) && omitted.length === 0 && isFilled) return [`${pad}{{- toYaml ${path} | nindent ${depth} }}`];
    if (isWhole(loop) && omitted.length === 0) return [`${pad}{{- with ${path} }}`, `${pad}{{- toYaml . | nindent ${depth} }}`, `${pad}{{- end }}`];
    return printRange(loop, left, depth, context);
  }
  return printRange(loop, left, depth, context, mapsLater);
}

function printRange(
  loop: Loop<EntryTemplate>, path: string, depth: number, context: Context, winners: readonly Loop<EntryTemplate>[] = [],
): string[] {
  const pad = ' '.repeat(depth);
  const { context: inner, range } = insideLoop(context, loop.list, needsName(loop));
  const body = printEntries({ kind: 'map', entries: loop.items as MapTemplate['entries'] }, depth, inner);
  const { key } = inner.loops[inner.loops.length - 1];
  const tests = winners.map((winner) => holdsKey(winner, key!, inner));
  const test = tests.length === 1 ? tests[0] : `(or ${tests.join(' ')})`;
  const guarded = tests.length > 0 ? [`${pad}{{- if not ${test} }}`, ...body, `${pad}{{- end }}`] : body;
  return [`${pad}{{- range ${range}${path.startsWith('(') ? path.slice(1, -1) : path} }}`, ...guarded, `${pad}{{- end }}`];
}

/** The test whether a map makes an entry of a key: it has the key, and its entries are there at all. */
function holdsKey(loop: Loop<EntryTemplate>, key: string, context: Context): string {
  const hasKey = `(hasKey ${mapPath(loop.list, context)} ${key})`;
  const besides = besidesItself(loop);
  return isAlways(besides) ? hasKey : `(and ${hasKey} ${argument(conditionExpression(besides, context))})`;
}

/** The condition of a loop without the test that its map has entries. */
function besidesItself({ list, when }: Loop<EntryTemplate>): Condition {
  return when.map((tests) => tests.filter(({ column }) => column.declaration !== list));
}

/** Whether a loop hands the entries of a map of strings through as they are, and no string is one that `toYaml` breaks: with U+0085 or U+2028, or a long key. */
function isWhole({ list, items }: Loop<EntryTemplate>): boolean {
  const [item] = items;
  if (list.kind !== 'map' || list.item!.kind !== 'string' || items.length !== 1 || item.kind !== 'entry' || !isAlways(item.when)) return false;
  const isReference = (text: readonly unknown[], declaration: unknown) => text.length === 1 && (text[0] as any).declaration === declaration;
  const [key, value] = [list.key!, list.item!].map((declaration) => ({ kind: 'value', declaration, indices: [] } as const));
  return isHarmless(key) && fitsOnLine([key]) && isHarmless(value) && isReference(item.key, list.key) && item.value.kind === 'text' && isReference(item.value.text, list.item);
}

function negationOf({ when }: EntryTemplate): EntryTemplate['when'] {
  // By De Morgan: one test of each alternative fails.
  return when.reduce<{ column: Column; choices: number[] }[][]>((all, tests) => all.flatMap((failing) => tests.map(({ column, choices }) => [
    ...failing, { column, choices: column.choices.map((_choice, index) => index).filter((index) => !choices.includes(index)) },
  ])), [[]]);
}
