import { readdirSync } from 'fs';
import { join } from 'path';
import { partsOf } from './support/proof';
import { webPackage } from './support/web';
import type * as web from './support/web';
import { makeTemporaryFolder } from '../support/temporary-folder';

const helm = join(__dirname, '../../src/helm');

/** All that finds, prints or reads templates. */
const TREE = [
  'prove', 'write',
  ...['learn', 'print', 'tree'].flatMap((folder) => readdirSync(join(helm, folder)).map((file) => `${folder}/${file.replace(/\.ts$/, '')}`)),
  ...['tracer', 'rows', 'hunt', 'find-cuts', 'certificate', 'interpreter', 'determine', 'used'].map((file) => `trace/${file}`),
];

const values = [
  {},
  { replicas: 5, ingress: { enabled: true, host: 'x' } },
  { image: 'a:1', queues: [{ name: 'b', depth: 1 }, { name: 'a', depth: 2_000_000 }] },
];
const release = { name: 'r', namespace: 'n' };

describe('the example of the tutorial', () => {
  test('makes manifests', () => {
    const [deployment] = webPackage().synth({ replicas: 5 }, { release });
    expect(deployment).toMatchObject({ kind: 'Deployment', metadata: { name: expect.stringContaining('r-web-') }, spec: { replicas: 5 } });
  });

  test('makes them for release-name in default when nothing is said', () => {
    expect(webPackage().synth({ replicas: 5 })).toEqual(webPackage().synth({ replicas: 5 }, { release: { name: 'release-name', namespace: 'default' } }));
  });

  test('makes an Ingress while its group is enabled', () => {
    const kinds = (given: any) => webPackage().synth(given).map(({ kind }) => kind);
    expect(kinds({ ingress: { enabled: true, host: 'x' } })).toContain('Ingress');
    expect(kinds({ ingress: { enabled: false, host: 'x' } })).not.toContain('Ingress');
  });

  test('writes a chart', () => {
    const folder = makeTemporaryFolder();
    webPackage().write(join(folder.path, 'web'));
    expect(readdirSync(join(folder.path, 'web'))).toEqual(expect.arrayContaining(['Chart.yaml', 'README.md', 'templates', 'values.schema.json', 'values.yaml']));
    folder.remove();
  });
});

describe('synth', () => {
  /** The example, while every function below `TREE` throws. */
  const poisoned = (): typeof web => {
    let loaded: typeof web;
    jest.isolateModules(() => {
      for (const file of TREE) jest.doMock(join(helm, file), () => withThrowingFunctions(file, jest.requireActual(join(helm, file))));
      loaded = jest.requireActual('./support/web');
    });
    return loaded!;
  };

  afterEach(() => TREE.forEach((file) => jest.dontMock(join(helm, file))));

  test('never reads the tree', () => {
    const pkg = poisoned().webPackage();
    for (const given of values) expect(pkg.synth(given, { release })).toEqual(webPackage().synth(given, { release }));
  });

  test.each([['evaluate', () => poisoned().webPackage().evaluate()], ['report', () => poisoned().webPackage().report()]])('unlike %s', (_what, run) => {
    expect(run).toThrow('a function of templates was called');
  });

  test('does not either after the templates were found', () => {
    const pkg = webPackage();
    const before = values.map((given) => pkg.synth(given, { release }));
    pkg.report();
    partsOf(pkg).proven = new Proxy({}, { get: () => { throw new Error('The tree was read.'); } });
    expect(() => pkg.evaluate()).toThrow('The tree was read.');
    expect(values.map((given) => pkg.synth(given, { release }))).toEqual(before);
  });
});

describe('evaluate', () => {
  test('never calls the builder once the templates are found', () => {
    let mayRun = true;
    const pkg = webPackage(() => {
      if (!mayRun) throw new Error('The builder was called.');
    });
    const native = values.map((given) => pkg.synth(given, { release }));
    pkg.report();
    mayRun = false;
    expect(() => pkg.synth()).toThrow('The builder was called.');
    expect(values.map((given) => pkg.evaluate(given, { release }))).toEqual(native);
  });

  test('finds the templates once', () => {
    let runs = 0;
    const pkg = webPackage(() => { runs += 1; });
    pkg.evaluate();
    const found = runs;
    pkg.evaluate({ replicas: 3 });
    pkg.report();
    expect(runs).toBe(found);
    expect(found).toBeGreaterThan(0);
  });
});

function withThrowingFunctions(file: string, actual: any): any {
  const poison = (name: string) => () => { throw new Error(`${name} of ${file}: a function of templates was called`); };
  return Object.fromEntries(Object.entries(actual).map(([name, value]) => [name, typeof value === 'function' ? poison(name) : value]));
}
