import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, App, AppProps, Chart, Include, IResolver, JsonPatch, Lazy, ResolutionContext, YamlOutputType } from 'cdk8s';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { LinearApp } from '../../src/synth/linear-app';

const outputTypes = Object.values(YamlOutputType).filter((value): value is YamlOutputType => typeof value === 'number');

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'linear-app-'));
});
afterEach(() => {
  fs.rmSync(directory, { recursive: true, force: true });
});

/** Path to content of everything below a folder; a folder has no content. */
function contentOf(folder: string): Record<string, string> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(entries.map((entry) => {
    const place = path.join(entry.parentPath ?? entry.path, entry.name);
    return [path.relative(folder, place), entry.isDirectory() ? '(folder)' : fs.readFileSync(place, 'utf8')];
  }));
}

type Result = { files: Record<string, string>; yaml: string } | { error: string };

/** Builds the app anew for each method, since cdk8s changes its tree as it synthesizes. */
function resultOf(type: typeof App, build: (app: App) => void, props: AppProps = {}): Result {
  const outdir = fs.mkdtempSync(path.join(directory, 'out-'));
  const make = () => {
    const app = new type({ ...props, outdir });
    build(app);
    return app;
  };
  try {
    make().synth();
    return { files: contentOf(outdir), yaml: make().synthYaml() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function expectSame(build: (app: App) => void, props: AppProps = {}): Result {
  const ours = resultOf(LinearApp, build, props);
  expect(ours).toEqual(resultOf(App, build, props));
  return ours;
}

function configMap(scope: Construct, id: string, data: Record<string, unknown> = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', data });
}

function configMaps(scope: Construct, ...ids: string[]): ApiObject[] {
  return ids.map((id) => configMap(scope, id));
}

describe('LinearApp writes what App writes', () => {
  interface TreeSpec {
    nodes: { id: string; parent: number; kind: 'chart' | 'group' | 'object' }[];
    dependencies: { source: number; target: number }[];
  }

  const treeSpec: fc.Arbitrary<TreeSpec> = fc.record({
    nodes: fc.array(fc.record({
      id: fc.constantFrom('a', 'B', 'c-1', 'Default', 'Resource', '7', '10', '007', 'x/y', 'long'.repeat(20)),
      parent: fc.nat(),
      kind: fc.constantFrom<'chart' | 'group' | 'object'>('chart', 'group', 'object', 'object'),
    }), { minLength: 2, maxLength: 16 }),
    dependencies: fc.array(fc.record({ source: fc.nat(), target: fc.nat() }), { maxLength: 7 }),
  });

  /** Makes the constructs of the spec; in `mostly` acyclic trees a dependency points to what was created earlier. */
  function build(app: App, spec: TreeSpec, direction: 'backward' | 'any'): IConstruct[] {
    const made: Construct[] = [];
    spec.nodes.forEach(({ id, parent, kind }, index) => {
      const scopes = [app, ...made];
      const scope = scopes[parent % scopes.length];
      const hasChart = scope.node.scopes.some((outer) => Chart.isChart(outer));
      const unique = scope.node.tryFindChild(id.replace('/', '--')) ? `${id}${index}` : id;
      if (kind === 'chart' || (kind === 'object' && !hasChart)) made.push(new Chart(scope, unique));
      else if (kind === 'group') made.push(new Construct(scope, unique));
      else made.push(configMap(scope, unique, { index: `${index}` }));
    });
    for (const { source, target } of spec.dependencies) {
      const pair = [source % made.length, target % made.length];
      const [from, to] = direction === 'backward' ? [Math.max(...pair), Math.min(...pair)] : pair;
      if (from !== to) made[from].node.addDependency(made[to]);
    }
    return made;
  }

  test.each(['backward', 'any'] as const)('for random trees with dependencies (%s)', (direction) => {
    let written = 0;
    let cyclic = 0;
    fc.assert(fc.property(treeSpec, fc.constantFrom(...outputTypes), fc.boolean(), (spec, yamlOutputType, recordConstructMetadata) => {
      const props = { yamlOutputType, recordConstructMetadata };
      const construct = (app: App) => void build(app, spec, direction);
      const theirs = resultOf(App, construct, props);
      const ours = resultOf(LinearApp, construct, props);
      if ('error' in theirs && theirs.error.startsWith('Dependency cycle detected: ')) {
        cyclic++;
        expectRealCycle(ours, (app) => build(app, spec, direction));
      } else {
        written += 'error' in theirs ? 0 : 1;
        expect(ours).toEqual(theirs);
      }
    }), { seed: 5432, numRuns: 400 });
    // The generator must not drift to where nothing is compared.
    expect(written).toBeGreaterThan(100);
    expect(cyclic).toBeGreaterThan(direction === 'any' ? 50 : 5);
  });

  /** Each step of the reported cycle is a dependency that cdk8s has found too, and no construct comes twice. */
  function expectRealCycle(result: Result, construct: (app: App) => IConstruct[]): void {
    const { error } = result as { error: string };
    expect(error).toMatch(/^Dependency cycle detected: .+ => .+$/);
    const route = error.replace('Dependency cycle detected: ', '').split(' => ');
    expect(route[0]).toBe(route[route.length - 1]);
    expect(new Set(route).size).toBe(route.length - 1);
    const app = new App({ outdir: directory });
    const byPath = new Map(construct(app).map((made) => [made.node.path, made]));
    expect(() => app.synth()).toThrow('Dependency cycle detected');
    for (let step = 0; step + 1 < route.length; step++) {
      expect(byPath.get(route[step])!.node.dependencies.map(({ node }) => node.path)).toContain(route[step + 1]);
    }
  }

  const manifest = path.join(os.tmpdir(), `linear-app-include-${process.pid}.yaml`);
  beforeAll(() => {
    fs.writeFileSync(manifest, 'kind: Service\napiVersion: v1\nmetadata:\n  name: b\n---\nkind: Service\napiVersion: v1\nmetadata:\n  name: a\n');
  });
  afterAll(() => {
    fs.rmSync(manifest);
  });

  class UpperCase implements IResolver {
    public resolve(context: ResolutionContext): void {
      if (context.value === 'shout') context.replaceValue('SHOUT');
    }
  }

  class ReversedChart extends Chart {
    public toJson(): any[] {
      return super.toJson().reverse();
    }
  }

  class NamedChart extends Chart {
    public generateObjectName(apiObject: ApiObject): string {
      return `named-${apiObject.node.id}`;
    }
  }

  const shapes: Record<string, (app: App) => void> = {
    'an app without charts': () => {},
    'a chart without objects': (app) => void new Chart(app, 'empty'),
    'objects that depend on objects of another chart': (app) => {
      const first = configMap(new Chart(app, 'first'), 'map');
      const second = configMap(new Chart(app, 'second'), 'map');
      first.addDependency(second);
    },
    'a chart that depends on two later ones': (app) => {
      const [first, second, third] = ['first', 'second', 'third'].map((id) => new Chart(app, id));
      [first, second, third].forEach((chart) => configMap(chart, 'map'));
      first.addDependency(third, second);
    },
    'charts inside charts, directly and below a construct': (app) => {
      const outer = new Chart(app, 'outer');
      configMap(outer, 'early');
      const inner = new Chart(new Construct(outer, 'group'), 'inner');
      const late = configMap(outer, 'late');
      configMap(inner, 'map').addDependency(late);
      configMap(new Chart(new Chart(app, 'parent'), 'child'), 'map');
    },
    'constructs around an object that depend on other constructs': (app) => {
      const chart = new Chart(app, 'chart');
      const outer = new Construct(chart, 'outer');
      const inner = new Construct(outer, 'inner');
      const [first, second] = ['first', 'second'].map((id) => new Construct(chart, id));
      [inner, first, second].forEach((scope) => configMap(scope, 'map'));
      inner.node.addDependency(first);
      outer.node.addDependency(second);
    },
    'a group of dependables': (app) => {
      const chart = new Chart(app, 'chart');
      const first = configMap(chart, 'first');
      const group = new DependencyGroup(configMap(chart, 'second'), configMap(chart, 'third'));
      first.node.addDependency(group);
    },
    'a chart that depends on one of its own objects, and an object that depends on its own chart': (app) => {
      const one = new Chart(app, 'one');
      configMaps(one, 'a', 'b', 'c');
      one.addDependency(one.node.findChild('b'));
      const two = new Chart(app, 'two');
      configMaps(two, 'a', 'b', 'c');
      two.node.findChild('a').node.addDependency(two);
    },
    'a dependency on a chart of another app': (app) => {
      configMap(new Chart(app, 'here'), 'map').addDependency(new Chart(new App(), 'elsewhere'));
    },
    'ids that are whole numbers': (app) => {
      const group = new Construct(app, '1');
      ['9', 'z', '8'].forEach((id) => configMap(new Chart(group, id), 'map'));
      ['3', 'a', '2', '4294967295', '01'].forEach((id) => configMap(new Chart(app, id), 'map'));
    },
    'two objects with one file name': (app) => {
      const chart = new Chart(app, 'chart');
      for (const namespace of ['one', 'two']) {
        new ApiObject(chart, namespace, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'same', namespace } });
      }
    },
    'an included manifest': (app) => void new Include(new Chart(app, 'chart'), 'include', { url: manifest }),
    'lazy values, patches and resolvers': (app) => {
      const object = configMap(new Chart(app, 'chart', { namespace: 'n', labels: { l: 'v' } }), 'map', {
        lazy: Lazy.any({ produce: () => ['shout', { deep: 'shout' }] }),
      });
      const shared = { list: [1, 2], text: 'a: b' };
      object.addJsonPatch(JsonPatch.add('/one', shared), JsonPatch.add('/two', shared), JsonPatch.add('/metadata/name', 'renamed'));
    },
    'chart classes that decide on names or manifests themselves': (app) => {
      const reversed = new ReversedChart(app, 'reversed');
      configMaps(reversed, 'a', 'b');
      configMap(new NamedChart(app, 'named'), 'map');
    },
    'text of many kinds': (app) => {
      const texts = [
        'text', 'CREATE ROLE a;\n\nSELECT 1;\n', 'no', '', '0775', 'a: b', 'a\n\n', '  a\n b', 'a\tb\n\tc', '---\n...\n%', '\u0007', '"\'', '🐘', 5, 1e21,
      ];
      configMap(new Chart(app, 'chart'), 'map', Object.fromEntries(texts.map((text) => [`${text}`, { text, list: [text, [text]] }])));
    },
  };

  test.each(Object.entries(shapes))('for %s', (_, shape) => {
    for (const yamlOutputType of outputTypes) {
      const result = expectSame(shape, {
        yamlOutputType, recordConstructMetadata: true, outputFileExtension: '.yml', resolvers: [new UpperCase()],
      });
      expect(result).toHaveProperty('files');
    }
  });

  test('for the default options, and an output type that does not exist', () => {
    expectSame(shapes['a chart that depends on two later ones']);
    expectSame(shapes['a chart that depends on two later ones'], { yamlOutputType: 9 as YamlOutputType });
  });

  test('and takes the output directory and the construct metadata from the environment', () => {
    const before = { ...process.env };
    try {
      process.env.CDK8S_OUTDIR = path.join(directory, 'deep', 'out');
      process.env.CDK8S_RECORD_CONSTRUCT_METADATA = 'true';
      const app = new LinearApp();
      configMap(new Chart(app, 'chart'), 'map');
      app.synth();
      expect(Object.keys(contentOf(process.env.CDK8S_OUTDIR))).toEqual(['chart.k8s.yaml', 'construct-metadata.json']);
    } finally {
      process.env = before;
    }
  });

  test('a second time as well, over the files of the first, and leaves other files alone', () => {
    const app = new LinearApp({ outdir: directory });
    const chart = new Chart(app, 'chart');
    configMap(chart, 'a').addDependency(configMap(chart, 'b'));
    fs.writeFileSync(path.join(directory, 'chart.k8s.yaml'), 'longer than what comes\n'.repeat(100));
    fs.writeFileSync(path.join(directory, 'other.k8s.yaml'), 'of an earlier synthesis\n');
    app.synth();
    const first = contentOf(directory);
    app.synth();
    expect(contentOf(directory)).toEqual(first);
    expect(Object.keys(first)).toEqual(['chart.k8s.yaml', 'other.k8s.yaml']);
    expect(first['chart.k8s.yaml']).toMatch(/^apiVersion: v1\nkind: ConfigMap\n/);
  });

  test('in the order that `charts` tells, before and after synthesis', () => {
    const app = new LinearApp({ outdir: directory });
    const [first, second] = ['first', 'second'].map((id) => new Chart(app, id));
    configMap(first, 'map').addDependency(configMap(second, 'map'));
    expect(app.charts).toEqual([second, first]);
    app.synth();
    expect(app.charts).toEqual([second, first]);
    expect(Object.keys(contentOf(directory))).toEqual(['0000-second.k8s.yaml', '0001-first.k8s.yaml']);
  });
});

describe('LinearApp does its work once', () => {
  test('each validation runs once, however many charts there are', () => {
    const app = new LinearApp({ outdir: directory });
    const validate = jest.fn(() => []);
    for (let index = 0; index < 20; index++) configMap(new Chart(app, `chart-${index}`), 'map').node.addValidation({ validate });
    app.synth();
    expect(validate).toHaveBeenCalledTimes(20);
  });

  test('layers that depend on each other take no exponential time', () => {
    const app = new LinearApp({ outdir: directory });
    const chart = new Chart(app, 'chart');
    let above: Construct | undefined;
    for (let index = 99; index >= 0; index--) {
      const layer = new Construct(chart, `layer-${index}`);
      configMaps(layer, 'a', 'b', 'c');
      if (above) above.node.addDependency(layer);
      above = layer;
    }
    // cdk8s needs 3 seconds for 15 layers, and eight times as much for each further one.
    const layers = app.synthYaml().match(/layer-\d+/g)!;
    expect(layers.filter((_, index) => index % 3 === 0)).toEqual([...Array(100).keys()].map((index) => `layer-${index}`));
  });

  test('a chain of thousands of charts does not exhaust the stack', () => {
    const app = new LinearApp({ outdir: directory });
    const charts = [...Array(20000).keys()].map((index) => new Chart(app, `c${index}`));
    charts.slice(1).forEach((chart, index) => charts[index].addDependency(chart));
    expect(app.charts.map(({ node }) => node.id)).toEqual([...Array(20000).keys()].map((index) => `c${19999 - index}`));
  });
});

describe('LinearApp refuses', () => {
  const refusals: [string, string, (app: App) => void][] = [
    ['what validations report, all at once',
      'Validation failed with the following errors:\n  [one/map] no good\n  [one/map] not at all\n  [two] nor this',
      (app) => {
        configMap(new Chart(app, 'one'), 'map').node.addValidation({ validate: () => ['no good', 'not at all'] });
        new Chart(app, 'two').node.addValidation({ validate: () => ['nor this'] });
      }],
    ['a value that is no JSON, in the last chart',
      "Failed serializing construct at path 'two/map' with name 'two-map-c8e5595a': Error: can't render non-simple object of type 'Date'",
      (app) => {
        configMap(new Chart(app, 'one'), 'map');
        configMap(new Chart(app, 'two'), 'map', { date: new Date(0) });
      }],
    ['a dependency on a construct outside every chart', 'cannot find a parent chart (directly or indirectly)',
      (app) => configMap(new Chart(app, 'one'), 'map').addDependency(new Construct(app, 'nowhere'))],
    ['a cycle of objects', 'Dependency cycle detected: one/a => one/b => one/c => one/a',
      (app) => {
        const [a, b, c] = configMaps(new Chart(app, 'one'), 'a', 'b', 'c');
        a.addDependency(b);
        b.addDependency(c);
        c.addDependency(a);
      }],
  ];

  test.each(refusals)('%s, in the words of App', (_, message, build) => {
    for (const yamlOutputType of outputTypes) {
      expect(expectSame(build, { yamlOutputType })).toEqual({ error: message });
    }
  });

  const cycles: [string, string, (app: App) => void][] = [
    ['objects of two charts that need each other', 'a/b => c/d => a/b',
      (app) => {
        const first = configMap(new Chart(app, 'a'), 'b');
        const second = configMap(new Chart(app, 'c'), 'd');
        first.addDependency(second);
        second.addDependency(first);
      }],
    ['two charts that need each other through different objects', 'a => c => a',
      (app) => {
        const [a, c] = ['a', 'c'].map((id) => new Chart(app, id));
        configMap(a, 'x').addDependency(configMap(c, 'x'));
        configMap(c, 'y').addDependency(configMap(a, 'y'));
      }],
    // App pops too much from its route: one/a => one/b => one/a.
    ['a cycle with a branch beside it', 'one/a => one/b => one/d => one/a',
      (app) => {
        const [a, b, c, d] = configMaps(new Chart(app, 'one'), 'a', 'b', 'c', 'd');
        a.addDependency(b, c);
        b.addDependency(d);
        d.addDependency(a);
      }],
    ['an object that depends on itself', 'one/a => one/a',
      (app) => {
        const object = configMap(new Chart(app, 'one'), 'a');
        object.addDependency(object);
      }],
  ];

  test.each(cycles)('%s', (_, route, build) => {
    const expected = { error: `Dependency cycle detected: ${route}` };
    for (const yamlOutputType of outputTypes) expect(resultOf(LinearApp, build, { yamlOutputType })).toEqual(expected);
  });

  test.each([...refusals, ...cycles])('%s, and changes no file', (_, __, build) => {
    fs.writeFileSync(path.join(directory, 'one.k8s.yaml'), 'from before\n');
    for (const yamlOutputType of outputTypes) {
      for (const outdir of [directory, path.join(directory, 'new')]) {
        const app = new LinearApp({ outdir, yamlOutputType });
        build(app);
        expect(() => app.synth()).toThrow();
      }
    }
    expect(contentOf(directory)).toEqual({ 'one.k8s.yaml': 'from before\n' });
  });

  test('a file name that is taken by a folder, and leaves nothing unfinished behind', () => {
    fs.mkdirSync(path.join(directory, 'one.k8s.yaml'));
    const app = new LinearApp({ outdir: directory });
    configMap(new Chart(app, 'one'), 'map');
    expect(() => app.synth()).toThrow(/one\.k8s\.yaml/);
    expect(contentOf(directory)).toEqual({ 'one.k8s.yaml': '(folder)' });
  });
});
