import { Carriers } from './carriers';
import { keyOf, mapText, mapValues, Parameter, Reference, Text, textKey, ValueReference, valuesOf, valuesOfText } from './reference';
import { Declaration } from '../declaration';
import { Graft } from '../graft';

/** What was seen at one place of a manifest, with references where carriers were found. Equal ones are one object. */
export type Node = Leaf | MapNode | SequenceNode;

interface Common {
  /** Equal for nodes that are equal once carriers are taken for what they stand for. */
  readonly meaning: number;
  /** The lists whose elements occur in it, with the positions of those elements. */
  readonly uses: ReadonlyMap<Declaration, ReadonlySet<number>>;
}

/** A scalar, or a struct that is handed through. */
export interface Leaf extends Common {
  readonly kind: 'leaf';
  /** What was really there. */
  readonly raw: any;
  /** A text, or a number or struct that is nothing but a reference, or nothing if it is a constant that is no string. */
  readonly text?: Text;
  readonly reference?: Reference;
  /** For a text: what really was in the place of each of its parts. */
  readonly raws?: readonly string[];
}

/** A mapping; its keys may have references, too. */
export interface MapNode extends Common {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

/** One entry of a mapping. */
export interface Entry {
  readonly key: Text;
  readonly rawKey: string;
  readonly node: Node;
}

/** A list. */
export interface SequenceNode extends Common {
  readonly kind: 'sequence';
  readonly items: readonly Node[];
}

const NO_USES: ReadonlyMap<Declaration, ReadonlySet<number>> = new Map();

/** Makes nodes, each once. */
export class Nodes {
  private readonly known = new Map<string, Node>();
  private readonly meanings = new Map<string, number>();
  private readonly identities = new Map<Node, number>();
  private readonly bound = new Map<string, Node>();

  public constructor(private readonly carriers: Carriers) {}

  /** What a finished manifest shows. */
  public of(json: any): Node {
    if (typeof json === 'string') return this.string(json);
    if (typeof json === 'number') return this.exact(this.carriers.readNumber(json), json);
    if (json instanceof Graft) {
      const { declaration, indices } = json.struct;
      return this.exact({ kind: 'value', declaration, indices }, json.struct.json);
    }
    if (Array.isArray(json)) return this.sequence(json.map((item) => this.of(item ?? null)));
    if (json === null || typeof json !== 'object') return this.exact(undefined, json);
    return this.map(Object.entries(json).filter(([, value]) => value !== undefined).map(([key, value]) => (
      { key: this.carriers.read(key).text, rawKey: key, node: this.of(value) })));
  }

  /** A string, read for carriers. */
  public string(raw: string): Leaf {
    const { text, raws } = this.carriers.read(raw);
    return this.text(text, raws);
  }

  /** What a function was called with. */
  public ofParameter(parameter: Parameter): Node {
    switch (parameter.kind) {
      case 'constant': return this.exact(undefined, parameter.value);
      case 'text': return parameter.exact ? this.exact(parameter.text[0] as Reference, Number(parameter.raws[0])) : this.text(parameter.text, parameter.raws);
      case 'map': return this.map(parameter.entries.map(({ key, rawKey, value }) => ({ key, rawKey, node: this.ofParameter(value) })));
      case 'sequence': return this.sequence(parameter.items.map((item) => this.ofParameter(item)));
    }
  }

  /** A string of which it is known what its parts stand for. */
  public text(text: Text, raws: readonly string[]): Leaf {
    const raw = raws.join('');
    const meaning = `t${textKey(text)}`;
    return this.keep(`${raw} ${meaning}`, meaning, () => ({ kind: 'leaf', raw, raws, text, uses: usesOf(valuesOfText(text)) })) as Leaf;
  }

  /** A number, boolean, null or struct. */
  public exact(reference: Reference | undefined, raw: any): Leaf {
    const json = JSON.stringify(raw);
    const meaning = reference ? `r${keyOf(reference)}` : `c${json}`;
    return this.keep(`${json} ${meaning}`, meaning, () => ({ kind: 'leaf', raw, reference, uses: usesOf(reference ? valuesOf(reference) : []) })) as Leaf;
  }

