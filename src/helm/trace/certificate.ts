import { Check, Situations } from './check';
import { Column } from './column';
import { Random } from './random';
import { Combination } from './seen';
import { Tracer, TraceStats } from './tracer';

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

/** How often a combination is tried before it counts as one that no values can reach. */
const MOST_ATTEMPTS = 3;

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
  const open = all.map((situations) => new Check(situations)).filter(({ key }) => !certified.has(key));
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
    // An API that the construct asked for is a column more, with which all is learned anew.
    if (tracer.scope() !== scope) return tracer.rows.length - before;
  }
  for (const check of complete) certified.add(check.key);
  return tracer.rows.length - before;
}

/** What each place depends on, in the situations around it: all combinations of it must have been seen, however many columns it is. */
export function tablesOf(all: readonly Situations[]): Situations[] {
  return all.flatMap(({ lists, chain }) => {
    const last = chain[chain.length - 1];
    return last ? [{ lists, chain: chain.slice(0, -1), table: last.dependency.columns }] : [];
  });
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
