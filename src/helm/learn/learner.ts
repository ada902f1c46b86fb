import { areInOneOrder, OrderConflict, Unit } from './align';
import { conditionOf } from './condition';
import { grouped, learnItems, Piece } from './items';
import { learnLeaf } from './leaf';
import { learnMap } from './map';
import { Place, UnlearnedPlace } from './place';
import { Declaration, everyDeclaration } from '../declaration';
import { elementsOf } from '../environment';
import { listsOf } from './readable';
import { Bits } from '../trace/bits';
import { Link, Situations } from '../trace/check';
import { Dependency, determine, witnesses } from '../trace/determine';
import { MapNode, Node, Nodes, SequenceNode } from '../trace/node';
import { Scope } from '../trace/scope';
import { ALWAYS, Condition, MapTemplate, Template } from '../tree/template';

/** One of the things that were seen at a place, and in which situations. */
export interface Variant<T = Node> {
  readonly node: T;
  readonly rows: Bits;
}

/** Finds the template that explains everything that was seen. */
export class Learner {
  /** Sets of situations that were told apart: the certificate checks that enough was seen in each. */
  public readonly claims: Situations[] = [];

  private readonly learned = new Map<Scope, Map<string, Template>>();
  private isSplitting = false;
  private splits = 0;
  private readonly dependencies = new Map<Scope, Map<string, Dependency | undefined>>();
  private readonly chains = new Map<Scope, Map<string, readonly Link[]>>();

  /** All mappings, for whoever finds out which of their entries win. */
  public readonly mappings: { readonly map: MapTemplate; readonly place: Place }[] = [];

  public constructor(public readonly nodes: Nodes) {}

  /** Where things stand, for an attempt that may fail. */
  public mark(): readonly [number, number] {
    return [this.claims.length, this.mappings.length];
  }

  /** Forgets all that was claimed in an attempt that failed. */
  public reset([claims, mappings]: readonly [number, number]): void {
    this.claims.length = claims;
    this.mappings.length = mappings;
    this.learned.clear();
  }

  /** The same for what a function is called with: often several are called with one map, and then get one template. */
  public learnOnce(variants: readonly Variant[], scope: Scope, domain: Bits, place: Place): Template {
    if (!this.learned.has(scope)) this.learned.set(scope, new Map());
    const known = this.learned.get(scope)!;
    const key = [domain.key, ...variants.map(({ node, rows }) => `${this.nodes.identity(node)} ${rows.key}`).sort()].join('/');
    if (!known.has(key)) {
      const template = this.learn(variants, scope, domain, place);
      // An attempt on the way may have made all others forgotten.
      if (!this.learned.has(scope)) this.learned.set(scope, new Map());
      this.learned.get(scope)!.set(key, template);
      return template;
    }
    return known.get(key)!;
  }

  /** The template of a place, where something is in every situation of `domain`. */
  public learn(variants: readonly Variant[], scope: Scope, domain: Bits, place: Place): Template {
    const mark = this.mark();
    try {
      return this.learnWhole(variants, scope, domain, place);
    } catch (error) {
      if (!(error instanceof UnlearnedPlace) || this.isSplitting || variants.every(({ node }) => isOneLine(node))) throw error;
      this.reset(mark);
      return this.learnByOne(variants, scope, domain, place) ?? (() => { throw error; })();
    }
  }

  /** Two quite different things at one place, by a single value, as `?:` makes them: each is learned by itself. */
  private learnByOne(variants: readonly Variant[], scope: Scope, domain: Bits, place: Place): Template | undefined {
    this.isSplitting = true;
    try {
      for (const column of byWhatTheyTell(variants, scope)) {
        if (this.splits >= MOST_SPLITS) break;
        const classes = scope.columns[column].choices.map((_choice, index) => ({ index, rows: scope.with(column, index).and(domain) }))
          .filter(({ rows }) => !rows.isEmpty);
        if (classes.length < 2) continue;
        this.splits += 1;
        const mark = this.mark();
        try {
          const dependency = { columns: [column], table: new Map(classes.map(({ index }, position) => [`${index}`, position])) };
          classes.forEach(({ rows }, wanted) => this.claim(rows, scope, [...this.chainOf(domain, scope), { dependency, wanted }]));
          const parts = classes.map(({ index, rows }) => ({
            when: [[{ column: scope.columns[column], choices: [index] }]],
            value: this.learnWhole(within(variants, rows), scope, rows, place),
          }));
          return { kind: 'choice', cases: parts.slice(0, -1), otherwise: parts[parts.length - 1].value };
        } catch (error) {
          if (!(error instanceof UnlearnedPlace)) throw error;
          this.reset(mark);
        }
      }
      return undefined;
    } finally {
      this.isSplitting = false;
    }
  }

