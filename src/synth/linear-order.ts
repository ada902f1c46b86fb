import { ApiObject, App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';

/**
 * The order in which an app's charts, and the objects of each chart, are written: dependencies first, otherwise as the constructs were created.
 *
 * It is the order cdk8s gives, which a chart or an object can only have after these rules have turned all dependencies into dependencies of its like:
 * a chart depends on the charts directly inside it; a chart depends on a chart when something in the one depends on something in the other;
 * and every object below a construct depends on every object below what that construct depends on.
 *
 * The rules are applied once for the whole app. The last one is a product of two groups, so groups take part in the search as vertices of their own
 * and the time stays linear in the number of constructs and of declared dependencies. The construct tree itself is left as it was.
 */
export class LinearOrder {
  /** Whether any chart has to come after another one; cdk8s then puts an index before the file names. */
  public readonly hasDependentCharts: boolean;

  private readonly constructs: IConstruct[];
  private readonly nearestChart = new Map<IConstruct, Chart>();
  private readonly dependencies = new Map<IConstruct, Set<IConstruct>>();
  private readonly inherited = new Map<IConstruct, readonly IConstruct[]>();

  constructor(private readonly app: App) {
    this.constructs = app.node.findAll();
    for (const construct of this.constructs) {
      const chart = Chart.isChart(construct) ? construct : construct.node.scope && this.nearestChart.get(construct.node.scope);
      if (chart) this.nearestChart.set(construct, chart);
      const declared = construct.node.dependencies;
      if (declared.length > 0) this.dependencies.set(construct, new Set(declared));
    }
    const nested = this.addNestedCharts();
    const crossing = this.addChartsOfDependencies();
    this.hasDependentCharts = nested || crossing;
  }

  /** All charts of the app, each after those it depends on; a cycle of dependencies is an error that names its constructs. */
  public charts(): Chart[] {
    // cdk8s keeps constructs in an object with paths as keys, and JavaScript lists keys that are whole numbers first.
    const numbered = new Set(this.app.node.children.filter((child) => isArrayIndex(child.node.id)));
    const scope = numbered.size > 0 ? [...numbered, ...this.constructs.filter((construct) => !numbered.has(construct))] : this.constructs;
    return this.sort(scope).filter((construct): construct is Chart => Chart.isChart(construct));
  }

  /** The objects whose nearest chart is this one, each after those it depends on. */
  public apiObjects(chart: Chart): ApiObject[] {
    // Nested charts take part, for an object inside one may be the first that leads to an object out here.
    return this.sort(chart.node.findAll())
      .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && this.chartOf(construct) === chart);
  }

  private addNestedCharts(): boolean {
    let found = false;
    for (const chart of this.constructs.filter((construct) => Chart.isChart(construct))) {
      for (const child of chart.node.children.filter((construct) => Chart.isChart(construct))) {
        this.addDependency(chart, child);
        found = true;
      }
    }
    return found;
  }

  private addChartsOfDependencies(): boolean {
    let found = false;
    const pairs = this.constructs.flatMap((source) => [...this.dependenciesOf(source)].map((target) => ({ source, target })));
    for (const { source, target } of pairs) {
      const sourceChart = this.chartOf(source);
      const targetChart = this.chartOf(target);
      if (sourceChart !== targetChart) {
        this.addDependency(sourceChart, targetChart);
        found = true;
      }
    }
    return found;
  }

  private addDependency(source: IConstruct, target: IConstruct): void {
    const targets = this.dependencies.get(source);
    if (targets) targets.add(target);
    else this.dependencies.set(source, new Set([target]));
  }

  private dependenciesOf(construct: IConstruct): Iterable<IConstruct> {
    return this.dependencies.get(construct) ?? [];
  }

  /** `Chart.of`, without the walk; it still serves constructs of another app, and throws for those outside every chart. */
  private chartOf(construct: IConstruct): Chart {
    return this.nearestChart.get(construct) ?? Chart.of(construct);
  }

  /** What the construct depends on, itself or through a construct around it in the same chart, the outermost first. */
  private inheritedBy(construct: IConstruct): readonly IConstruct[] {
    let targets = this.inherited.get(construct);
    if (!targets) {
      const outer = Chart.isChart(construct) ? [] : this.inheritedBy(construct.node.scope!);
      const own = this.dependencies.get(construct);
      targets = own ? [...outer, ...own] : outer;
      this.inherited.set(construct, targets);
    }
    return targets;
  }

  private sort(scope: IConstruct[]): IConstruct[] {
    if (!scope.some((construct) => this.dependencies.has(construct))) return scope;
    const sorted = this.graphOf(scope).sort();
    if (sorted.cycle) {
      // The declared dependencies alone tell a reader more than those that follow from them.
      const declared = this.declaredGraphOf(scope).sort();
      throw new Error(`Dependency cycle detected: ${routeOf(declared.cycle ?? sorted.cycle, scope)}`);
    }
    return sorted.order;
  }

  private declaredGraphOf(scope: IConstruct[]): Graph {
    const graph = new Graph(scope);
    for (const source of scope) {
      for (const target of source.node.dependencies) graph.link(graph.vertex(source), graph.vertex(target));
    }
    return graph;
  }

  private graphOf(scope: IConstruct[]): Graph {
    const graph = new Graph(scope);
    const groups = new Map<IConstruct, Vertex>();
    const groupOf = (construct: IConstruct): Vertex => {
      let group = groups.get(construct);
      if (!group) {
        group = { targets: [], isTarget: false };
        groups.set(construct, group);
        if (ApiObject.isApiObject(construct)) graph.link(group, graph.vertex(construct));
        for (const child of construct.node.children.filter((inner) => this.chartOf(inner) === this.chartOf(construct))) {
          graph.link(group, groupOf(child));
        }
      }
      return group;
    };
    for (const source of scope) {
      const vertex = graph.vertex(source)!;
      for (const target of this.dependenciesOf(source)) graph.link(vertex, graph.vertex(target));
      if (!ApiObject.isApiObject(source)) continue;
      for (const target of this.inheritedBy(source).filter((construct) => graph.vertex(construct))) {
        if (isWithin(source, target)) {
          // The group holds the object itself, which does not depend on itself, so it is taken apart.
          for (const object of this.objectsBelow(target)) {
            if (object !== source) graph.link(vertex, graph.vertex(object));
          }
        } else {
          graph.link(vertex, groupOf(target));
        }
      }
    }
    return graph;
  }

  private objectsBelow(construct: IConstruct): IConstruct[] {
    return construct.node.findAll().filter((inner) => ApiObject.isApiObject(inner) && this.chartOf(inner) === this.chartOf(construct));
  }
}

