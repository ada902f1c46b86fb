import { Bits } from './bits';
import { Carriers, CarrierSet } from './carriers';
import { certify, tablesOf } from './certificate';
import { Choice, Column, columnOf, columnOfApi, Cuts, decidesMuch, isChosen } from './column';
import { canonical, differenceInRow, firstDifference } from './compare';
import { Nodes } from './node';
import { Random } from './random';
import { Text, textKey } from './reference';
import { Row, Runner } from './rows';
import { Scope } from './scope';
import { shown } from './shown';
import { MOST_ELEMENTS, Pick, Situation } from './situation';
import { Declaration, everyDeclaration } from '../declaration';
import { ChartData } from '../environment';
import { learnItems } from '../learn/items';
import { Learner } from '../learn/learner';
import { settlePrecedence } from '../learn/precedence';
import { Builders, Role } from '../replay';
import { ChartTemplate, DocumentTemplate, Refusal } from '../tree/template';

/** What is to be traced. */
export interface Traced {
  readonly chart: ChartData;
  readonly root: Declaration;
  readonly builders: Builders;
}

/** Figures about a trace. */
export interface TraceStats {
  columns: number;
  rows: number;
  replays: number;
  /** Milliseconds in the builders and cdk8s. */
  replayTime: number;
  learnings: number;
  learnTime: number;
  certificateTime: number;
  /** Sets of columns for which all combinations were checked. */
  certificateChecks: number;
  /** Combinations of choices that no values can reach. */
  unreachable: number;
}

/** Columns as an override of a random situation. */
export type Choices = ReadonlyMap<Column, number>;

/** How many random situations are tried before the first look at what is missing. */
const FIRST_RANDOM_ROWS = 120;

/** For how many of the situations the template is evaluated and compared with what was seen. */
const CHECKED_ROWS = 150;

/** The most situations for one package. */
const MOST_ROWS = 12_000;

/** No values were found that the construct takes. */
export class AllRefused extends Error {
  public constructor(public readonly row: Row) {
    super(`The construct refuses all values that were tried: ${shown(row.refusal!)}`);
  }
}

/** Finds the template of a package by running its builders for chosen values. */
export class Tracer {
  public readonly carriers = new Carriers();
  public readonly nodes = new Nodes(this.carriers);
  public readonly stats: TraceStats = {
    columns: 0, rows: 0, replays: 0, replayTime: 0, learnings: 0, learnTime: 0, certificateTime: 0, certificateChecks: 0, unreachable: 0,
  };

  public readonly runner: Runner;
  public readonly rows: Row[] = [];
  private readonly known = new Set<Row>();
  public readonly random = new Random(0x5eed);
  private columns = new Map<Declaration, Column>();
  private apis: Column[] = [];
  private situations?: Scope;

  public constructor(private readonly traced: Traced, cuts: ReadonlyMap<Declaration, Cuts>) {
    this.runner = new Runner(traced.root, traced.builders, traced.chart, this.carriers, this.nodes);
    for (const declaration of everyDeclaration(traced.root)) {
      const column = columnOf(declaration, cuts.get(declaration));
      if (column) this.columns.set(declaration, column);
    }
    this.stats.columns = this.columns.size;
  }

  /** Columns that are outside all lists, with those of the APIs that the builders asked for. */
  public get rootColumns(): Column[] {
    return [...[...this.columns.values()].filter(({ declaration }) => declaration.lists.length === 0), ...this.apis];
  }

  /** The columns of the elements of a list, but not of lists inside them. */
  public readonly columnsOf = (list: Declaration): Column[] => (
    [...this.columns.values()].filter(({ declaration }) => declaration.lists[declaration.lists.length - 1] === list));