  private learnWhole(variants: readonly Variant[], scope: Scope, domain: Bits, place: Place): Template {
    const shapes = new Map<string, Variant[]>();
    for (const variant of variants) {
      const shape = shapeOf(variant.node);
      if (!shapes.has(shape)) shapes.set(shape, []);
      shapes.get(shape)!.push(variant);
    }
    const groups = [...shapes];
    if (groups.length === 1) return this.learnShape(groups[0][0], variants, scope, domain, place);
    const classes = groups.map(([, members]) => union(members, scope));
    // That a list is empty need not be decided by few values: it can be by those of all its elements.
    const whole = ['sequence', 'map'].find((shape) => groups.length === 2 && shapes.has(shape) && shapes.has(shape === 'map' ? '{}' : '[]'));
    if (whole && !this.determined(classes, scope, domain)) {
      return { ...this.learnShape(whole, variants, scope, domain, place), mayBeEmpty: true } as Template;
    }
    return this.choose(classes, scope, domain, place, (index) => this.learnShape(groups[index][0], groups[index][1], scope, classes[index], place));
  }

  /** The alternatives of a place that is one of several things. */
  public choose(classes: readonly Bits[], scope: Scope, domain: Bits, place: Place, learn: (index: number) => Template): Template {
    const conditions = this.conditions(classes, scope, domain, place);
    // What is hardest to say comes last, where it need not be said.
    const order = conditions.map((_condition, index) => index).sort((a, b) => weight(conditions[a]) - weight(conditions[b]) || a - b);
    const last = order.pop()!;
    return { kind: 'choice', cases: order.map((index) => ({ when: conditions[index], value: learn(index) })), otherwise: learn(last) };
  }

  /** The condition under which a place is there. */
  public presence(present: Bits, scope: Scope, domain: Bits, place: Place): Condition {
    const absent = domain.without(present);
    if (absent.isEmpty) return ALWAYS;
    return this.conditions([present, absent], scope, domain, place)[0];
  }

  /** The conditions for each of some classes. */
  public conditions(classes: readonly Bits[], scope: Scope, domain: Bits, place: Place): Condition[] {
    const dependency = this.determined(classes, scope, domain);
    if (!dependency) throw new UnlearnedPlace(place, () => undetermined(classes, scope, domain));
    classes.forEach((rows, wanted) => this.claim(rows, scope, [...this.chainOf(domain, scope), { dependency, wanted }]));
    return classes.map((_class, index) => conditionOf(dependency, index, scope));
  }

  /** The same question comes again for all places that are decided together. */
  private determined(classes: readonly Bits[], scope: Scope, domain: Bits): Dependency | undefined {
    if (!this.dependencies.has(scope)) this.dependencies.set(scope, new Map());
    const known = this.dependencies.get(scope)!;
    const key = classes.map((rows) => rows.key).join('/');
    if (!known.has(key)) known.set(key, determine(classes, scope, domain));
    return known.get(key);
  }

  /** How it is told whether a situation is one of these. */
  public chainOf(rows: Bits, scope: Scope): readonly Link[] {
    return this.chains.get(scope)?.get(rows.key) ?? [];
  }

  /** Notes how it is told whether a situation is one of these, and that they are told apart from others. */
  public claim(rows: Bits, scope: Scope, chain: readonly Link[]): void {
    if (!this.chains.has(scope)) this.chains.set(scope, new Map());
    const known = this.chains.get(scope)!;
    if (!known.has(rows.key)) known.set(rows.key, chain);
    this.claims.push({ lists: listsOf(scope), chain: known.get(rows.key)! });
  }

  private learnShape(shape: string, variants: readonly Variant[], scope: Scope, domain: Bits, place: Place): Template {
    switch (shape) {
      case 'map': return learnMap(this, variants as readonly Variant<MapNode>[], scope, domain, place);
      case 'sequence': return this.learnSequence(variants as readonly Variant<SequenceNode>[], scope, domain, place);
      case '{}': return { kind: 'constant', value: {} };
      case '[]': return { kind: 'constant', value: [] };
      default: return learnLeaf(this, variants as any, scope, domain, place);
    }
  }

  private learnSequence(variants: readonly Variant<SequenceNode>[], scope: Scope, domain: Bits, place: Place): Template {
    const lists = variants.map(({ node, rows }) => ({ node: node.items.map((item): Piece => ({ node: item })), rows }));
    const mark = this.mark();
    try {
      return { kind: 'sequence', items: learnItems(this, lists, scope, domain, place) };
    } catch (error) {
      this.reset(mark);
      if (!(error instanceof OrderConflict)) throw error;
      // No single order explains all: the lists as wholes become alternatives.
      const groups: Variant<SequenceNode>[][] = [];
      for (const variant of variants) {
        const group = groups.find((members) => members.every(({ node }) => areInOneOrder(unitsOf(node), unitsOf(variant.node))));
        if (group) group.push(variant);
        else groups.push([variant]);
      }
      if (groups.length === 1) throw new UnlearnedPlace(place, 'its items come in orders that contradict each other');
      const classes = groups.map((members) => union(members, scope));
      return this.choose(classes, scope, domain, place, (index) => this.learnSequence(groups[index], scope, classes[index], place));
    }
  }
}

