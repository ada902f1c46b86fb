import { Bits } from './bits';
import { Scope } from './scope';

/** How many columns a place may depend on, beyond those that decide whether what is around it is there. */
export const MOST_COLUMNS = 6;

/** A place whose classes follow from few columns. */
export interface Dependency {
  /** Positions in `scope.columns`. */
  readonly columns: readonly number[];
  /** For each combination of choices that was seen, which class there is. */
  readonly table: ReadonlyMap<string, number>;
}

/** The fewest columns that decide, in every situation of `domain`, to which class it belongs. Nothing if there are none. */
export function determine(classes: readonly Bits[], scope: Scope, domain: Bits): Dependency | undefined {
  const search = new Search(classes, scope, domain);
  for (let size = 0; size <= MOST_COLUMNS; size++) {
    const columns = search.withColumns([], size);
    if (columns) return { columns, table: search.table(columns) };
  }
  return undefined;
}

/** Two situations of different classes that no column tells apart, or that too many would have to. */
export function witnesses(classes: readonly Bits[], scope: Scope, domain: Bits): readonly [number, number] {
  return new Search(classes, scope, domain).closest([])!;
}

class Search {
  private readonly rows: readonly (readonly number[])[];
  private readonly refuted = new Set<string>();
  /** Columns in which two situations of different classes differ, so that one of them must be among those that decide; the shortest first. */
  private readonly conflicts: (readonly number[])[] = [];
  private looks = 0;
  private steps = 0;

  public constructor(classes: readonly Bits[], private readonly scope: Scope, domain: Bits) {
    // The first rows are those in which one column alone differs.
    this.rows = classes.map((members) => [...members.and(domain)]);
  }

  /** Columns that decide, `size` of them besides those given. */
  public withColumns(given: readonly number[], size: number): readonly number[] | undefined {
    const key = [...given].sort((a, b) => a - b).join();
    if (this.refuted.has(`${key}/${size}`) || this.looks >= MOST_LOOKS || this.steps >= MOST_STEPS) return undefined;
    this.steps += 1;
    const conflict = this.conflicts.find((columns) => !columns.some((column) => given.includes(column))) ?? this.look(given);
    if (!conflict) return given;
    if (size > 0) {
      for (const column of conflict) {
        const found = this.withColumns([...given, column], size - 1);
        if (found) return found;
      }
    }
    this.refuted.add(`${key}/${size}`);
    return undefined;
  }

  /** A conflict that the given columns leave, which is not among those that are known. */
  private look(given: readonly number[]): readonly number[] | undefined {
    this.looks += 1;
    const found = this.closest(given);
    if (!found) return undefined;
    const [a, b] = found;
    const { scope } = this;
    const differing = scope.columns.map((_column, column) => column).filter((column) => scope.choice(column, a) !== scope.choice(column, b));
    this.conflicts.push(differing);
    this.conflicts.sort((one, other) => one.length - other.length);
    return differing;
  }

  /** Two situations of different classes that the given columns do not tell apart, of those looked at the two that differ least. */
  public closest(given: readonly number[]): readonly [number, number] | undefined {
    const byProjection = new Map<number, number[][]>();
    const chosen = given.map((column) => this.scope.choices(column));
    this.rows.forEach((rows, index) => {
      for (const row of rows) {
        let key = 0;
        for (const choices of chosen) key = key * 256 + choices[row] + 1;
        let groups = byProjection.get(key);
        if (!groups) byProjection.set(key, groups = []);
        const group = groups[index] ??= [];
        if (group.length < LOOKED_AT) group.push(row);
      }
    });
    let best: readonly [number, number] | undefined;
    let least = Infinity;
    for (const groups of byProjection.values()) {
      const present = groups.filter((group) => group !== undefined);
      for (let i = 0; i < present.length; i++) {
        for (let j = i + 1; j < present.length; j++) {
          for (const a of present[i]) {
            for (const b of present[j]) {
              const distance = this.distance(a, b, least);
              if (distance < least) { least = distance; best = [a, b]; }
              if (least === 1) return best;
            }
          }
        }
      }
    }
    return best;
  }

  public table(columns: readonly number[]): Map<string, number> {
    const table = new Map<string, number>();
    this.rows.forEach((rows, index) => {
      for (const row of rows) table.set(columns.map((column) => this.scope.choice(column, row)).join(), index);
    });
    return table;
  }

  private distance(a: number, b: number, limit: number): number {
    let distance = 0;
    for (let column = 0; column < this.scope.columns.length && distance < limit; column++) {
      if (this.scope.choice(column, a) !== this.scope.choice(column, b)) distance++;
    }
    return distance;
  }
}

const LOOKED_AT = 40;

/** How often all situations are looked at for one place: one that depends on few is found with far fewer. */
const MOST_LOOKS = 500;

/** How many sets of columns are tried for one place. */
const MOST_STEPS = 20_000;
