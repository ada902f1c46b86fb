import { Piece } from './items';
import { Declaration } from '../declaration';
import { Leaf, Node } from '../trace/node';
import { Text, textKey, valuesOfText } from '../trace/reference';

/** A piece that stands for itself, or those that the elements of a list made. */
export type Unit =
  | { readonly kind: 'piece'; readonly piece: Piece }
  | {
    readonly kind: 'loop';
    readonly list: Declaration;
    readonly key: string;
    readonly blocks: ReadonlyArray<readonly Piece[] | undefined>;
    readonly separator?: string;
  };

/** Units of several lists that belong together, at most one of each list. */
export interface Slot {
  readonly members: (Unit | undefined)[];
  /** A few of them, with which others are compared: there can be very many. */
  readonly samples: Unit[];
}

/** With how many members of a slot another unit is compared. */
const MOST_SAMPLES = 4;

/**
 * Finds what belongs together in several lists, in an order that explains all of them: by name where all items have one of their own, otherwise so
 * that as much as possible is alike.
 */
export function align(lists: readonly (readonly Unit[])[], isOrdered: boolean): Slot[] {
  const names = lists.map((units) => units.map(nameOf));
  const isNamed = names.every((list) => list.every((name) => name !== undefined) && new Set(list).size === list.length);
  const isSingle = isOrdered && lists.every((units) => units.length === 1 && units[0].kind === 'piece' && units[0].piece.node.kind === 'leaf');
  if (isSingle) return [{ members: lists.map(([unit]) => unit), samples: [] }];
  const byName = isNamed || !isOrdered;
  const slots: Slot[] = [];
  // The longest lists first: they show best what belongs between what.
  const order = lists.map((_list, index) => index).sort((a, b) => lists[b].length - lists[a].length || a - b);
  const likeness = byName ? undefined : new Likeness(lists);
  for (const index of order) merge(slots, lists[index], index, likeness);
  if (!isOrdered) return slots;
  return inOneOrder(slots, lists);
}

/** The slots in an order in which all lists have their items; the first that come are those that were first anywhere. */
function inOneOrder(slots: readonly Slot[], lists: readonly (readonly Unit[])[]): Slot[] {
  const before = new Map(slots.map((slot) => [slot, new Set<Slot>()]));
  lists.forEach((_units, index) => {
    const members = slots.filter((slot) => slot.members[index] !== undefined)
      .sort((a, b) => lists[index].indexOf(a.members[index]!) - lists[index].indexOf(b.members[index]!));
    for (let position = 1; position < members.length; position++) before.get(members[position])!.add(members[position - 1]);
  });
  const sorted: Slot[] = [];
  const open = new Set(slots);
  while (open.size > 0) {
    const next = [...open].find((slot) => [...before.get(slot)!].every((other) => !open.has(other)));
    if (!next) throw new OrderConflict();
    open.delete(next);
    sorted.push(next);
  }
  return sorted;
}

/** The same items come in more than one order. */
export class OrderConflict extends Error {}

/** Whether two lists could be parts of one that has an order. */
export function areInOneOrder(a: readonly Unit[], b: readonly Unit[]): boolean {
  const positions = new Map(a.map((unit, index) => [nameOf(unit), index]));
  const shared = b.map((unit) => positions.get(nameOf(unit))).filter((position) => position !== undefined);
  return shared.every((position, index) => index === 0 || shared[index - 1] < position);
}

function merge(slots: Slot[], units: readonly Unit[], index: number, likeness: Likeness | undefined): void {
  const pairs = likeness ? pairByLikeness(slots, units, likeness) : pairByName(slots, units);
  let after = 0;
  units.forEach((unit, position) => {
    const slot = pairs[position];
    if (slot) {
      slot.members[index] = unit;
      if (slot.samples.length < MOST_SAMPLES && !isLike(slot.samples, unit)) slot.samples.push(unit);
      after = slots.indexOf(slot) + 1;
    } else {
      const made: Slot = { members: [], samples: [unit] };
      made.members[index] = unit;
      slots.splice(after, 0, made);
      after += 1;
    }
  });
}

function pairByName(slots: readonly Slot[], units: readonly Unit[]): (Slot | undefined)[] {
  const named = new Map(slots.map((slot) => [nameOf(slot.samples[0]), slot]));
  return units.map((unit) => named.get(nameOf(unit)));
}

/** The longest common subsequence, by how alike items are. What is the same at both ends is paired at once; most lists differ in a few items. */
function pairByLikeness(slots: readonly Slot[], units: readonly Unit[], likeness: Likeness): (Slot | undefined)[] {
  const least = Math.min(slots.length, units.length);
  let start = 0;
  while (start < least && likeness.to(slots[start], units[start]) === SAME) start++;
  let end = 0;
  while (end < least - start && likeness.to(slots[slots.length - 1 - end], units[units.length - 1 - end]) === SAME) end++;
  return [
    ...slots.slice(0, start),
    ...pairBetween(slots.slice(start, slots.length - end), units.slice(start, units.length - end), likeness),
    ...slots.slice(slots.length - end),
  ];
}

function pairBetween(slots: readonly Slot[], units: readonly Unit[], likeness: Likeness): (Slot | undefined)[] {
  const n = slots.length;
  const m = units.length;
  const best = Array.from({ length: n + 1 }, () => new Float64Array(m + 1));
  const alike = slots.map((slot) => units.map((unit) => likeness.to(slot, unit)));
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const paired = alike[i][j] > 0 ? alike[i][j] + best[i + 1][j + 1] : 0;
      best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], paired);
    }
  }
  const pairs: (Slot | undefined)[] = units.map(() => undefined);
  for (let i = 0, j = 0; i < n && j < m;) {
    if (alike[i][j] > 0 && best[i][j] === alike[i][j] + best[i + 1][j + 1]) pairs[j++] = slots[i++];
    else if (best[i][j] === best[i + 1][j]) i++;
    else j++;
  }
  return pairs;
}

