import { align, Unit } from './align';
import { foldings } from './fold';
import { Learner, Variant } from './learner';
import { Place, UnlearnedPlace } from './place';
import { Declaration } from '../declaration';
import { Bits } from '../trace/bits';
import { Node } from '../trace/node';
import { Text, textKey } from '../trace/reference';
import { Scope } from '../trace/scope';
import { ALWAYS, Condition, Item, Loop, Test } from '../tree/template';

/** One element of a list, one line of a text, or one object of the chart. */
export interface Piece {
  readonly node: Node;
  /** What it is found by among the others, where order does not matter: the path of its construct. */
  readonly label?: Text;
  /** For a piece of a line: a word, or what stands between words. */
  readonly isWord?: boolean;
}

/** How the items of a list were made. */
export interface ItemOptions {
  /** Whether the order is part of what is made; objects of a chart have none. */
  readonly isOrdered?: boolean;
  /** How a place is called in sentences. */
  readonly placeOf?: (piece: Piece, position: number) => Place;
  /** How it is told which items the elements of lists made, where there is but one way, as in a text. */
  readonly prepare?: (variants: readonly Variant<readonly Piece[]>[]) => Variant<readonly Unit[]>[];
}

/**
 * The items that explain all that was seen: each with its condition, and loops for those that are made from the elements of lists.
 *
 * Which of the items an element made is not always plain to see, so that several ways to tell are tried; what explains everything is right.
 */
export function learnItems(
  learner: Learner, variants: readonly Variant<readonly Piece[]>[], scope: Scope, domain: Bits, place: Place, options: ItemOptions = {},
): Item[] {
  const { prepare } = options;
  const ways = prepare ? [() => prepare(variants)] : foldings(learner, variants, scope, options.isOrdered ?? true);
  let first: unknown;
  for (const way of ways) {
    const mark = learner.mark();
    try {
      const units = way();
      if (units) return learnUnits(learner, units, scope, domain, place, options);
    } catch (error) {
      if (!(error instanceof UnlearnedPlace)) throw error;
      first ??= error;
      learner.reset(mark);
    }
  }
  throw first ?? new UnlearnedPlace(place, 'it could not be told which of its items the elements of lists make');
}

/** The items, once it is known which pieces the elements of lists made. */
export function learnUnits(
  learner: Learner, variants: readonly Variant<readonly Unit[]>[], scope: Scope, domain: Bits, place: Place, options: ItemOptions = {},
): Item[] {
  const { isOrdered = true, placeOf = (_piece: Piece, position: number) => [`[${position}]`] } = options;
  const slots = align(variants.map(({ node }) => node), isOrdered);
  return slots.map((slot, position): Item => {
    const members = variants.map(({ rows }, index) => ({ unit: slot.members[index], rows })).filter(({ unit }) => unit !== undefined);
    const first = members[0].unit!;
    if (first.kind === 'piece') {
      const here = [...place, ...placeOf(first.piece, position)];
      const present = members.reduce((all, { rows }) => all.or(rows), Bits.of(scope.size));
      const when = learner.presence(present, scope, domain, here);
      const nodes = grouped(members.map(({ unit, rows }) => ({ node: (unit as Unit & { kind: 'piece' }).piece.node, rows })), (node) => node);
      return { kind: 'item', when, value: learner.learn(nodes, scope, present, here) };
    }
    const { list, separator } = first;
    const blocks = variants.map(({ rows }, index) => {
      const unit = slot.members[index];
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
  learner.claim(innerDomain, inner, learner.chainOf(domain, scope));
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
