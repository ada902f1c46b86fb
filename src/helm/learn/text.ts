import { Unit } from './align';
import { bindBlocks } from './fold';
import { learnItems, Piece } from './items';
import { Learner, Variant } from './learner';
import { Place, UnlearnedPlace } from './place';
import { Declaration } from '../declaration';
import { Bits } from '../trace/bits';
import { Leaf, Nodes, usesOf } from '../trace/node';
import { Reference, Text, valuesOf } from '../trace/reference';
import { Scope } from '../trace/scope';
import { Item, Template } from '../tree/template';

/** The ways to learn a string whose parts come and go: line by line, and piece by piece. */
export function learnTexts(learner: Learner, variants: readonly Variant<Leaf>[], scope: Scope, domain: Bits, place: Place): (() => Template)[] {
  const byPieces = () => learnPieces(learner, variants, scope, domain, place);
  if (!variants.some(({ node }) => node.raw.includes('\n'))) return [byPieces];
  return [() => {
    const lines = variants.map(({ node, rows }) => ({ node: linesOf(node, learner.nodes), rows }));
    return { kind: 'lines', separator: '\n', items: learnItems(learner, lines, scope, domain, place, { placeOf: (_piece, position) => [`line ${position + 1}`] }) };
  }, byPieces];
}

function linesOf(leaf: Leaf, nodes: Nodes): Piece[] {
  if (leaf.raw === '') return [];
  const lines: { text: (string | Reference)[]; raws: string[] }[] = [{ text: [], raws: [] }];
  leaf.text!.forEach((part, index) => {
    const parts = typeof part === 'string' ? part.split('\n') : [part];
    parts.forEach((piece, position) => {
      if (position > 0) lines.push({ text: [], raws: [] });
      if (piece === '') return;
      lines[lines.length - 1].text.push(piece);
      lines[lines.length - 1].raws.push(typeof piece === 'string' ? piece : leaf.raws![index]);
    });
  });
  return lines.map(({ text, raws }) => ({ node: nodes.text(text, raws) }));
}

/** A part of a text with what really was in its place. */
interface Token {
  readonly part: string | Reference;
  readonly raw: string;
}

function learnPieces(learner: Learner, variants: readonly Variant<Leaf>[], scope: Scope, domain: Bits, place: Place): Template {
  const texts = variants.map(({ node, rows }) => ({ node: pieces(tokensOf(node), learner.nodes), rows }));
  if (texts.every(({ node }) => node.length <= 1)) throw new UnlearnedPlace(place, 'it is one of several words, by more than a few values');
  const prepare = (all: readonly Variant<readonly Piece[]>[]): Variant<readonly Unit[]>[] => {
    const tokens = all.map(({ node, rows }) => ({ node: node.flatMap((piece) => tokensOf(piece.node as Leaf)), rows }));
    const joined = tokens.map(({ node }) => joinLiterals(node));
    const lists = [...new Set(all.flatMap(({ node }) => node.flatMap((piece) => [...piece.node.uses.keys()])))];
    const joints = new Map(lists.map((list) => [list, jointOf(list, joined, place)]));
    return tokens.map(({ rows }, index) => ({ node: unitsOf(learner, joined[index], joints), rows }));
  };
  const items = learnItems(learner, texts, scope, domain, place, { prepare, placeOf: (_piece, position) => [`part ${position + 1}`] });
  // Between lines inside a piece, a template has no place for the line breaks.
  if (items.some(hasLines)) throw new UnlearnedPlace(place, 'its lines come and go in more ways than can be told apart');
  return { kind: 'lines', separator: '', items };
}

function hasLines(item: Item): boolean {
  return item.kind === 'loop' ? item.items.some(hasLines) : areLines(item.value);
}

function areLines(value: Template): boolean {
  if (value.kind === 'choice') return [...value.cases.map((one) => one.value), value.otherwise].some(areLines);
  return value.kind === 'lines' && (value.separator === '\n' || value.items.some(hasLines));
}

function tokensOf(leaf: Leaf): Token[] {
  return leaf.text!.map((part, index) => ({ part, raw: leaf.raws![index] }));
}

/** How what the elements of a list made lies in a text: what belongs to each element before and after its values, and what stands between. */
interface Joint {
  readonly before: string;
  /** The longest first; which of them it is shows in the text. */
  readonly after: readonly string[];
  readonly separator: string;
}

function indexIn(token: Token, list: Declaration): number | undefined {
  if (typeof token.part === 'string') return undefined;
  const indices = usesOf(valuesOf(token.part)).get(list);
  return indices?.size === 1 ? [...indices][0] : undefined;
}

/** The stretch of tokens between the first and the last value of the list. */
function stretch(tokens: readonly Token[], list: Declaration): readonly [number, number] | undefined {
  const positions = tokens.map((token, position) => (indexIn(token, list) === undefined ? -1 : position)).filter((position) => position >= 0);
  return positions.length === 0 ? undefined : [positions[0], positions[positions.length - 1]];
}

