import { Bits } from './bits';
import { Column } from './column';
import { Declaration } from '../declaration';
import { Environment, inside } from '../environment';

/**
 * All situations in which the places of one part of a manifest were seen, and what each column was in them: one situation a run for the whole,
 * one for each element and run inside a loop.
 */
export class Scope {
  public readonly environments: Environment[] = [];
  private readonly byChoice: Bits[][];
  private chosen: Int8Array[];
  private readonly loops = new Map<Declaration, Loops>();

  public constructor(
    public readonly root: Declaration, public readonly columns: readonly Column[], environments: readonly Environment[],
    private readonly columnsOf: (list: Declaration) => readonly Column[], public readonly outer?: Scope, public readonly list?: Declaration) {
    this.chosen = columns.map(() => new Int8Array(0));
    this.byChoice = columns.map(({ choices }) => choices.map(() => Bits.of(0)));
    this.extend(environments);
  }

  /** Adds situations, here and inside the loops. */
  public extend(environments: readonly Environment[]): void {
    if (environments.length === 0) return;
    const before = this.size;
    const size = before + environments.length;
    this.environments.push(...environments);
    const vectors = environments.map((environment) => vectorOf(environment, this.columns));
    this.chosen = this.chosen.map((known, column) => {
      const choices = new Int8Array(size);
      choices.set(known);
      const bits = this.byChoice[column];
      for (const each of bits) each.grow(size);
      vectors.forEach((vector, index) => {
        choices[before + index] = vector[column];
        bits[vector[column]]?.add(before + index);
      });
      return choices;
    });
    for (const loops of this.loops.values()) this.extendLoop(loops, before);
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
      loops = { scope: new Scope(this.root, [...this.columns, ...this.columnsOf(list)], [], this.columnsOf, this, list), rows: [] };
      this.loops.set(list, loops);
      this.extendLoop(loops, 0);
    }
    return loops;
  }

  private extendLoop({ scope, rows }: Loops, from: number): void {
    const added: Environment[] = [];
    for (let row = from; row < this.size; row++) {
      const environment = this.environments[row];
      if (!isThere(scope.list!, environment)) continue;
      for (const element of elementsIn(environment, scope.list!)) {
        added.push(element);
        rows.push(row);
      }
    }
    scope.extend(added);
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
  readonly rows: number[];
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
