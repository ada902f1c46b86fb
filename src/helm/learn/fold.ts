import { Unit } from './align';
import { Piece } from './items';
import { Learner, Variant } from './learner';
import { everyReadable, listsOf } from './readable';
import { Declaration } from '../declaration';
import { elementsOf, inside } from '../environment';
import { Bits } from '../trace/bits';
import { bindText, Node, usesOf } from '../trace/node';
import { mapText, Text, textKey, valuesOfText } from '../trace/reference';
import { Scope } from '../trace/scope';

type Pieces = readonly Piece[];
type Variants = readonly Variant<Pieces>[];

/** A way to tell which pieces the elements of lists made; nothing where it does not fit. */
type Folding = () => Variant<readonly Unit[]>[] | undefined;

/** The ways to tell which pieces the elements of lists made, the plainest first. */
export function foldings(learner: Learner, variants: Variants, scope: Scope, isOrdered: boolean): Folding[] {
  const lists = loopedLists(variants, scope);
  if (!isOrdered) {
    const whole = wholes(variants);
    return [() => variants.map(({ node, rows }) => ({ node: foldLabelled(learner, node, lists, whole), rows }))];
  }
  const others = lists.filter((list) => !mayBeInside(list, variants));
  return [
    () => variants.map(({ node, rows }) => ({ node: foldRuns(learner, node, lists), rows })),
    // A list that looks as if it were gone through here may be gone through further inside.
    ...(others.length < lists.length ? [() => variants.map(({ node, rows }) => ({ node: foldRuns(learner, node, others), rows }))] : []),
    ...lists.map((list) => () => foldEach(learner, variants, list, scope)),
    ...(['shared', 'after', 'before'] as const).flatMap((gaps) => lists.map((list) => () => foldBlocks(learner, variants, list, gaps))),
    ...listsWithoutCarriers(scope).map((list) => () => foldWords(variants, list, scope)),
    ...listsWithoutCarriers(scope).flatMap((list) => foldPositions(variants, list, scope)),
  ];
}

/** The blocks of pieces that single elements made, as they look inside a loop over the list. */
export function bindBlocks(learner: Learner, blocks: readonly (Pieces | undefined)[], list: Declaration): (Piece[] | undefined)[] {
  return Array.from(blocks, (block, index) => block?.map(({ node, label }) => (
    { node: learner.nodes.bind(node, list, index), label: label && bindText(label, list, index) })));
}

/** The lists of which single pieces are about single elements, in a situation with several. The outermost first. */
function loopedLists(variants: Variants, scope: Scope): Declaration[] {
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

function mayBeInside(list: Declaration, variants: Variants): boolean {
  return variants.some(({ node }) => node.some((piece) => (usesOfPiece(piece).get(list)?.size ?? 0) > 1));
}

/** Neighbouring pieces of single elements, in the order of the elements, belong to one loop. */
function foldRuns(learner: Learner, pieces: Pieces, lists: readonly Declaration[]): Unit[] {
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
      // Where it begins again, another loop begins.
      if (index === undefined || index < last) break;
      last = index;
      (blocks[index] ??= []).push(pieces[position]);
    }
    units.push({ kind: 'loop', list, key: '', blocks: bindBlocks(learner, blocks, list) });
  }
  return units;
}

function runsInOrder(pieces: Pieces, start: number, list: Declaration): boolean {
  let last = -1;
  for (let position = start; position < pieces.length; position++) {
    const index = elementOf(pieces[position], list);
    if (index === undefined) return true;
    if (index < last) return false;
    last = index;
  }
  return true;
}

/**
 * Every element makes one piece, whether it shows in it or not. What is about an element but stands elsewhere is another thing, which goes through the list
 * inside, and looks like one of an element while there is but one.
 */
function foldEach(learner: Learner, variants: Variants, list: Declaration, scope: Scope): Variant<readonly Unit[]>[] | undefined {
  const refined = byCount(variants, list, scope);
  const found = refined.map(({ pieces, count }) => startsOf(pieces, list, count));
  const several = found.filter((_starts, index) => refined[index].count > 1 && found[index].length > 0);
  if (several.length === 0) return undefined;
  const loops = Math.min(...several.map(({ length }) => length));
  const usual = new Set(several.map(([first]) => first));
  return everyOf(refined.map(({ pieces, count, rows }, index) => {
    if (count === 0) return { node: asUnits(pieces), rows };
    // An element of which nothing shows stands where the others do.
    const starts = found[index].length > 0 ? found[index].slice(0, loops) : usual.size === 1 ? [...usual] : [];
    if (starts.length < loops || starts.some((start) => start < 0 || start + count > pieces.length)) return undefined;
    const units: Unit[] = [];
    let end = 0;
    for (const start of starts) {
      const blocks = Array.from({ length: count }, (_, position) => [pieces[start + position]]);
      units.push(...asUnits(pieces.slice(end, start)), { kind: 'loop', list, key: '', blocks: bindBlocks(learner, blocks, list) });
      end = start + count;
    }
    return { node: [...units, ...asUnits(pieces.slice(end))], rows };
  }));
}

