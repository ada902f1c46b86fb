import { Yaml } from 'cdk8s';

/**
 * Writes manifests exactly as `Yaml.stringify` of cdk8s does, but asks it only for texts that may need quotes or a block, and for each of them once.
 *
 * Databases of one app repeat nearly all their texts, some of them long, and judging texts is what `Yaml.stringify` spends its time with. Only
 * the layout of maps and lists, which has no exceptions for plain values, is written here; a manifest with anything else in it goes to the library
 * as a whole.
 */
export class LinearYaml {
  /** Notation of a text as a value without indentation, then with the indentation of each depth where it was used. */
  private readonly texts = new Map<string, string[]>();
  private readonly keys = new Map<string, string>();

  /** The manifests as YAML documents of one text. */
  public stringify(manifests: unknown[]): string {
    return manifests.map((manifest) => {
      const texts = new Set<string>();
      if (!isPlainTree(manifest, texts)) return Yaml.stringify(manifest);
      this.learn([...texts].filter((text) => !this.texts.has(text)));
      return `${this.collection(manifest, 0)}\n`;
    }).join('---\n');
  }

  private learn(texts: string[]): void {
    if (texts.length === 0) return;
    // All lines of an item but the first are indented or empty.
    const items = Yaml.stringify(texts).slice('- '.length, -'\n'.length).split('\n- ');
    texts.forEach((text, index) => this.texts.set(text, [items[index]]));
  }

  /** Notation of a map or list; all lines but the first are indented. */
  private collection(value: Collection, depth: number): string {
    const lines = Array.isArray(value)
      ? value.map((item) => `- ${this.node(item, depth + 1)}`)
      : Object.entries(value).map(([key, item]) => {
        const separator = isCollection(item) && !isEmpty(item) ? `\n${indentOf(depth + 1)}` : ' ';
        return `${this.key(key)}:${separator}${this.node(item, depth + 1)}`;
      });
    return lines.join(`\n${indentOf(depth)}`);
  }

  private node(value: Node, depth: number): string {
    if (isCollection(value)) {
      if (isEmpty(value)) return Array.isArray(value) ? '[]' : '{}';
      return this.collection(value, depth);
    }
    if (typeof value !== 'string' || isPlainText(value)) return `${value}`;
    const notations = this.texts.get(value)!;
    return notations[depth - 1] ??= notations[0].replace(/\n(?!\n|$)/g, `\n${indentOf(depth - 1)}`);
  }

  private key(key: string): string {
    if (isPlainText(key)) return key;
    let notation = this.keys.get(key);
    if (notation === undefined) {
      notation = Yaml.stringify({ [key]: 0 }).slice(0, -': 0\n'.length);
      this.keys.set(key, notation);
    }
    return notation;
  }
}

type Node = string | number | boolean | Collection;
type Collection = Node[] | { [key: string]: Node };

/**
 * A map with something in it, made of maps, lists, texts, integers and booleans alone, none of them in two places, where the library writes an alias.
 * @param texts Gets the texts among the values that the library has to judge.
 */
function isPlainTree(value: unknown, texts: Set<string>): value is { [key: string]: Node } {
  const seen = new Set<object>();
  const isPlain = (node: unknown): boolean => {
    if (typeof node === 'string') {
      if (!isPlainText(node)) texts.add(node);
      return true;
    }
    if (typeof node === 'boolean') return true;
    if (typeof node === 'number') return Number.isSafeInteger(node) && !Object.is(node, -0);
    if (typeof node !== 'object' || node === null || seen.has(node)) return false;
    seen.add(node);
    if (Array.isArray(node)) return isOrdinary(node, Array.prototype) && [...node].every(isPlain);
    return isOrdinary(node, Object.prototype) && Object.entries(node).every(([key, item]) => isPlainKey(key) && isPlain(item));
  };
  return isCollection(value) && !Array.isArray(value) && isPlain(value) && !isEmpty(value);
}

/** Neither of a class nor marked as something special by a symbol. */
function isOrdinary(value: object, prototype: object): boolean {
  return Object.getPrototypeOf(value) === prototype && Object.getOwnPropertySymbols(value).length === 0;
}

/** Long keys, those of several lines, and those that look like a mark between documents, have a notation that depends on the place. */
function isPlainKey(key: string): boolean {
  return /^(?!%|---|\.\.\.)[ -~]{0,200}$/.test(key);
}

/** Two letters and then only characters without a meaning: no number (`e5` is one), and no word of YAML 1.1. */
function isPlainText(text: string): boolean {
  return /^[A-Za-z]{2}[A-Za-z0-9_./-]*$/.test(text) && !/^(?:yes|no|on|off|true|false|null)$/i.test(text);
}

function isCollection(value: unknown): value is Collection {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: Collection): boolean {
  return Object.keys(value).length === 0;
}

function indentOf(depth: number): string {
  return '  '.repeat(depth);
}