  /** The template that explains all that was seen, with certificate. Throws when there is none. */
  public trace(): ChartTemplate {
    if (this.rows.length === 0) {
      this.runBase();
      this.runRandom(FIRST_RANDOM_ROWS);
    }
    const certified = new Set<string>();
    for (;;) {
      const learned = this.learn();
      const { claims } = learned.learner;
      // Before it is known which classes there are, it is too early to look into them.
      const added = certify(tablesOf(claims), this, certified, this.stats) || certify(claims, this, certified, this.stats);
      if (added === 0) {
        settlePrecedence(learned.chart, learned.learner.mappings, this);
        this.requireExplained(learned.chart);
        return learned.chart;
      }
      if (this.rows.length > MOST_ROWS) throw new Error(`After ${this.rows.length} runs not all combinations of values have been tried; the construct branches on too much at once.`);
    }
  }

  /** The column of a declaration, if it has one. */
  public columnFor(declaration: Declaration): Column | undefined {
    return this.columns.get(declaration);
  }

  /** Which choice of its column a value is, if it has one. */
  public choiceOf(declaration: Declaration, value: any): Choice | undefined {
    return this.columns.get(declaration)?.choices.find((choice) => isChosen(choice, declaration, value));
  }

  /** Runs the builders with the first or the last choice of everything. */
  public runEverything(which: 0 | 'last'): Row {
    return this.runSituation((column) => (which === 0 ? 0 : column.choices.length - 1), 0, () => 1);
  }

  /** Runs the builders for one situation and keeps what was seen. Returns whether it was new. */
  public runSituation(pick: Pick, set: CarrierSet, count: Situation['count'], keys?: Situation['keys']): Row {
    const before = this.runner.apis.size;
    const situation: Situation = { columns: this.columns, carriers: this.carriers, set, pick, count, keys };
    const row = this.runner.run(situation, this.apis);
    if (this.runner.apis.size > before) this.apis = [...this.runner.apis].sort().map(columnOfApi);
    return row;
  }

  public keep(row: Row): boolean {
    if (this.known.has(row)) return false;
    this.known.add(row);
    this.rows.push(row);
    return true;
  }

  /** Runs a random situation with the given choices, of the outermost columns and of the first elements of lists. */
  public runWith(choices: Choices, set: CarrierSet, likelihood: number): Row {
    const { random } = this;
    const counts = new Map<string, number>();
    return this.runSituation((column, indices) => {
      const chosen = choices.get(column);
      if (chosen !== undefined && indices.every((index) => index === 0)) return chosen;
      if (decidesMuch(column) && random.next() < likelihood) return column.choices.length - 1;
      return random.below(column.choices.length);
    }, set, (list, indices) => {
      const key = `${list.path} ${indices.join()}`;
      if (!counts.has(key)) counts.set(key, 1 + random.below(MOST_ELEMENTS));
      return counts.get(key)!;
    });
  }

  /** Requires that the template makes just what was seen. */
  private requireExplained(chart: ChartTemplate): void {
    const step = Math.max(1, Math.floor(this.rows.length / CHECKED_ROWS));
    for (let index = 0; index < this.rows.length; index += step) {
      const difference = differenceInRow(chart, this.rows[index], this.carriers);
      if (!difference) continue;
      const { native, evaluated } = difference;
      const object = native ?? evaluated;
      throw new Error(`Nothing was written, since the template that was found does not make what the construct makes: ${object?.kind ?? ''} ${object?.metadata?.name ?? object ?? ''} at `
        + `${firstDifference(native, evaluated) || 'the whole object'} (${canonical(native).slice(0, 200)} and ${canonical(evaluated).slice(0, 200)}). Write this part in a simpler way.`);
    }
  }

  /** All situations so far. */
  public scope(): Scope {
    const columns = this.rootColumns;
    // With an API that the construct asked for, there is another column.
    if (this.situations?.columns.length !== columns.length) this.situations = new Scope(this.traced.root, columns, [], this.columnsOf);
    this.situations.extend(this.rows.slice(this.situations.size).map(({ environment }) => environment));
    return this.situations;
  }