/** Where the pieces of all elements begin, as often as they come. */
function startsOf(pieces: Pieces, list: Declaration, count: number): number[] {
  const starts: number[] = [];
  for (let position = 0; position < pieces.length;) {
    const index = elementOf(pieces[position], list);
    if (index === undefined) {
      position += 1;
      continue;
    }
    starts.push(position - index);
    position = Math.max(position - index + count, position + 1);
  }
  return starts;
}

function everyOf<T>(items: readonly (T | undefined)[]): T[] | undefined {
  return items.every((item) => item !== undefined) ? items as T[] : undefined;
}

function asUnits(pieces: Pieces): Unit[] {
  return pieces.map((piece): Unit => ({ kind: 'piece', piece }));
}

/** Pieces with a loop in the place of some of them. */
function around(pieces: Pieces, start: number, length: number, loop: Unit): Unit[] {
  return [...asUnits(pieces.slice(0, start)), ...(length > 0 ? [loop] : []), ...asUnits(pieces.slice(start + length))];
}

/** The variants by the number of elements that a list has in them. */
function byCount(variants: Variants, list: Declaration, scope: Scope): { readonly pieces: Pieces; readonly count: number; readonly rows: Bits }[] {
  return variants.flatMap(({ node, rows }) => {
    const counts = new Map<number, Bits>();
    for (const row of rows) {
      const { length } = elementsOf(list, scope.environments[row]);
      if (!counts.has(length)) counts.set(length, Bits.of(scope.size));
      counts.get(length)!.add(row);
    }
    return [...counts].map(([count, members]) => ({ pieces: node, count, rows: members }));
  });
}

/** The first and last piece that are about single elements of a list. */
function stretchOf(pieces: Pieces, list: Declaration): readonly [number, number] | undefined {
  const positions = pieces.flatMap((piece, position) => (elementOf(piece, list) === undefined ? [] : [position]));
  return positions.length === 0 ? undefined : [positions[0], positions[positions.length - 1]];
}

/**
 * Blocks with pieces that do not say whose they are: what lies between two elements belongs to the one before, to the one after, or what is
 * at the end of all gaps to the one after and the rest to the one before.
 */
function foldBlocks(learner: Learner, variants: Variants, list: Declaration, gaps: 'shared' | 'after' | 'before'): Variant<readonly Unit[]>[] | undefined {
  const cuts = variants.map(({ node }) => gapsOf(node, list));
  const between = cuts.flatMap((cut) => cut?.between ?? []);
  if (between.every((gap) => gap.length === 0)) return undefined;
  const heads = cuts.flatMap((cut) => (cut ? [cut.before] : []));
  const shared = gaps === 'shared' ? commonEnd([...between, ...heads]) : gaps === 'after' ? 0 : Infinity;
  const tailOf = (gap: Pieces) => gap.slice(0, Math.max(0, gap.length - shared));
  const headOf = (gap: Pieces) => gap.slice(Math.max(0, gap.length - shared));
  const tails = between.map(tailOf);
  const firsts = between.map(headOf);
  return variants.map(({ node, rows }, position) => {
    const cut = cuts[position];
    if (!cut) return { node: asUnits(node), rows };
    const { before, after, blocks } = cut;
    const headLength = Math.max(0, ...firsts.filter((head) => endsWith(before, head)).map(({ length }) => length));
    const tailLength = Math.max(0, ...tails.filter((tail) => endsWith(after.slice(0, tail.length), tail)).map(({ length }) => length));
    const whole: Piece[][] = [];
    blocks.forEach(({ index, pieces, gap }, at) => {
      const head = at === 0 ? before.slice(before.length - headLength) : headOf(blocks[at - 1].gap!);
      whole[index] = [...head, ...pieces, ...(gap ? tailOf(gap) : after.slice(0, tailLength))];
    });
    return {
      node: [
        ...asUnits(before.slice(0, before.length - headLength)),
        { kind: 'loop' as const, list, key: '', blocks: bindBlocks(learner, whole, list) },
        ...asUnits(after.slice(tailLength)),
      ],
      rows,
    };
  });
}

interface Gaps {
  readonly before: Pieces;
  readonly after: Pieces;
  readonly between: readonly Pieces[];
  /** What is surely of each element that has something, and what lies between it and the next one. */
  readonly blocks: readonly { readonly index: number; readonly pieces: Pieces; readonly gap?: Pieces }[];
}

function gapsOf(pieces: Pieces, list: Declaration): Gaps | undefined {
  const stretch = stretchOf(pieces, list);
  if (!stretch) return undefined;
  const [start, end] = stretch;
  const blocks: { index: number; pieces: Piece[]; gap?: Piece[] }[] = [];
  let pending: Piece[] = [];
  for (const piece of pieces.slice(start, end + 1)) {
    const index = elementOf(piece, list);
    if (index === undefined) {
      pending.push(piece);
      continue;
    }
    const last = blocks[blocks.length - 1];
    if (last?.index === index) {
      last.pieces.push(...pending, piece);
    } else {
      if (last) last.gap = pending;
      blocks.push({ index, pieces: [piece] });
    }
    pending = [];
  }
  return { before: pieces.slice(0, start), after: pieces.slice(end + 1), between: blocks.flatMap(({ gap }) => (gap ? [gap] : [])), blocks };
}