  public map(entries: readonly Entry[]): MapNode {
    const sorted = [...entries].sort((a, b) => (a.rawKey < b.rawKey ? -1 : 1));
    const identity = `m${sorted.map(({ rawKey, key, node }) => `${JSON.stringify(rawKey)}${textKey(key)}:${this.identities.get(node)}`).join()}`;
    const meaning = `m${sorted.map(({ key, node }) => `${textKey(key)}:${node.meaning}`).sort().join()}`;
    return this.keep(identity, meaning, () => (
      { kind: 'map', entries: sorted, uses: merged([...sorted.map(({ node }) => node.uses), ...sorted.map(({ key }) => usesOf(valuesOfText(key)))]) })) as MapNode;
  }

  public sequence(items: readonly Node[]): SequenceNode {
    const identity = `s${items.map((item) => this.identities.get(item)).join()}`;
    const meaning = `s${items.map((item) => item.meaning).join()}`;
    return this.keep(identity, meaning, () => ({ kind: 'sequence', items, uses: merged(items.map(({ uses }) => uses)) })) as SequenceNode;
  }

  /** A number of its own for each node. */
  public identity(node: Node): number {
    return this.identities.get(node)!;
  }

  /** The node as it looks inside a loop over the list, for the element at one position. */
  public bind(node: Node, list: Declaration, index: number): Node {
    if (!node.uses.has(list)) return node;
    const key = `${this.identities.get(node)} ${list.path} ${index}`;
    const found = this.bound.get(key);
    if (found) return found;
    const result = this.bindNew(node, list, index);
    this.bound.set(key, result);
    return result;
  }

  private bindNew(node: Node, list: Declaration, index: number): Node {
    switch (node.kind) {
      case 'map': return this.map(node.entries.map((entry) => ({ ...entry, key: bindText(entry.key, list, index), node: this.bind(entry.node, list, index) })));
      case 'sequence': return this.sequence(node.items.map((item) => this.bind(item, list, index)));
      case 'leaf':
        if (node.text) return this.text(bindText(node.text, list, index), node.raws!);
        return this.exact(node.reference && mapValues(node.reference, (value) => bindValue(value, list, index)), node.raw);
    }
  }

  private keep(identity: string, meaning: string, make: () => any): Node {
    let node = this.known.get(identity);
    if (!node) {
      if (!this.meanings.has(meaning)) this.meanings.set(meaning, this.meanings.size);
      node = { ...make(), meaning: this.meanings.get(meaning)! } as Node;
      this.known.set(identity, node);
      this.identities.set(node, this.identities.size);
    }
    return node;
  }
}

/** The text as it looks inside a loop over the list. */
export function bindText(text: Text, list: Declaration, index: number): Text {
  return mapText(text, (value) => bindValue(value, list, index));
}

/** The list whose element a value is of, if it is not yet inside a loop over it. */
export function listOf(value: ValueReference): Declaration | undefined {
  const { lists } = value.declaration;
  return lists[lists.length - value.indices.length];
}

/** The position of the one element of the list that a node is about; nothing if there is none or more than one. */
export function elementIn(uses: Node['uses'], list: Declaration): number | undefined {
  const indices = uses.get(list);
  return indices?.size === 1 ? [...indices][0] : undefined;
}

/** The lists that values are of. */
export function usesOf(values: readonly ValueReference[]): ReadonlyMap<Declaration, ReadonlySet<number>> {
  if (values.length === 0) return NO_USES;
  const uses = new Map<Declaration, Set<number>>();
  for (const value of values) {
    const list = listOf(value);
    if (!list) continue;
    if (!uses.has(list)) uses.set(list, new Set());
    uses.get(list)!.add(value.indices[0]);
  }
  return uses;
}

function bindValue(value: ValueReference, list: Declaration, index: number): ValueReference {
  return listOf(value) === list && value.indices[0] === index ? { ...value, indices: value.indices.slice(1) } : value;
}

function merged(all: readonly Node['uses'][]): Node['uses'] {
  const some = all.filter((uses) => uses.size > 0);
  if (some.length <= 1) return some[0] ?? NO_USES;
  const result = new Map<Declaration, Set<number>>();
  for (const uses of some) {
    for (const [list, indices] of uses) {
      if (!result.has(list)) result.set(list, new Set());
      for (const index of indices) result.get(list)!.add(index);
    }
  }
  return result;
}