/** A construct, or without one a group: depending on it is depending on all its targets. */
interface Vertex {
  readonly construct?: IConstruct;
  readonly targets: Vertex[];
  isTarget: boolean;
}

class Graph {
  private readonly vertices: Map<IConstruct, Vertex>;

  constructor(scope: IConstruct[]) {
    this.vertices = new Map(scope.map((construct) => [construct, { construct, targets: [], isTarget: false }]));
  }

  public vertex(construct: IConstruct): Vertex | undefined {
    return this.vertices.get(construct);
  }

  /** A target outside the scope is no part of the order. */
  public link(source: Vertex | undefined, target: Vertex | undefined): void {
    if (!source || !target) return;
    source.targets.push(target);
    target.isTarget = true;
  }

  /** Depth first from the vertices nothing depends on, without recursion, so that a long chain does not exhaust the stack. */
  public sort(): { order: IConstruct[]; cycle?: IConstruct[] } {
    const order: IConstruct[] = [];
    const finished = new Set<Vertex>();
    const all = [...this.vertices.values()];
    // Whatever is left after the roots lies on a cycle or behind one.
    for (const start of [...all.filter((vertex) => !vertex.isTarget), ...all]) {
      const route: { vertex: Vertex; next: number }[] = [];
      const onRoute = new Set<Vertex>();
      const enter = (vertex: Vertex) => {
        route.push({ vertex, next: 0 });
        onRoute.add(vertex);
      };
      if (!finished.has(start)) enter(start);
      while (route.length > 0) {
        const step = route[route.length - 1];
        const target = step.vertex.targets[step.next++];
        if (!target) {
          route.pop();
          onRoute.delete(step.vertex);
          finished.add(step.vertex);
          if (step.vertex.construct) order.push(step.vertex.construct);
        } else if (onRoute.has(target)) {
          const cycle = route.map(({ vertex }) => vertex);
          return { order, cycle: cycle.slice(cycle.indexOf(target)).flatMap(({ construct }) => construct ?? []) };
        } else if (!finished.has(target)) {
          enter(target);
        }
      }
    }
    return { order };
  }
}

/** The cycle as cdk8s prints it: the dependency that closed it is the last one, so the construct created last stands before the repeated one. */
function routeOf(cycle: IConstruct[], scope: IConstruct[]): string {
  const places = new Map(scope.map((construct, place) => [construct, place]));
  const last = cycle.reduce((best, construct, index) => (places.get(construct)! > places.get(cycle[best])! ? index : best), 0);
  const rotated = [...cycle.slice(last + 1), ...cycle.slice(0, last + 1)];
  return [...rotated, rotated[0]].map((construct) => construct.node.path).join(' => ');
}

function isWithin(construct: IConstruct, outer: IConstruct): boolean {
  for (let current: IConstruct | undefined = construct; current; current = current.node.scope) {
    if (current === outer) return true;
  }
  return false;
}

function isArrayIndex(id: string): boolean {
  return /^(0|[1-9][0-9]{0,9})$/.test(id) && Number(id) < 2 ** 32 - 1;
}
