import { Bits, intersect, meet } from './bits';
import { Column } from './column';
import { Dependency } from './determine';
import { Random } from './random';
import { Scope } from './scope';
import { Tracer, TraceStats } from './tracer';
import { Declaration } from '../declaration';

/** The most missing combinations that are looked for at a time. */
const MOST_MISSING = 3_000;

/** The most of them for one class of a place. */
const MOST_EACH = 60;

/** The most situations that are added before it is looked again: each has many combinations by chance. */
const MOST_RUNS = 60;

/** How many combinations that do not fit into a run are passed over until it is full. */
const MOST_FAILURES = 300;

/** How often the missing combinations are looked for and run, before the templates are learned anew. */
const MOST_ROUNDS = 60;

/** More choices than all columns together have; three of them make an exact number. */
const MOST_CHOICES = 2 ** 17;

/** How often a combination is tried before it counts as one that no values can reach. */
const MOST_ATTEMPTS = 3;

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

/** Choices of columns, by their position in a scope. */
type Combination = ReadonlyMap<number, number>;

interface Missing {
  readonly check: Check;
  readonly combination: Combination;
  /** Notes that a run was made for it. */
  readonly tried: () => void;
}

/**
 * Runs what is missing for the certificate, and returns how many situations were added.
 *
 * Each place was found to be a function g of few columns. It is exact, if it truly is a function f of at most k = 3 columns T, and if for every set T of k
 * columns, each combination t of their choices was seen in each class that g can have beside t: where f and g differed, for some values
 * with t, another situation with t was seen in which g is right and f, which knows nothing but t, must be the same as here.
 */
export function certify(all: readonly Situations[], tracer: Tracer, certified: Set<string>, stats: TraceStats): number {
  const before = tracer.rows.length;
  const open = [...all, ...all.flatMap(tablesOf)].map((situations) => new Check(situations)).filter(({ key }) => !certified.has(key));
  const checks = new Map(open.map((check) => [check.key, check]));
  const attempts = new Map<string, number>();
  const complete = new Set<Check>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const started = performance.now();
    const scope = tracer.scope();
    const missing: Missing[] = [];
    const unreachable = new Set<string>();
    for (const check of checks.values()) {
      // What was seen stays seen.
      if (complete.has(check)) continue;
      stats.certificateChecks += 1;
      let count = 0;
      let isThrough = true;
      for (const combination of check.missingIn(scope)) {
        const name = `${check.key} ${[...combination].join(';')}`;
        if ((attempts.get(name) ?? 0) >= MOST_ATTEMPTS) {
          unreachable.add(name);
          check.giveUp(combination);
        } else {
          missing.push({ check, combination, tried: () => attempts.set(name, (attempts.get(name) ?? 0) + 1) });
          count += 1;
        }
        if (missing.length >= MOST_MISSING || count > MOST_EACH) {
          isThrough = false;
          break;
        }
      }
      if (isThrough && count === 0) complete.add(check);
    }
    stats.certificateTime += performance.now() - started;
    stats.unreachable = Math.max(stats.unreachable, unreachable.size);
    if (missing.length === 0) break;
    runMissing(missing, tracer);
  }
  for (const check of complete) certified.add(check.key);
  return tracer.rows.length - before;
}

/** What a place depends on, in the situations around it: all combinations of it must have been seen, however many columns it is. */
function tablesOf({ lists, chain }: Situations): Situations[] {
  const last = chain[chain.length - 1];
  return last ? [{ lists, chain: chain.slice(0, -1), table: last.dependency.columns }] : [];
}

