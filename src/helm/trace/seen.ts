/* eslint-disable no-bitwise -- sets of bits are what this file is about. */
import { Column } from './column';
import { Random } from './random';

/** Choices of columns, by their position in a scope. */
export type Combination = ReadonlyMap<number, number>;

/** A choice of a column, and in which situations it was seen: a bit for each. */
interface SeenChoice {
  readonly column: number;
  readonly choice: number;
  words: Uint32Array;
}

/** Which combinations of choices were seen together, in the situations of one class: many millions are asked for. */
export class Seen {
  private readonly choices: readonly SeenChoice[][];
  private readonly situations: number[] = [];

  public constructor(columns: readonly Column[]) {
    this.choices = columns.map(({ choices }, column) => choices.map((_choice, choice) => ({ column, choice, words: new Uint32Array(4) })));
  }

  /** Adds a situation, by its number in the scope. */
  public add(situation: number, choiceOf: (column: number) => number): void {
    const bit = this.situations.length;
    this.situations.push(situation);
    const index = bit >>> 5;
    this.choices.forEach((all, column) => {
      for (const each of all) each.words = withRoom(each.words, index);
      const seen = all[choiceOf(column)];
      if (seen) seen.words[index] |= 1 << (bit & 31);
    });
  }

  public get isEmpty(): boolean {
    return this.situations.length === 0;
  }

  /** Whether a situation has all of a combination. */
  public has(combination: Combination): boolean {
    return this.find(combination, 0) !== undefined;
  }

  /** The number of a situation that has all of a combination, found from a random one on. */
  public oneWith(combination: Combination, random: Random): number | undefined {
    return this.find(combination, random.below(Math.max(1, this.length)));
  }

  /**
   * All combinations of up to three choices that no situation has. Those of two or three that cannot be are not looked into any further.
   * Situations may be added while the search stands still; what was seen before that place stays seen.
   */
  public* unseen(isPossible: (choices: readonly (readonly [number, number])[]) => boolean): Generator<Combination> {
    // With those of three that have it in them, since the search does not come back.
    const all = this.choices.flat().filter(({ column, choice }) => isPossible([[column, choice]]));
    const following = all.map(({ column }) => all.findIndex((other) => other.column > column)).map((next) => (next < 0 ? all.length : next));
    const key = all.map(({ column, choice }) => [column, choice] as const);
    for (let x = 0; x < all.length; x++) {
      let one = new Uint32Array(this.length);
      if (!intersect(all[x].words, all[x].words, one)) yield new Map([key[x]]);
      let two = new Uint32Array(one.length);
      for (let y = following[x]; y < all.length; y++) {
        if (one.length !== this.length) {
          one = all[x].words.slice(0, this.length);
          two = new Uint32Array(one.length);
        }
        if (!intersect(one, all[y].words, two)) {
          const pair = [key[x], key[y]];
          if (!isPossible(pair)) continue;
          yield new Map(pair);
        }
        for (let z = following[y]; z < all.length; z++) {
          if (meet(two, all[z].words)) continue;
          const three = [key[x], key[y], key[z]];
          if (isPossible(three)) yield new Map(three);
        }
      }
    }
  }

  /** How many words hold bits. */
  private get length(): number {
    return (this.situations.length + 31) >>> 5;
  }

  private find(combination: Combination, start: number): number | undefined {
    const wanted = [...combination].map(([column, choice]) => this.choices[column][choice].words);
    const { length } = this;
    for (let step = 0; step < length; step++) {
      const index = (start + step) % length;
      let word = index === length - 1 ? lastWord(this.situations.length) : 0xffffffff;
      for (const words of wanted) word &= words[index];
      if (word !== 0) return this.situations[index * 32 + (31 - Math.clz32(word & -word))];
    }
    return undefined;
  }
}

function withRoom(words: Uint32Array, index: number): Uint32Array {
  if (index < words.length) return words;
  const larger = new Uint32Array(words.length * 2);
  larger.set(words);
  return larger;
}

/** The bits of the last word that stand for situations. */
function lastWord(size: number): number {
  return (size & 31) === 0 ? 0xffffffff : (1 << (size & 31)) - 1;
}

/** Puts what two sets share into the third; false if that is nothing. */
function intersect(a: Uint32Array, b: Uint32Array, result: Uint32Array): boolean {
  let any = 0;
  for (let index = 0; index < result.length; index++) any |= result[index] = a[index] & b[index];
  return any !== 0;
}

/** Whether a set shares something with a larger one. */
function meet(a: Uint32Array, b: Uint32Array): boolean {
  for (let index = 0; index < a.length; index++) if ((a[index] & b[index]) !== 0) return true;
  return false;
}