/** How alike the units of some lists are. */
class Likeness {
  /** For each form of a text that is one of a list, those that stand beside it in some list. */
  private readonly beside = new Map<string, Set<string>>();
  /** The same lines stand in very many lists. */
  private readonly known = new Map<Node, Map<Node, number>>();

  public constructor(lists: readonly (readonly Unit[])[]) {
    for (const units of lists) {
      const forms = units.flatMap((unit) => (unit.kind === 'piece' && unit.piece.node.kind === 'leaf' && !unit.piece.isWord ? [formOf(unit.piece.node)] : []));
      for (const form of forms) {
        if (!this.beside.has(form)) this.beside.set(form, new Set());
        const others = this.beside.get(form)!;
        for (const other of forms) others.add(other);
      }
    }
  }

  /** Of a slot and a unit: that of the one that is most like it. */
  public to(slot: Slot, unit: Unit): number {
    return Math.max(...slot.samples.map((sample) => this.of(sample, unit)));
  }

  private of(a: Unit, b: Unit): number {
    if (a.kind === 'loop' || b.kind === 'loop') return a.kind === 'loop' && b.kind === 'loop' && a.list === b.list ? 1.5 : 0;
    let known = this.known.get(a.piece.node);
    if (!known) this.known.set(a.piece.node, known = new Map());
    let likeness = known.get(b.piece.node);
    if (likeness === undefined) known.set(b.piece.node, likeness = this.ofPieces(a.piece, b.piece));
    return likeness;
  }

  private ofPieces(a: Piece, b: Piece): number {
    const likeness = likenessOf(a.node, b.node);
    // What stands side by side anywhere is not two forms of one item.
    if (likeness <= FAIR && this.beside.get(formOf(a.node as Leaf))?.has(formOf(b.node as Leaf))) return 0;
    // Two words may be two values of the same place.
    return likeness || (a.isWord && b.isWord ? 0.1 : 0);
  }
}

const FORMS = new WeakMap<Leaf, string>();

/** What texts have in common that differ only in the elements that they are made of. */
function formOf(leaf: Leaf): string {
  let form = FORMS.get(leaf);
  if (form === undefined) FORMS.set(leaf, form = formOfNew(leaf));
  return form;
}

function formOfNew({ raw, text = [] }: Leaf): string {
  const values = valuesOfText(text);
  if (values.length === 0) return JSON.stringify(raw);
  return `${text.find((part) => typeof part === 'string') ?? ''}<${[...new Set(values.map(({ declaration }) => declaration.path))].join()}>`;
}

/** How alike two items are that are the same. */
const SAME = 2;

/** How alike a value is to the word that takes its place when there is none. */
const WEAK = 0.05;

/** How alike two lines are that begin with the same word. */
const FAIR = 0.6;

/** Whether one of them says all that another would. */
function isLike(samples: readonly Unit[], unit: Unit): boolean {
  return unit.kind === 'loop' || samples.some((sample) => sample.kind === 'piece' && sample.piece.node.meaning === unit.piece.node.meaning);
}

/** 2 for the same, up to 1.5 for mappings with the same keys, 0 for what has nothing in common. */
function likenessOf(a: Node, b: Node): number {
  if (a.meaning === b.meaning) return SAME;
  if (a.kind === 'map' && b.kind === 'map') {
    const identity = nameInside(a);
    const other = nameInside(b);
    if (identity !== undefined && other !== undefined) return identity === other ? 1.9 : 0;
    const keys = new Map(a.entries.map((entry) => [textKey(entry.key), entry.node]));
    const shared = b.entries.filter((entry) => keys.has(textKey(entry.key)));
    const equal = shared.filter((entry) => keys.get(textKey(entry.key))!.meaning === entry.node.meaning).length;
    const all = a.entries.length + b.entries.length - shared.length;
    return shared.length === 0 ? 0 : (shared.length + equal) / (2 * all) * 1.4 + 0.1;
  }
  if (a.kind === 'sequence' && b.kind === 'sequence') return 0.3;
  if (a.kind === 'leaf' && b.kind === 'leaf' && a.text && b.text) {
    // `--flag=one` and `--flag=two`.
    const head = /^[-A-Za-z0-9_. ]+(?==|: )/;
    const [start, other] = [a.raw.match(head)?.[0], b.raw.match(head)?.[0]];
    if (start !== undefined && start === other) return 1;
    if (firstWord(a.raw) !== undefined && firstWord(a.raw) === firstWord(b.raw)) return FAIR;
    // A value, and what it is when it is nothing or a word that is known.
    return hasValue(a.text) !== hasValue(b.text) || a.raw === '' || b.raw === '' ? WEAK : 0;
  }
  return 0;
}

/** As in `  listen 80;` -> `listen`. */
function firstWord(line: string): string | undefined {
  return /^\s*([A-Za-z_][-A-Za-z0-9_]{2,}) /.exec(line)?.[1];
}

function hasValue(text: Text): boolean {
  return text.some((part) => typeof part !== 'string');
}

function nameOf(unit: Unit): string | undefined {
  if (unit.kind === 'loop') return unit.key === '' ? `each ${unit.list.path}` : `each ${unit.key}`;
  if (unit.piece.label) return textKey(unit.piece.label);
  return unit.piece.node.kind === 'map' ? nameInside(unit.piece.node) : undefined;
}

function nameInside(node: Node & { kind: 'map' }): string | undefined {
  const name = node.entries.find(({ rawKey }) => rawKey === 'name')?.node;
  return name?.kind === 'leaf' && name.text ? textKey(name.text) : undefined;
}