/** The situations of one class of a place, and which combinations were seen in them. */
class Check {
  public readonly key: string;
  /** All columns that decide whether a situation is one of them. */
  public readonly around: readonly number[];
  private scope!: Scope;
  private members!: Bits;
  private readonly isAround: boolean[] = [];
  private readonly possible = new Map<number, boolean>();
  /** The columns of the lists whose elements the situations are about. */
  private filled: readonly Column[] = [];
  /** How many choices there are before those of each column. */
  private offsets: readonly number[] = [];
  private readonly found: number[] = [];
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
    if (this.offsets.length === 0) {
      this.filled = scope.columns.filter(({ declaration }) => this.lists.includes(declaration));
      let sum = 0;
      this.offsets = scope.columns.map(({ choices }) => (sum += choices.length) - choices.length);
    }
    // Situations are only ever added.
    for (; this.looked < scope.size; this.looked++) if (this.holds((column) => scope.choice(column, this.looked))) this.found.push(this.looked);
    this.members = Bits.of(scope.size, this.found);
    this.pending = this.pending.filter((combination) => this.isMissing(combination));
    yield* [...this.pending];
    // What was seen before the place where the search stands stays seen.
    this.search ??= this.situations.table ? this.unseen(this.situations.table, new Map()) : this.beside();
    for (let next = this.search.next(); !next.done; next = this.search.next()) {
      if (!this.isMissing(next.value)) continue;
      this.pending.push(next.value);
      yield next.value;
    }
  }

  /** No longer asks for a combination that no values reach. */
  public giveUp(combination: Combination): void {
    this.pending = this.pending.filter((other) => other !== combination);
  }

  private isMissing(combination: Combination): boolean {
    let left = this.members;
    for (const [column, choice] of combination) left = left.and(this.scope.with(column, choice));
    return left.isEmpty;
  }

  /** Choices of all columns that decide, with which a combination is one of these situations; nothing if there are none. */
  public reach(combination: Combination, random: Random): Combination | undefined {
    const free = this.around.filter((column) => !combination.has(column));
    const decided = this.around.filter((column) => combination.has(column));
    const like = decided.reduce((rows, column) => rows.and(this.scope.with(column, combination.get(column)!)), this.members);
    if (!like.isEmpty) {
      const row = like.pick(random);
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

  /** All combinations of three columns that no situation has; with what two of them leave in one buffer, since there are very many. */
  private* beside(): Generator<Combination> {
    const { columns } = this.scope;
    // With those of three that have it in them, since the search does not come back.
    const all = columns.flatMap(({ choices }, column) => choices.map((_choice, choice) => ({ column, choice })))
      .filter(({ column, choice }) => this.isPossible([[column, choice]]));
    for (let x = 0; x < all.length; x++) {
      const first = [all[x].column, all[x].choice] as const;
      // Situations may have been added since the search stood still.
      const { words } = this.members;
      const one = new Uint32Array(words.length);
      const two = new Uint32Array(words.length);
      const seen = all.map(({ column, choice }) => this.scope.with(column, choice).words);
      const following = all.map(({ column }, index) => {
        let next = index + 1;
        while (next < all.length && all[next].column === column) next++;
        return next;
      });
      if (!intersect(words, seen[x], one)) yield new Map([first]);
      for (let y = following[x]; y < all.length; y++) {
        const second = [all[y].column, all[y].choice] as const;
        if (!intersect(one, seen[y], two)) {
          if (!this.isPossible([first, second])) continue;
          yield new Map([first, second]);
        }
        for (let z = following[y]; z < all.length; z++) {
          if (meet(two, seen[z])) continue;
          const three = [first, second, [all[z].column, all[z].choice] as const];
          if (this.isPossible(three)) yield new Map(three);
        }
      }
    }
  }

  private* unseen(columns: readonly number[], combination: Combination): Generator<Combination> {
    const [column, ...rest] = columns;
    if (column === undefined) {
      if (this.isMissing(combination) && !this.emptiesLists(combination) && this.reach(combination, new Random(1))) yield combination;
      return;
    }
    for (let choice = 0; choice < this.scope.columns[column].choices.length; choice++) {
      yield* this.unseen(rest, new Map([...combination, [column, choice]]));
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
      isPossible = (decided.length === 0 && !this.members.isEmpty) || this.reach(new Map(decided), new Random(1)) !== undefined;
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

/** Runs situations that have the missing combinations, as many in one run as fit together. */
function runMissing(missing: readonly Missing[], tracer: Tracer): void {
  const { random } = tracer;
  const open = shuffled(missing, random);
  for (let runs = 0; open.length > 0 && runs < MOST_RUNS; runs++) {
    const choices = new Map<Column, number>();
    let failures = 0;
    for (let index = open.length - 1; index >= 0 && failures < MOST_FAILURES; index--) {
      const { check, combination, tried } = open[index];
      const isPossible = !check.contradicts(combination, choices);
      const whole = isPossible && check.reach(combination, random);
      if (!isPossible || (whole && check.contradicts(whole, choices))) {
        failures += 1;
        continue;
      }
      if (whole) check.choose(whole, choices);
      tried();
      open.splice(index, 1);
    }
    tracer.keep(tracer.runWith(choices, random.next() < 0.25 ? 1 : 0, 0));
  }
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [result[index], result[other]] = [result[other], result[index]];
  }
  return result;
}