/** Whether it is a scalar without parts of its own, of which all alternatives were tried already. */
function isOneLine(node: Node): boolean {
  return node.kind === 'leaf' && !`${node.raw}`.includes('\n');
}

/** All columns, those first whose choices leave the fewest different things each. */
function byWhatTheyTell(all: readonly Variant[], scope: Scope): number[] {
  const variants = grouped(all, ({ meaning }) => meaning);
  const left = scope.columns.map(({ choices }, column) => choices.reduce((sum, _choice, choice) => (
    sum + variants.filter(({ rows }) => rows.meets(scope.with(column, choice))).length), 0) / choices.length);
  return scope.columns.map((_column, column) => column).sort((a, b) => left[a] - left[b] || a - b);
}

/** How often a place that cannot be learned as one is split, for all places together. */
const MOST_SPLITS = 300;

/** What was seen in some of the situations. */
function within(variants: readonly Variant[], rows: Bits): Variant[] {
  return variants.map((variant) => ({ node: variant.node, rows: variant.rows.and(rows) })).filter((variant) => !variant.rows.isEmpty);
}

/** All situations of some variants. */
export function union(variants: readonly Variant<unknown>[], scope: Scope): Bits {
  return variants.reduce((all, { rows }) => all.or(rows), Bits.of(scope.size));
}

function unitsOf(node: SequenceNode): Unit[] {
  return node.items.map((item) => ({ kind: 'piece', piece: { node: item } }));
}

function shapeOf(node: Node): string {
  if (node.kind === 'map') return node.entries.length === 0 ? '{}' : 'map';
  if (node.kind === 'sequence') return node.items.length === 0 ? '[]' : 'sequence';
  return 'leaf';
}

/** How long a condition is. */
export function weight(condition: Condition): number {
  return condition.reduce((sum, tests) => sum + 1 + tests.reduce((inner, { choices, column }) => (
    inner + 2 + (choices.length > column.choices.length / 2 ? 1 : 0)), 0), 0);
}

/** Why no few columns decide. */
function undetermined(classes: readonly Bits[], scope: Scope, domain: Bits): string {
  const seen = new Map<string, { readonly row: number; readonly index: number }>();
  const deciding = new Set<number>();
  const conflicts: (readonly [number, number])[] = [];
  for (const [index, members] of classes.entries()) {
    for (const row of [...members.and(domain)].slice(0, LOOKED_AT)) {
      const choices = scope.columns.map((_column, position) => scope.choice(position, row));
      const other = seen.get(choices.join());
      if (other && other.index !== index) conflicts.push([other.row, row]);
      else seen.set(choices.join(), { row, index });
    }
  }
  if (conflicts.length > 0) return unexplained(scope, conflicts);
  for (const [key, { index }] of seen) {
    const choices = key.split(',');
    scope.columns.forEach((column, position) => column.choices.forEach((_choice, choice) => {
      const other = seen.get(choices.map((one, at) => (at === position ? choice : one)).join());
      if (other && other.index !== index) deciding.add(position);
    }));
  }
  const [a, b] = witnesses(classes, scope, domain);
  const differing = scope.columns.map((_column, index) => index).filter((index) => scope.choice(index, a) !== scope.choice(index, b));
  const named = deciding.size > 0 ? [...deciding] : differing;
  const paths = named.map((position) => scope.columns[position].declaration.path);
  return `it depends on more than six values at once; among them are ${paths.slice(0, 8).join(', ')}${paths.length > 8 ? ' and others' : ''}. Decide it by one value of its own`;
}

/** At how many situations of each class the reason for a failure is looked for. */
const LOOKED_AT = 150;

/** Why situations with the same choices differ. */
function unexplained(scope: Scope, conflicts: readonly (readonly [number, number])[]): string {
  if (scope.list) {
    return `it is not the same for every element of ${scope.list.path}: it depends on the position, the number or the order of the elements, which a template cannot follow`;
  }
  const lists = everyDeclaration(scope.root).filter((declaration) => (declaration.kind === 'list' || declaration.kind === 'map') && declaration.lists.length === 0);
  const count = (list: Declaration, row: number) => elementsOf(list, scope.environments[row]).length;
  const changed = lists.filter((list) => conflicts.every(([a, b]) => count(list, a) !== count(list, b))).map(({ path }) => path);
  if (changed.length > 0) return `it changes with the number of elements of ${changed.join(', ')}, of which a template knows only whether there are any`;
  const there = lists.filter((list) => conflicts.every(([a]) => count(list, a) > 0)).map(({ path }) => path);
  const orElements = there.length > 0 ? `, or at the order of the elements of ${there.join(', ')} or at single ones` : '';
  return `it changes although all choices are the same: the construct looks into a string or number${orElements}`;
}
