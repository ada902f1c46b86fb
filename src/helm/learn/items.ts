import { align, Unit } from './align';
import { Learner, Variant } from './learner';
import { Place, UnlearnedPlace } from './place';
import { Declaration } from '../declaration';
import { inside } from '../environment';
import { Bits } from '../trace/bits';
import { bindText, Node, usesOf } from '../trace/node';
import { Text, textKey, valuesOfText } from '../trace/reference';
import { Scope } from '../trace/scope';
import { ALWAYS, Condition, Item, Loop, Test } from '../tree/template';

/** One element of a list, one line of a text, or one object of the chart. */
export interface Piece {
  readonly node: Node;
  /** What it is found by among the others, where order does not matter: the path of its construct. */
  readonly label?: Text;
}

/** How the items of a list were made. */
export interface ItemOptions {
  /** Whether the order is part of what is made; objects of a chart have none. */
  readonly isOrdered?: boolean;
  /** How a place is called in sentences. */
  readonly placeOf?: (piece: Piece, position: number) => Place;
}

/** The items that explain all that was seen: each with its condition, and loops for those that are made from the elements of lists. */
export function learnItems(
  learner: Learner, variants: readonly Variant<readonly Piece[]>[], scope: Scope, domain: Bits, place: Place, options: ItemOptions = {},
): Item[] {
  const lists = loopedLists(variants, scope);
  try {
    return learnFolded(learner, variants, lists, scope, domain, place, options);
  } catch (error) {
    // A list that looks as if it were gone through here may be gone through further inside.
    const others = lists.filter((list) => !mayBeInside(list, variants));
    if (!(error instanceof UnlearnedPlace) || others.length === lists.length) throw error;
    try {
      return learnFolded(learner, variants, others, scope, domain, place, options);
    } catch {
      throw error;
    }
  }
}

function learnFolded(
  learner: Learner, variants: readonly Variant<readonly Piece[]>[], lists: readonly Declaration[], scope: Scope, domain: Bits, place: Place, options: ItemOptions,
): Item[] {
  const { isOrdered = true } = options;
  const whole = isOrdered ? undefined : wholes(variants);
  return learnUnits(learner, variants.map(({ node, rows }) => ({ node: fold(learner, node, lists, place, whole), rows })), scope, domain, place, options);
}

/** The items, once it is known which pieces the elements of lists made. */
export function learnUnits(
  learner: Learner, variants: readonly Variant<readonly Unit[]>[], scope: Scope, domain: Bits, place: Place, options: ItemOptions = {},
): Item[] {
  const { isOrdered = true, placeOf = (_piece: Piece, position: number) => [`[${position}]`] } = options;
  const slots = align(variants.map(({ node }) => node), isOrdered);
  return slots.map((slot, position): Item => {
    const members = slot.members.map((unit, index) => ({ unit, rows: variants[index].rows })).filter(({ unit }) => unit !== undefined);
    const first = members[0].unit!;
    if (first.kind === 'piece') {
      const here = [...place, ...placeOf(first.piece, position)];
      const present = members.reduce((all, { rows }) => all.or(rows), Bits.of(scope.size));
      const when = learner.presence(present, scope, domain, here);
      const nodes = grouped(members.map(({ unit, rows }) => ({ node: (unit as Unit & { kind: 'piece' }).piece.node, rows })), (node) => node);
      return { kind: 'item', when, value: learner.learn(nodes, scope, present, here) };
    }
    const { list, separator } = first;
    const blocks = slot.members.flatMap((unit, index) => {
      const { rows } = variants[index];
      return { rows, blocks: unit?.kind === 'loop' ? unit.blocks : [] };
    });
    return { ...learnLoop(learner, list, blocks, scope, domain, [...place, `[each of ${list.path}]`], options), ...(separator ? { separator } : {}) };
  });
}

