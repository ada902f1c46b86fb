import { Column } from './column';
import { Dependency } from './determine';
import { Random } from './random';
import { Scope } from './scope';
import { Combination, Seen } from './seen';
import { Declaration } from '../declaration';

/** More choices than all columns together have; three of them make an exact number. */
const MOST_CHOICES = 2 ** 17;

/** One step on the way to a place: what decides which class a situation belongs to, and which class it is. */
export interface Link {
  readonly dependency: Dependency;
  readonly wanted: number;
}

/** A set of situations: in the elements of these lists, those for which all steps hold. */
export interface Situations {
  readonly lists: readonly Declaration[];
  readonly chain: readonly Link[];
  /** Columns of which all combinations are asked for, instead of those of any three. */
  readonly table?: readonly number[];
}

/** The situations of one class of a place, and which combinations were seen in them. */
export class Check {
  public readonly key: string;
  /** All columns that decide whether a situation is one of them. */
  public readonly around: readonly number[];
  private scope!: Scope;
  private seen!: Seen;
  private readonly isAround: boolean[] = [];
  private readonly possible = new Map<number, boolean>();
  /** The columns of the lists whose elements the situations are about. */
  private filled: readonly Column[] = [];
  /** How many choices there are before those of each column. */
  private offsets: readonly number[] = [];
  private looked = 0;
  /** Combinations that were missing when they were come upon, until they are seen. */
  private pending: Combination[] = [];
  private search?: Generator<Combination>;

  public constructor(private readonly situations: Situations) {
    this.key = `${situations.table?.join('.') ?? ''} ${situations.lists.map(({ path }) => path).join()} ${situations.chain.map(({ dependency, wanted }) => (
      `${dependency.columns.join('.')}:${[...dependency.table].filter(([, found]) => found === wanted).map(([key]) => key).sort().join('|')}`)).join(' ')}`;
    this.around = [...new Set(situations.chain.flatMap(({ dependency }) => dependency.columns))];
    for (const column of this.around) this.isAround[column] = true;
  }

  /** The lists whose elements the situations are about. */
  public get lists(): readonly Declaration[] {
    return this.situations.lists;
  }

  /** Whether it cannot be had together with the choices. */
  public contradicts(combination: Combination, choices: ReadonlyMap<Column, number>): boolean {
    for (const [column, choice] of combination) if ((choices.get(this.scope.columns[column]) ?? choice) !== choice) return true;
    return this.filled.some((column) => (choices.get(column) ?? column.choices.length - 1) !== column.choices.length - 1);
  }

  /** Takes a combination into the choices, with elements in the lists that the situations are about. */
  public choose(combination: Combination, choices: Map<Column, number>): void {
    for (const [column, choice] of combination) choices.set(this.scope.columns[column], choice);
    for (const column of this.filled) choices.set(column, column.choices.length - 1);
  }

  /** All combinations that were not seen in these situations and could be. */
  public* missingIn(root: Scope): Generator<Combination> {
    this.scope = this.situations.lists.reduce((scope, list) => scope.loop(list).scope, root);
    const { scope } = this;
    if (!this.seen) {
      this.seen = new Seen(scope.columns);
      this.filled = scope.columns.filter(({ declaration }) => this.lists.includes(declaration));
      let sum = 0;
      this.offsets = scope.columns.map(({ choices }) => (sum += choices.length) - choices.length);
    }
    // Situations are only ever added.
    for (; this.looked < scope.size; this.looked++) {
      const choiceOf = (column: number) => scope.choice(column, this.looked);
      if (this.holds(choiceOf)) this.seen.add(this.looked, choiceOf);
    }
    this.pending = this.pending.filter((combination) => !this.seen.has(combination));
    yield* [...this.pending];
    // What was seen before the place where the search stands stays seen.
    this.search ??= this.situations.table ? this.inTable(this.situations.table, new Map()) : this.seen.unseen((choices) => this.isPossible(choices));
    for (let next = this.search.next(); !next.done; next = this.search.next()) {
      if (this.seen.has(next.value)) continue;
      this.pending.push(next.value);
      yield next.value;
    }
  }

  /** No longer asks for a combination that no values reach. */
  public giveUp(combination: Combination): void {
    this.pending = this.pending.filter((other) => other !== combination);
  }

  /** Choices of all columns that decide, with which a combination is one of these situations; nothing if there are none. */
  public reach(combination: Combination, random: Random): Combination | undefined {
    const free = this.around.filter((column) => !combination.has(column));
    const row = this.seen.oneWith(new Map([...combination].filter(([column]) => this.isAround[column])), random);
    if (row !== undefined) {
      return new Map([...combination, ...this.around.map((column) => [column, this.scope.choice(column, row)] as const)]);
    }
    const sizes = free.map((column) => this.scope.columns[column].choices.length);
    const count = sizes.reduce((product, size) => product * size, 1);
    const start = random.below(count);
    for (let step = 0; step < Math.min(count, 3000); step++) {
      let rest = count <= 3000 ? (start + step) % count : random.below(count);
      const choices = new Map(combination);
      free.forEach((column, index) => {
        choices.set(column, rest % sizes[index]);
        rest = Math.floor(rest / sizes[index]);
      });
      if (this.holds((column) => choices.get(column)!)) return choices;
    }
    return undefined;
  }

  private holds(choiceOf: (column: number) => number): boolean {
    return this.situations.chain.every(({ dependency, wanted }) => dependency.table.get(dependency.columns.map(choiceOf).join()) === wanted);
  }

  /** All combinations of some columns that were not seen and can be. */
  private* inTable(columns: readonly number[], combination: Combination): Generator<Combination> {
    const [column, ...rest] = columns;
    if (column === undefined) {
      if (!this.seen.has(combination) && !this.emptiesLists(combination) && this.reach(combination, new Random(1))) yield combination;
      return;
    }
    for (let choice = 0; choice < this.scope.columns[column].choices.length; choice++) {
      yield* this.inTable(rest, new Map([...combination, [column, choice]]));
    }
  }

  /** Whether any values are such a situation, of at most three choices. */
  private isPossible(choices: readonly (readonly [number, number])[]): boolean {
    if (this.emptiesLists(choices)) return false;
    // Of those that decide nothing, all are possible where any is; of three others a number can be made.
    let key = 0;
    for (const [column, choice] of choices) if (this.isAround[column]) key = key * MOST_CHOICES + this.offsets[column] + choice + 1;
    let isPossible = this.possible.get(key);
    if (isPossible === undefined) {
      const decided = choices.filter(([column]) => this.isAround[column]);
      isPossible = (decided.length === 0 && !this.seen.isEmpty) || this.reach(new Map(decided), new Random(1)) !== undefined;
      this.possible.set(key, isPossible);
    }
    return isPossible;
  }

  /** Whether with these choices there are no elements, which the situations are about. */
  private emptiesLists(choices: Iterable<readonly [number, number]>): boolean {
    for (const [position, choice] of choices) {
      const column = this.scope.columns[position];
      if (this.filled.includes(column) && choice < column.choices.length - 1) return true;
    }
    return false;
  }
}
