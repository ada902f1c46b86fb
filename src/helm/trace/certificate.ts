import { Bits } from './bits';
import { Column } from './column';
import { Dependency, determine } from './determine';
import { Scope } from './scope';
import { Tracer, TraceStats } from './tracer';
import { Claim } from '../learn/learner';
import { placeText } from '../learn/place';

/** A place that depends on at most so many columns is learned exactly: the `k` of the guarantee. */
export const CERTIFIED_COLUMNS = 3;

/** How many situations a place should have been in before single missing combinations are looked for. */
const ENOUGH_ROWS = (columns: number) => Math.round(64 * Math.log(columns ** 2 + 20));

/** How often situations are filled up before single missing combinations are looked for. */
const MOST_FILLS = 3;

/** The most missing combinations that are looked for at a time. */
const MOST_MISSING = 20_000;

/** Choices of columns, by their position in a scope. */
type Combination = ReadonlyMap<number, number>;

/** Everything that was claimed for one set of situations. */
interface Domain {
  readonly scope: Scope;
  readonly rows: Bits;
  /** What decides whether a situation belongs to it. */
  readonly around: Dependency;
  /** Sets of columns on which places were found to depend. */
  readonly sets: readonly (readonly number[])[];
}

/**
 * Checks that enough was seen for every claim, and runs what is missing. Returns how many combinations were missing.
 *
 * A place found to depend on the columns S' is exact, if it truly depends on at most k columns and for every set S of k columns all combinations of S and S'
 * together have been seen: with the truth being a function of some such S, it agrees with the learned function of S' on all of them.
 */
export function certify(claims: readonly Claim[], tracer: Tracer, accepted: (scope: Scope) => Bits, certified: Set<string>, stats: TraceStats): number {
  const started = performance.now();
  const open = claims.filter((claim) => !certified.has(nameOf(claim)));
  const domains = domainsOf(open, accepted);
  let missing = 0;
  let replayTime = 0;
  const timed = <R>(run: () => R): R => {
    const before = performance.now();
    const result = run();
    replayTime += performance.now() - before;
    return result;
  };
  const few = domains.filter(({ scope, rows }) => rows.size < ENOUGH_ROWS(scope.columns.length));
  // Where there are few situations at all, no more can be had.
  if (few.length > 0 && tracer.fills++ < MOST_FILLS) missing += timed(() => fill(few, tracer));
  if (missing === 0) {
    const found: { readonly domain: Domain; readonly combination: Combination }[] = [];
    for (const domain of domains) {
      for (const set of domain.sets) {
        stats.certificateChecks += 1;
        for (const combination of missingFor(domain, set)) {
          found.push({ domain, combination });
          if (found.length >= MOST_MISSING) break;
        }
      }
    }
    const wanted = found.filter(({ domain, combination }) => !tracer.isGivenUp(keyOf(domain, combination)));
    stats.unreachable = Math.max(stats.unreachable, found.length - wanted.length);
    if (wanted.length > 0) missing += timed(() => runMissing(wanted, tracer));
    else for (const claim of open) certified.add(nameOf(claim));
  }
  stats.certificateTime += performance.now() - started - replayTime;
  return missing;
}

function nameOf({ place, columns, scope }: Claim): string {
  return `${placeText(place)} ${columns.map((column) => nameOfColumn(scope.columns[column])).join()} of ${scope.columns.length}`;
}

function nameOfColumn({ declaration }: Column): string {
  return declaration.path;
}

function domainsOf(claims: readonly Claim[], accepted: (scope: Scope) => Bits): Domain[] {
  const byRows = new Map<Scope, Map<string, { rows: Bits; sets: Map<string, readonly number[]> }>>();
  for (const { scope, domain, columns } of claims) {
    if (!byRows.has(scope)) byRows.set(scope, new Map());
    const domains = byRows.get(scope)!;
    const { key } = domain;
    if (!domains.has(key)) domains.set(key, { rows: domain, sets: new Map() });
    const sorted = [...columns].sort((a, b) => a - b);
    domains.get(key)!.sets.set(sorted.join(), sorted);
  }
  return [...byRows].flatMap(([scope, domains]) => [...domains.values()].map(({ rows, sets }): Domain => {
    const all = accepted(scope);
    const around = determine([rows, all.without(rows)], scope, all) ?? { columns: [], table: new Map([['', 0]]) };
    const list = [...sets.values()];
    return { scope, rows, around, sets: list.filter((set) => !list.some((other) => other !== set && other.length <= CERTIFIED_COLUMNS && set.every((column) => other.includes(column)))) };
  }));
}

/** Runs random situations until each domain has enough of them, each run for as many domains as fit together. */
function fill(domains: readonly Domain[], tracer: Tracer): number {
  const { random } = tracer;
  const wanted = domains.map((domain) => ({ domain, count: ENOUGH_ROWS(domain.scope.columns.length) - domain.rows.size }));
  let runs = 0;
  const most = Math.max(...wanted.map(({ count }) => count));
  for (let attempt = 0; attempt < most * 1.1; attempt++) {
    const choices = new Map<Column, number>();
    for (const { domain } of shuffled(wanted.filter(({ count }) => count > attempt), random)) {
      const inside = [...domain.around.table].filter(([, wantedClass]) => wantedClass === 0).map(([key]) => key);
      const combination = combinationOf(domain.around.columns, random.pick(inside));
      add(choices, domain, combination);
    }
    if (tracer.keep(tracer.runWith(choices, attempt % 4 === 0 ? 1 : 0, 0))) runs += 1;
  }
  return runs;
}

