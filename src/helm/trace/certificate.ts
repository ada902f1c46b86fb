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

/** How often the missing combinations are looked for and run, before the templates are learned anew. */
const MOST_ROUNDS = 60;

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
  private readonly impossible = new Map<string, boolean>();
  private readonly found: number[] = [];
  private looked = 0;
  /** Combinations that were missing when they were come upon, until they are seen. */
  private pending: Combination[] = [];
  private search?: Generator<Combination>;

  public constructor(private readonly situations: Situations) {
    this.key = `${situations.table?.join('.') ?? ''} ${situations.lists.map(({ path }) => path).join()} ${situations.chain.map(({ dependency, wanted }) => (
      `${dependency.columns.join('.')}:${[...dependency.table].filter(([, found]) => found === wanted).map(([key]) => key).sort().join('|')}`)).join(' ')}`;
    this.around = [...new Set(situations.chain.flatMap(({ dependency }) => dependency.columns))];
  }

  /** The lists whose elements the situations are about. */
  public get lists(): readonly Declaration[] {
    return this.situations.lists;
  }

  public columnsOf(combination: Combination): Map<Column, number> {
    return new Map([...combination].map(([column, choice]) => [this.scope.columns[column], choice]));
  }

  /** All combinations that were not seen in these situations and could be. */
  public* missingIn(root: Scope): Generator<Combination> {
    this.scope = this.situations.lists.reduce((scope, list) => scope.loop(list).scope, root);
    const { scope } = this;
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
    for (let a = 0; a < columns.length; a++) {
      for (let x = 0; x < columns[a].choices.length; x++) {
        // Situations may have been added since the search stood still.
        const all = this.members.words;
        const one = new Uint32Array(all.length);
        const two = new Uint32Array(all.length);
        const choices = columns.map((column, index) => column.choices.map((_choice, choice) => this.scope.with(index, choice).words));
        if (!intersect(all, choices[a][x], one)) {
          // With those of three that have it in them, since the search does not come back.
          if (!this.isPossible(new Map([[a, x]]))) continue;
          yield new Map([[a, x]]);
        }
        for (let b = a + 1; b < columns.length; b++) {
          for (let y = 0; y < choices[b].length; y++) {
            if (!intersect(one, choices[b][y], two)) {
              const both = new Map([[a, x], [b, y]]);
              if (!this.isPossible(both)) continue;
              yield both;
            }
            for (let c = b + 1; c < columns.length; c++) {
              for (let z = 0; z < choices[c].length; z++) {
                if (!meet(two, choices[c][z])) yield* this.ifPossible([[a, x], [b, y], [c, z]]);
              }
            }
          }
        }
      }
    }
  }

  private* unseen(columns: readonly number[], combination: Combination): Generator<Combination> {
    const [column, ...rest] = columns;
    if (column === undefined) {
      if (this.isMissing(combination) && this.isPossible(combination)) yield combination;
      return;
    }
    for (let choice = 0; choice < this.scope.columns[column].choices.length; choice++) {
      yield* this.unseen(rest, new Map([...combination, [column, choice]]));
    }
  }

  private* ifPossible(choices: readonly (readonly [number, number])[]): Generator<Combination> {
    const combination = new Map(choices);
    if (this.isPossible(combination)) yield combination;
  }

  private isPossible(combination: Combination): boolean {
    const { columns } = this.scope;
    const empties = ([column, choice]: readonly [number, number]) => (
      this.lists.includes(columns[column].declaration) && choice < columns[column].choices.length - 1);
    if ([...combination].some(empties)) return false;
    const decided = [...combination].filter(([column]) => this.around.includes(column));
    if (decided.length === 0) return !this.members.isEmpty || this.reach(new Map(), new Random(1)) !== undefined;
    const key = decided.join(';');
    if (!this.impossible.has(key)) this.impossible.set(key, this.reach(new Map(decided), new Random(1)) === undefined);
    return !this.impossible.get(key);
  }
}

/** Runs situations that have the missing combinations, as many in one run as fit together. */
function runMissing(missing: readonly Missing[], tracer: Tracer): void {
  const { random } = tracer;
  const open = shuffled(missing, random);
  for (let runs = 0; open.length > 0 && runs < MOST_RUNS; runs++) {
    const choices = new Map<Column, number>();
    let failures = 0;
    for (let index = open.length - 1; index >= 0 && failures < 40; index--) {
      const { check, combination, tried } = open[index];
      const wanted = check.columnsOf(combination);
      if (contradicts(wanted, choices)) {
        failures += 1;
        continue;
      }
      const reached = check.reach(combination, random);
      const whole = reached && withLists(check.columnsOf(reached), check.lists, tracer);
      if (whole && contradicts(whole, choices)) {
        failures += 1;
        continue;
      }
      for (const [column, choice] of whole ?? []) choices.set(column, choice);
      tried();
      open.splice(index, 1);
    }
    tracer.keep(tracer.runWith(choices, random.next() < 0.25 ? 1 : 0, 0));
  }
}

function contradicts(wanted: ReadonlyMap<Column, number>, choices: ReadonlyMap<Column, number>): boolean {
  for (const [column, choice] of wanted) if ((choices.get(column) ?? choice) !== choice) return true;
  return false;
}

/** The choices, with elements in the lists that they are about. */
function withLists(choices: Map<Column, number>, lists: readonly Declaration[], tracer: Tracer): Map<Column, number> {
  for (const list of lists) {
    const column = tracer.columnFor(list);
    if (column) choices.set(column, column.choices.length - 1);
  }
  return choices;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [result[index], result[other]] = [result[other], result[index]];
  }
  return result;
}