  /** The scope of all runs in which the construct took the values. */
  public learn(): { readonly chart: ChartTemplate; readonly learner: Learner } {
    const started = performance.now();
    const learner = new Learner(this.nodes);
    const scope = this.scope();
    const accepted = Bits.of(scope.size, this.rows.flatMap((row, index) => (row.documents ? [index] : [])));
    const refusals = this.learnRefusals(learner, scope, accepted);
    if (accepted.isEmpty) throw new AllRefused(this.rows[0]);
    learner.claim(accepted, scope, learner.chainOf(accepted, scope));
    const documents = (['object', 'test', 'notes', 'rule'] as const).flatMap((role) => this.learnDocuments(learner, scope, accepted, role));
    this.stats.rows = this.rows.length;
    this.stats.replays = this.runner.replays;
    this.stats.replayTime = this.runner.time;
    this.stats.learnings += 1;
    this.stats.learnTime += performance.now() - started;
    return { chart: { documents, refusals }, learner };
  }

  private learnRefusals(learner: Learner, scope: Scope, accepted: Bits): Refusal[] {
    const messages = new Map<string, { readonly message: Text; readonly rows: Bits }>();
    this.rows.forEach(({ refusal }, index) => {
      if (!refusal) return;
      const key = textKey(refusal);
      if (!messages.has(key)) messages.set(key, { message: refusal, rows: Bits.of(scope.size) });
      messages.get(key)!.rows.add(index);
    });
    if (messages.size === 0) return [];
    const all = [...messages.values()];
    const conditions = learner.conditions([accepted, ...all.map(({ rows }) => rows)], scope, Bits.all(scope.size), ['(refusals of the construct)']);
    return all.map(({ message }, index) => ({ message, when: conditions[index + 1] }));
  }

  private learnDocuments(learner: Learner, scope: Scope, accepted: Bits, role: Role): DocumentTemplate[] {
    const byKey = new Map<string, { node: { node: any; label: Text }[]; rows: Bits }>();
    for (const index of accepted) {
      const documents = this.rows[index].documents!.filter((document) => document.role === role);
      const key = documents.map(({ node, label }) => `${this.nodes.identity(node)} ${textKey(label)}`).join();
      if (!byKey.has(key)) byKey.set(key, { node: documents.map(({ node, label }) => ({ node, label })), rows: Bits.of(scope.size) });
      byKey.get(key)!.rows.add(index);
    }
    const variants = [...byKey.values()];
    if (variants.every(({ node }) => node.length === 0)) return [];
    const labels: string[] = [];
    const items = learnItems(learner, variants, scope, accepted, [], {
      isOrdered: false,
      placeOf: (piece) => {
        const label = shown(piece.label!);
        labels.push(label);
        return [label];
      },
    });
    return items.map((item, index) => ({ path: labels[index] ?? '', role, item }));
  }

  /** Everything off, everything on, and each alone off and alone on; all with both sets of carriers. */
  private runBase(): void {
    const run = (pick: Pick, count = 2) => {
      for (const set of [0, 1] as const) this.keep(this.runSituation(pick, set, () => count));
    };
    const last = (column: Column) => column.choices.length - 1;
    const off = () => 0;
    const on = (column: Column) => last(column);
    run(off);
    run(on);
    run(on, 1);
    run(on, 3);
    for (const column of this.rootColumns) {
      column.choices.forEach((_choice, chosen) => {
        if (chosen > 0) run((other) => (other === column ? chosen : 0));
        if (chosen < last(column)) run((other) => (other === column ? chosen : last(other)));
      });
    }
    for (const column of [...this.columns.values()].filter(({ declaration }) => declaration.lists.length > 0)) {
      column.choices.forEach((_choice, chosen) => {
        const first = (indices: readonly number[]) => indices[indices.length - 1] === 0;
        run((other, indices) => (other === column && first(indices) ? chosen : decidesMuch(other) ? last(other) : 0));
        run((other, indices) => (other === column && first(indices) ? chosen : last(other)));
      });
    }
  }

  private runRandom(count: number): void {
    for (let made = 0; made < count; made++) this.keep(this.runWith(new Map(), made % 4 === 0 ? 1 : 0, made % 2 === 0 ? 0 : 0.7));
  }
}
