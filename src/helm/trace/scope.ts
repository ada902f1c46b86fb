import { Bits } from './bits';
import { Column } from './column';
import { Declaration } from '../declaration';
import { Environment, inside } from '../environment';

/**
 * All situations in which the places of one part of a manifest were seen, and what each column was in them: one situation a run for the whole,
 * one for each element and run inside a loop.
 */
export class Scope {
  private readonly byChoice: Bits[][];
  private readonly chosen: Int8Array[];
  private readonly loops = new Map<Declaration, Loops>();

  public constructor(
    public readonly root: Declaration, public readonly columns: readonly Column[], public readonly environments: readonly Environment[],
    private readonly columnsOf: (list: Declaration) => readonly Column[], public readonly outer?: Scope, public readonly list?: Declaration) {
    const size = environments.length;
    const vectors = environments.map((environment) => vectorOf(environment, columns));
    this.chosen = columns.map((_column, index) => Int8Array.from(vectors, (vector) => vector[index]));
    this.byChoice = columns.map((column, index) => {
      const bits = column.choices.map(() => Bits.of(size));
      this.chosen[index].forEach((choice, row) => bits[choice]?.add(row));
      return bits;
    });
  }

  public get size(): number {
    return this.environments.length;
  }

  /** The situations in which a column had one of its choices. */
  public with(column: number, choice: number): Bits {
    return this.byChoice[column][choice];
  }

  /** Which choice a column had, for all situations. */
  public choices(column: number): Int8Array {
    return this.chosen[column];
  }

  /** Which choice a column had; -1 when a group around it was not there. */
  public choice(column: number, row: number): number {
    return this.chosen[column][row];
  }

  /** The situations inside a loop, and for each the one outside of which it is part. */
  public loop(list: Declaration): Loops {
    let loops = this.loops.get(list);
    if (!loops) {
      const rows: number[] = [];
      const environments = this.environments.flatMap((environment, row) => {
        const elements = isThere(list, environment) ? elementsIn(environment, list) : [];
        rows.push(...elements.map(() => row));
        return elements;
      });
      loops = { scope: new Scope(this.root, [...this.columns, ...this.columnsOf(list)], environments, this.columnsOf, this, list), rows };
      this.loops.set(list, loops);
    }
    return loops;
  }
}

/** What was found about a situation, which is looked at again for each attempt to learn. */
interface Known {
  columns?: readonly Column[];
  vector?: Int8Array;
  readonly inside: Map<Declaration, readonly Environment[]>;
}

const KNOWN = new WeakMap<Environment, Known>();

function knownOf(environment: Environment): Known {
  let known = KNOWN.get(environment);
  if (!known) KNOWN.set(environment, known = { inside: new Map() });
  return known;
}

function vectorOf(environment: Environment, columns: readonly Column[]): Int8Array {
  const known = knownOf(environment);
  if (!known.vector || !areSame(known.columns!, columns)) {
    known.vector = Int8Array.from(columns, (column) => column.of(environment));
    known.columns = columns;
  }
  return known.vector;
}

function areSame(a: readonly Column[], b: readonly Column[]): boolean {
  return a === b || (a.length === b.length && a.every((column, index) => column === b[index]));
}

function elementsIn(environment: Environment, list: Declaration): readonly Environment[] {
  const known = knownOf(environment);
  if (!known.inside.has(list)) known.inside.set(list, inside(list, environment));
  return known.inside.get(list)!;
}

/** The situations inside a loop. */
export interface Loops {
  readonly scope: Scope;
  /** The situation outside, for each inside. */
  readonly rows: readonly number[];
}

/** Whether the groups around a list are there, so that there is a list at all. */
function isThere(list: Declaration, environment: Environment): boolean {
  for (const around of list.lists) {
    let current: Environment | undefined = environment;
    while (current && current.list !== around) current = current.outer;
    if (!current) return false;
  }
  return true;
}
