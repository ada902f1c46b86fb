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

  public constructor(public words: Uint32Array) {}

  /** Makes room for rows up to a number. */
  public grow(size: number): void {
    const length = (size + 31) >>> 5;
    if (length <= this.words.length) return;
    const { words } = this;
    this.words = new Uint32Array(length);
    this.words.set(words);
  }

  public add(member: number): void {
    this.words[member >>> 5] |= 1 << (member & 31);
  }

  public has(member: number): boolean {
    return (this.words[member >>> 5] & (1 << (member & 31))) !== 0;
  }

  public and(other: Bits): Bits {
    const words = new Uint32Array(this.words.length);
    for (let index = 0; index < words.length; index++) words[index] = this.words[index] & other.words[index];
    return new Bits(words);
  }

  public or(other: Bits): Bits {
    const words = new Uint32Array(this.words.length);
    for (let index = 0; index < words.length; index++) words[index] = this.words[index] | other.words[index];
    return new Bits(words);
  }

  public without(other: Bits): Bits {
    const words = new Uint32Array(this.words.length);
    for (let index = 0; index < words.length; index++) words[index] = this.words[index] & ~other.words[index];
    return new Bits(words);
  }

  public meets(other: Bits): boolean {
    for (let index = 0; index < this.words.length; index++) if ((this.words[index] & other.words[index]) !== 0) return true;
    return false;
  }

  public get isEmpty(): boolean {
    for (let index = 0; index < this.words.length; index++) if (this.words[index] !== 0) return false;
    return true;
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
