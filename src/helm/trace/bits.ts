/* eslint-disable no-bitwise -- sets of bits are what this file is about. */
/** A set of row numbers. */
export class Bits {
  public static of(size: number, members: Iterable<number> = []): Bits {
    const bits = new Bits(new Uint32Array((size + 31) >>> 5));
    for (const member of members) bits.add(member);
    return bits;
  }

  public static all(size: number): Bits {
    const bits = Bits.of(size);
    bits.words.fill(0xffffffff);
    if (size & 31) bits.words[bits.words.length - 1] = (1 << (size & 31)) - 1;
    return bits;
  }

  public constructor(public readonly words: Uint32Array) {}

  public add(member: number): void {
    this.words[member >>> 5] |= 1 << (member & 31);
  }

  public has(member: number): boolean {
    return (this.words[member >>> 5] & (1 << (member & 31))) !== 0;
  }

  public and(other: Bits): Bits {
    return new Bits(this.words.map((word, index) => word & other.words[index]));
  }

  public or(other: Bits): Bits {
    return new Bits(this.words.map((word, index) => word | other.words[index]));
  }

  public without(other: Bits): Bits {
    return new Bits(this.words.map((word, index) => word & ~other.words[index]));
  }

  public get isEmpty(): boolean {
    return this.words.every((word) => word === 0);
  }

  public get size(): number {
    let size = 0;
    for (let word of this.words) {
      for (; word !== 0; word &= word - 1) size++;
    }
    return size;
  }

  public get first(): number {
    const index = this.words.findIndex((word) => word !== 0);
    return index < 0 ? -1 : index * 32 + (31 - Math.clz32(this.words[index] & -this.words[index]));
  }

  /** One of them, found from a random word on. */
  public pick(random: { below(limit: number): number }): number {
    const { words } = this;
    const start = random.below(words.length);
    for (let step = 0; step < words.length; step++) {
      const index = (start + step) % words.length;
      const members = [...Array(32).keys()].filter((bit) => (words[index] & (1 << bit)) !== 0);
      if (members.length > 0) return index * 32 + members[random.below(members.length)];
    }
    return -1;
  }

  /** A name by which equal sets are recognised. */
  public get key(): string {
    return this.words.join();
  }

  public* [Symbol.iterator](): Generator<number> {
    for (let index = 0; index < this.words.length; index++) {
      for (let word = this.words[index]; word !== 0; word &= word - 1) yield index * 32 + (31 - Math.clz32(word & -word));
    }
  }
}

/** Puts what two sets share into the third; false if that is nothing. */
export function intersect(a: Uint32Array, b: Uint32Array, result: Uint32Array): boolean {
  let any = 0;
  for (let index = 0; index < a.length; index++) any |= result[index] = a[index] & b[index];
  return any !== 0;
}

/** Whether two sets share something. */
export function meet(a: Uint32Array, b: Uint32Array): boolean {
  for (let index = 0; index < a.length; index++) if ((a[index] & b[index]) !== 0) return true;
  return false;
}