/** All combinations of the set with any `k` other columns that were not seen and could be. */
function* missingFor(domain: Domain, set: readonly number[]): Generator<Combination> {
  const { scope, rows } = domain;
  // What depends on more is beyond the guarantee; its own combinations are checked all the same.
  const depth = set.length <= CERTIFIED_COLUMNS ? CERTIFIED_COLUMNS : 0;
  const others = scope.columns.map((_column, index) => index).filter((index) => !set.includes(index));
  for (const { combination, members } of combinationsOf(scope, rows, set, new Map())) {
    if (members.isEmpty) {
      if (isPossible(domain, combination)) yield combination;
      continue;
    }
    yield* missingBeside(domain, others, 0, depth, combination, members);
  }
}

function* missingBeside(domain: Domain, others: readonly number[], start: number, depth: number, combination: Combination, members: Bits): Generator<Combination> {
  const { scope } = domain;
  for (let position = start; position <= others.length - depth && depth > 0; position++) {
    const column = others[position];
    for (let choice = 0; choice < scope.columns[column].choices.length; choice++) {
      const seen = scope.with(column, choice);
      if (depth === 1 || !members.meets(seen)) {
        if (!members.meets(seen) && isPossible(domain, new Map([...combination, [column, choice]]))) yield new Map([...combination, [column, choice]]);
      } else {
        yield* missingBeside(domain, others, position + 1, depth - 1, new Map([...combination, [column, choice]]), members.and(seen));
      }
    }
  }
}

function combinationsOf(scope: Scope, rows: Bits, set: readonly number[], combination: Combination): { combination: Combination; members: Bits }[] {
  if (set.length === 0) return [{ combination, members: rows }];
  const [column, ...rest] = set;
  return scope.columns[column].choices.flatMap((_choice, choice) => (
    combinationsOf(scope, rows.and(scope.with(column, choice)), rest, new Map([...combination, [column, choice]]))));
}

/** Whether the combination fits together with what decides that a situation belongs to the domain. */
function isPossible({ around, scope }: Domain, combination: Combination): boolean {
  if ([...combination].some(([column, choice]) => isEmptied(scope, scope.columns[column], choice))) return false;
  const shared = around.columns.map((column, position) => ({ position, choice: combination.get(column) })).filter(({ choice }) => choice !== undefined);
  if (shared.length === 0) return true;
  return [...around.table].some(([key, wanted]) => {
    if (wanted !== 0) return false;
    const choices = key === '' ? [] : key.split(',').map(Number);
    return shared.every(({ position, choice }) => choices[position] === choice);
  });
}

/** Whether a choice empties a list whose elements the scope is about. */
function isEmptied(scope: Scope, { declaration, choices }: Column, choice: number): boolean {
  for (let current: Scope | undefined = scope; current?.list; current = current.outer) {
    if (current.list === declaration) return choice < choices.length - 1;
  }
  return false;
}

/** Runs situations that have the missing combinations, as many in one run as fit together. */
function runMissing(missing: readonly { readonly domain: Domain; readonly combination: Combination }[], tracer: Tracer): number {
  const { random } = tracer;
  const open = shuffled([...missing], random);
  while (open.length > 0) {
    const choices = new Map<Column, number>();
    for (let index = open.length - 1; index >= 0 && index > open.length - 400; index--) {
      const { domain, combination } = open[index];
      const inside = [...domain.around.table].filter(([, wanted]) => wanted === 0).map(([key]) => combinationOf(domain.around.columns, key));
      const fitting = inside.filter((around) => [...around].every(([column, choice]) => (combination.get(column) ?? choice) === choice));
      if (fitting.length === 0) { open.splice(index, 1); continue; }
      if (!add(choices, domain, new Map([...combination, ...random.pick(fitting)]))) continue;
      tracer.noteAttempt(keyOf(domain, combination));
      open.splice(index, 1);
    }
    tracer.keep(tracer.runWith(choices, random.next() < 0.25 ? 1 : 0, 0));
  }
  return missing.length;
}

function keyOf({ scope, around }: Domain, combination: Combination): string {
  const named = [...combination].sort(([a], [b]) => a - b).map(([column, choice]) => `${nameOfColumn(scope.columns[column])}=${choice}`);
  return `${scope.list?.path ?? ''} ${around.columns.map((column) => nameOfColumn(scope.columns[column])).join()} ${named.join()}`;
}

function combinationOf(columns: readonly number[], key: string): Combination {
  const choices = key === '' ? [] : key.split(',').map(Number);
  return new Map(columns.map((column, index) => [column, choices[index]]));
}

/** Adds a combination to the choices of a run if it contradicts none of them; for the elements of a loop it needs the lists around them. */
function add(choices: Map<Column, number>, { scope }: Domain, combination: Combination): boolean {
  const wanted = new Map([...combination].map(([column, choice]) => [scope.columns[column], choice]));
  for (let current: Scope | undefined = scope; current?.list; current = current.outer) {
    const list = current.outer!.columns.find(({ declaration }) => declaration === current!.list);
    if (list) wanted.set(list, list.choices.length - 1);
  }
  if ([...wanted].some(([column, choice]) => (choices.get(column) ?? choice) !== choice)) return false;
  for (const [column, choice] of wanted) choices.set(column, choice);
  return true;
}

function shuffled<T>(items: readonly T[], random: { below(limit: number): number }): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [result[index], result[other]] = [result[other], result[index]];
  }
  return result;
}