/** The loop over a list, of which is known what each element made in each situation. */
export function learnLoop(
  learner: Learner, list: Declaration, made: readonly { readonly rows: Bits; readonly blocks: ReadonlyArray<readonly Piece[] | undefined> }[],
  scope: Scope, domain: Bits, place: Place, options: ItemOptions,
): Loop<Item> {
  const { scope: inner, rows } = scope.loop(list);
  const byKey = new Map<string, { pieces: readonly Piece[]; rows: Bits }>();
  const innerDomain = Bits.of(inner.size);
  const blocksOf: (ReadonlyArray<readonly Piece[] | undefined> | undefined)[] = [];
  for (const { rows: outerRows, blocks } of made) for (const row of outerRows) blocksOf[row] = blocks;
  inner.environments.forEach((environment, index) => {
    const blocks = blocksOf[rows[index]];
    if (!blocks || !domain.has(rows[index])) return;
    innerDomain.add(index);
    const pieces = blocks[environment.index!] ?? [];
    const key = pieces.map(({ node, label }) => `${learner.nodes.identity(node)}${label ? textKey(label) : ''}`).join();
    if (!byKey.has(key)) byKey.set(key, { pieces, rows: Bits.of(inner.size) });
    byKey.get(key)!.rows.add(index);
  });
  const variants = [...byKey.values()].map(({ pieces, rows: members }) => ({ node: pieces, rows: members }));
  const items = learnItems(learner, variants, inner, innerDomain, place, options);
  const { hoisted, rest } = hoist(items, list);
  return { kind: 'loop', when: hoisted, list, items: rest };
}

/** Splits off the tests that all items of a loop share and that have nothing to do with its elements. */
export function hoist<T extends { readonly when: Condition }>(items: readonly T[], list: Declaration): { hoisted: Condition; rest: T[] } {
  const isOutside = ({ column }: Test) => !column.declaration.lists.includes(list);
  const [first] = items;
  if (!first || items.some(({ when }) => when.length !== 1)) return { hoisted: ALWAYS, rest: [...items] };
  const key = (test: Test) => `${test.column.declaration.path} ${test.choices.join()}`;
  const shared = first.when[0].filter((test) => isOutside(test) && items.every(({ when }) => when[0].some((other) => key(other) === key(test))));
  const names = shared.map(key);
  return { hoisted: [shared], rest: items.map((item) => ({ ...item, when: [item.when[0].filter((test) => !names.includes(key(test)))] })) };
}

/** Variants with the same node, taken together. */
export function grouped<T>(variants: readonly Variant<T>[], keyOf: (node: T) => unknown): Variant<T>[] {
  const groups = new Map<unknown, Variant<T>>();
  for (const variant of variants) {
    const key = keyOf(variant.node);
    const known = groups.get(key);
    groups.set(key, known ? { node: known.node, rows: known.rows.or(variant.rows) } : variant);
  }
  return [...groups.values()];
}

/** The lists of which single pieces are about single elements, in a situation with several. The outermost first. */
function loopedLists(variants: readonly Variant<readonly Piece[]>[], scope: Scope): Declaration[] {
  const found = new Set<Declaration>();
  for (const { node, rows } of variants) {
    for (const piece of node) {
      for (const [list, indices] of usesOfPiece(piece)) {
        if (indices.size === 1 && !found.has(list) && [...rows].some((row) => inside(list, scope.environments[row]).length > 1)) found.add(list);
      }
    }
  }
  return [...found].sort((a, b) => a.lists.length - b.lists.length);
}

/** Objects that are about several elements of a list at once, so that the list is gone through inside of them, by list and label. */
function wholes(variants: readonly Variant<readonly Piece[]>[]): Set<string> {
  const found = new Set<string>();
  for (const { node } of variants) {
    for (const piece of node) {
      for (const [list, indices] of usesOfPiece(piece)) if (indices.size > 1) found.add(`${list.path} ${textKey(piece.label!)}`);
    }
  }
  return found;
}

function mayBeInside(list: Declaration, variants: readonly Variant<readonly Piece[]>[]): boolean {
  return variants.some(({ node }) => node.some((piece) => (usesOfPiece(piece).get(list)?.size ?? 0) > 1));
}