function jointOf(list: Declaration, texts: readonly (readonly Token[])[], place: Place): Joint {
  const heads: string[] = [];
  const tails: string[] = [];
  const between: string[] = [];
  for (const tokens of texts) {
    const found = stretch(tokens, list);
    if (!found) continue;
    const [start, end] = found;
    heads.push(literal(tokens[start - 1]));
    tails.push(literal(tokens[end + 1]));
    let last = indexIn(tokens[start], list)!;
    for (let position = start + 1; position <= end; position++) {
      const index = indexIn(tokens[position], list);
      if (index === undefined || index === last) continue;
      if (index < last) throw new UnlearnedPlace(place, `the elements of ${list.path} are in another order than they were given in; a template keeps that order`);
      const lastOne = lastOf(tokens, list, last);
      const gap = tokens.slice(0, position).filter((_token, at) => at > start && at > lastOne);
      between.push(gap.map((token) => literal(token)).join(''));
      last = index;
    }
  }
  const before = commonEnd([...heads, ...between]);
  const rests = between.map((text) => text.slice(0, text.length - before.length));
  if (rests.length === 0) return { before: '', after: [], separator: '' };
  const [rest] = rests;
  if (new Set(rests).size === 1) {
    const after = commonStart([rest, ...tails]);
    return { before, after: [after], separator: rest.slice(after.length) };
  }
  // Elements end differently, as with a part that only some have: what all gaps end with stands between, as far as no text ends with it.
  const shared = commonEnd(rests);
  for (let length = shared.length; length >= 0; length--) {
    const ends = new Set(rests.map((text) => text.slice(0, text.length - length)));
    if (tails.every((tail) => [...ends].some((end) => tail.startsWith(end)))) {
      return { before, after: [...ends].sort((x, y) => y.length - x.length), separator: shared.slice(shared.length - length) };
    }
  }
  return { before, after: [''], separator: '' };
}

function lastOf(tokens: readonly Token[], list: Declaration, index: number): number {
  let last = -1;
  tokens.forEach((token, position) => { if (indexIn(token, list) === index) last = position; });
  return last;
}

function unitsOf(learner: Learner, tokens: readonly Token[], joints: ReadonlyMap<Declaration, Joint>): Unit[] {
  const [list, joint] = [...joints].find(([candidate]) => stretch(tokens, candidate)) ?? [];
  if (!list || !joint) return pieces(tokens, learner.nodes).map((piece): Unit => ({ kind: 'piece', piece }));
  const [start, end] = stretch(tokens, list)!;
  const { before, separator } = joint;
  const after = joint.after.find((text) => literal(tokens[end + 1]).startsWith(text)) ?? '';
  const head = [...tokens.slice(0, start)];
  const tail = [...tokens.slice(end + 1)];
  if (before !== '') head[head.length - 1] = cutLiteral(head[head.length - 1], 0, -before.length);
  if (after !== '') tail[0] = cutLiteral(tail[0], after.length);
  const blocks: Token[][] = [];
  let current = -1;
  let pending: Token[] = [];
  for (const token of tokens.slice(start, end + 1)) {
    const index = indexIn(token, list);
    if (index === undefined) {
      pending.push(token);
      continue;
    }
    if (index !== current) {
      if (current >= 0) {
        const gap = pending.map((part) => literal(part)).join('');
        blocks[current].push(word(gap.slice(0, gap.length - before.length - separator.length)));
      }
      blocks[index] = [word(before)];
      current = index;
    } else {
      blocks[index].push(...pending);
    }
    pending = [];
    blocks[index].push(token);
  }
  blocks[current].push(word(after));
  const asPieces = Array.from(blocks, (block) => block && pieces(block, learner.nodes));
  const rest = new Map([...joints].filter(([other]) => other !== list));
  return [
    ...unitsOf(learner, head, rest),
    { kind: 'loop', list, key: '', blocks: bindBlocks(learner, asPieces, list), separator },
    ...unitsOf(learner, tail, rest),
  ];
}

/** Neighbouring texts as one. */
function joinLiterals(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined[joined.length - 1];
    if (typeof token.part === 'string' && typeof last?.part === 'string') joined[joined.length - 1] = word(last.part + token.part);
    else joined.push(token);
  }
  return joined;
}

function pieces(tokens: readonly Token[], nodes: Nodes): Piece[] {
  return tokens.flatMap(({ part, raw }): Piece[] => {
    if (typeof part !== 'string') return [{ node: nodes.text([part], [raw]) }];
    // Words, and what stands between them.
    return (part.match(/[A-Za-z0-9_.-]+|[^A-Za-z0-9_.-]+/g) ?? []).map((text): Piece => ({ node: nodes.text([text] as Text, [text]), isWord: /^[A-Za-z0-9]/.test(text) }));
  });
}

function literal(token: Token | undefined): string {
  return token && typeof token.part === 'string' ? token.part : '';
}

function word(text: string): Token {
  return { part: text, raw: text };
}

function cutLiteral(token: Token, start: number, end?: number): Token {
  return word((token.part as string).slice(start, end));
}

function commonEnd(texts: readonly string[]): string {
  const reversed = texts.map((text) => [...text].reverse().join(''));
  return [...commonStart(reversed)].reverse().join('');
}

function commonStart(texts: readonly string[]): string {
  if (texts.length === 0) return '';
  let length = 0;
  while (length < texts[0].length && texts.every((text) => text[length] === texts[0][length])) length++;
  return texts[0].slice(0, length);
}