function endsWith(pieces: Pieces, end: Pieces): boolean {
  const offset = pieces.length - end.length;
  return offset >= 0 && end.every((piece, index) => piece.node.meaning === pieces[offset + index].node.meaning);
}

function commonEnd(lists: readonly Pieces[]): number {
  const shortest = Math.min(...lists.map(({ length }) => length));
  const fromEnd = (list: Pieces, position: number) => list[list.length - 1 - position].node.meaning;
  let length = 0;
  while (length < shortest && lists.every((list) => fromEnd(list, length) === fromEnd(lists[0], length))) length++;
  return length;
}

/** Lists whose elements have nothing that could be recognised: enumerations and switches. */
function listsWithoutCarriers(scope: Scope): Declaration[] {
  const isPlain = ({ kind, fields }: Declaration): boolean => kind === 'enumeration' || kind === 'boolean' || (kind === 'object' && fields.every(isPlain));
  return everyReadable(scope).filter((declaration) => declaration.kind === 'list' && isPlain(declaration.item!) && !listsOf(scope).includes(declaration));
}

/** Where every element makes one piece with its own word in it, as those of an enumeration do, in their order. */
function foldWords(variants: Variants, list: Declaration, scope: Scope): Variant<readonly Unit[]>[] | undefined {
  if (list.item!.kind !== 'enumeration') return undefined;
  const folded = variants.map(({ node, rows }): Variant<readonly Unit[]> | undefined => {
    const words: readonly string[] = elementsOf(list, scope.environments[rows.first]);
    if (words.length === 0) return { node: asUnits(node), rows };
    const start = node.findIndex((_piece, position) => words.every((word, index) => {
      const piece = node[position + index]?.node;
      return piece?.kind === 'leaf' && typeof piece.raw === 'string' && piece.raw.includes(word);
    }));
    if (start < 0) return undefined;
    const blocks = words.map((_word, index) => [node[start + index]]);
    return { node: around(node, start, words.length, { kind: 'loop', list, key: '', blocks }), rows };
  });
  return everyOf(folded);
}

/** Where every element makes equally many pieces, they are known by their positions. */
function foldPositions(variants: Variants, list: Declaration, scope: Scope): Folding[] {
  const refined = byCount(variants, list, scope);
  const [a, b] = [refined.find(({ count }) => count === 1), refined.find(({ count }) => count === 2)];
  if (!a || !b) return [];
  const each = b.pieces.length - a.pieces.length;
  const rest = a.pieces.length - each;
  if (each < 1 || rest < 0 || refined.some(({ pieces, count }) => pieces.length !== rest + count * each)) return [];
  return Array.from({ length: rest + 1 }, (_, start): Folding => () => refined.map(({ pieces, count, rows }) => {
    const blocks = Array.from({ length: count }, (_block, index) => pieces.slice(start + index * each, start + (index + 1) * each));
    return { node: around(pieces, start, count * each, { kind: 'loop', list, key: '', blocks }), rows };
  }));
}

/** Objects that are about several elements of a list at once, so that the list is gone through inside of them, by list and label. */
function wholes(variants: Variants): Set<string> {
  const found = new Set<string>();
  for (const { node } of variants) {
    for (const piece of node) {
      for (const [list, indices] of usesOfPiece(piece)) if (indices.size > 1) found.add(`${list.path} ${textKey(piece.label!)}`);
    }
  }
  return found;
}

/** Objects of the chart: those with the same path but for the element belong together. */
function foldLabelled(learner: Learner, pieces: Pieces, lists: readonly Declaration[], whole: ReadonlySet<string>): Unit[] {
  const units: Unit[] = [];
  const loops = new Map<string, { readonly list: Declaration; readonly blocks: Piece[][] }>();
  for (const piece of pieces) {
    const list = lists.find((candidate) => elementOf(piece, candidate) !== undefined && !whole.has(`${candidate.path} ${textKey(piece.label!)}`));
    if (!list) {
      units.push({ kind: 'piece', piece });
      continue;
    }
    const index = elementOf(piece, list)!;
    const label = withoutPosition(bindText(piece.label!, list, index), index, usesOf(valuesOfText(piece.label!)).has(list));
    const key = `${list.path} ${textKey(mapText(label, (value) => ({ ...value, indices: [] })))}`;
    let loop = loops.get(key);
    if (!loop) {
      loop = { list, blocks: [] };
      loops.set(key, loop);
    }
    (loop.blocks[index] ??= []).push({ node: piece.node, label });
  }
  return [...units, ...[...loops].map(([key, { list, blocks }]): Unit => ({ kind: 'loop', list, key, blocks: bindBlocks(learner, blocks, list) }))];
}

/** A construct that is not called after its element is called after its position, in most programs. */
function withoutPosition(label: Text, index: number, isNamed: boolean): Text {
  if (isNamed) return label;
  return label.map((part) => (typeof part === 'string' ? part.replace(new RegExp(`(?<![0-9])${index}(?![0-9])`, 'g'), '#') : part));
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