/** Puts the pieces that single elements of a list made together. */
function fold(
  learner: Learner, pieces: readonly Piece[], lists: readonly Declaration[], place: Place, wholes: ReadonlySet<string> | undefined,
): Unit[] {
  if (wholes) return foldLabelled(learner, pieces, lists, wholes);
  const units: Unit[] = [];
  for (let position = 0; position < pieces.length;) {
    const list = lists.find((candidate) => elementOf(pieces[position], candidate) !== undefined && runsInOrder(pieces, position, candidate))
      ?? lists.find((candidate) => elementOf(pieces[position], candidate) !== undefined);
    if (!list) {
      units.push({ kind: 'piece', piece: pieces[position++] });
      continue;
    }
    const blocks: Piece[][] = [];
    let last = -1;
    for (; position < pieces.length; position++) {
      const index = elementOf(pieces[position], list);
      if (index === undefined) break;
      if (index < last) {
        throw new UnlearnedPlace(place, `the elements of ${list.path} are in another order than they were given in; a template keeps that order`);
      }
      last = index;
      (blocks[index] ??= []).push(pieces[position]);
    }
    units.push({ kind: 'loop', list, key: '', blocks: bindBlocks(learner, blocks, list) });
  }
  return units;
}

function runsInOrder(pieces: readonly Piece[], start: number, list: Declaration): boolean {
  let last = -1;
  for (let position = start; position < pieces.length; position++) {
    const index = elementOf(pieces[position], list);
    if (index === undefined) return true;
    if (index < last) return false;
    last = index;
  }
  return true;
}

/** The same for objects of the chart: those with the same path but for the element belong together. */
function foldLabelled(learner: Learner, pieces: readonly Piece[], lists: readonly Declaration[], wholes: ReadonlySet<string>): Unit[] {
  const units: Unit[] = [];
  const loops = new Map<string, Unit & { kind: 'loop' }>();
  for (const piece of pieces) {
    const list = lists.find((candidate) => elementOf(piece, candidate) !== undefined && !wholes.has(`${candidate.path} ${textKey(piece.label!)}`));
    if (!list) {
      units.push({ kind: 'piece', piece });
      continue;
    }
    const index = elementOf(piece, list)!;
    const label = withoutPosition(bindText(piece.label!, list, index), index, usesOf(valuesOfText(piece.label!)).has(list));
    const key = `${list.path} ${textKey(label)}`;
    if (!loops.has(key)) {
      const loop = { kind: 'loop' as const, list, key, blocks: [] };
      loops.set(key, loop);
      units.push(loop);
    }
    const blocks = loops.get(key)!.blocks as Piece[][];
    (blocks[index] ??= []).push({ node: piece.node, label });
  }
  return units.map((unit) => (unit.kind === 'loop' ? { ...unit, blocks: bindBlocks(learner, unit.blocks as Piece[][], unit.list) } : unit));
}

/** A construct that is not called after its element is called after its position, in most programs. */
function withoutPosition(label: Text, index: number, isNamed: boolean): Text {
  if (isNamed) return label;
  return label.map((part) => (typeof part === 'string' ? part.replace(new RegExp(`(?<![0-9])${index}(?![0-9])`, 'g'), '#') : part));
}

export function bindBlocks(
  learner: Learner, blocks: readonly (readonly Piece[] | undefined)[], list: Declaration,
): (Piece[] | undefined)[] {
  return Array.from(blocks, (block, index) => block?.map(({ node, label }) => ({ node: learner.nodes.bind(node, list, index), label: label && bindText(label, list, index) })));
}

function elementOf(piece: Piece, list: Declaration): number | undefined {
  const indices = usesOfPiece(piece).get(list);
  return indices?.size === 1 ? [...indices][0] : undefined;
}

function usesOfPiece(piece: Piece): Node['uses'] {
  if (!piece.label) return piece.node.uses;
  const named = usesOf(valuesOfText(piece.label));
  // What a construct is called after decides whose it is, whatever else it holds.
  return named.size > 0 ? new Map([...piece.node.uses, ...named]) : piece.node.uses;
}
