import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { partsOf } from './support/proof';
import { chartWith } from '../../bench/programs/helm-chart';
import { HelmPackage, Values } from '../../src/helm';
import { Packaged } from '../../src/helm/prove';
import { findCuts } from '../../src/helm/trace/find-cuts';
import { inspect } from '../../src/helm/trace/inspect';
import { Runner } from '../../src/helm/trace/rows';
import { literalsIn } from '../../src/helm/trace/source-literals';
import { Tracer } from '../../src/helm/trace/tracer';

function packagedOf(pkg: HelmPackage): Packaged {
  const { props, root, schema, defaults } = partsOf(pkg);
  const chart = { name: props.name, version: props.version, hasStandardLabels: true };
  return { chart, root, schema, defaults, builders: (pkg as any)._builders() };
}

const thing = (scope: Construct, spec: any) => new ApiObject(scope, 'app', { apiVersion: 'example.com/v1', kind: 'Thing', spec } as any);

/** What the methods of all programs are. */
function methods(): unknown[] {
  return [String.prototype, RegExp.prototype, Array.prototype, Set.prototype, Map.prototype].flatMap((prototype) => (
    Reflect.ownKeys(prototype).flatMap((name) => {
      const { value, get, enumerable, writable, configurable } = Object.getOwnPropertyDescriptor(prototype, name)!;
      return [name, value, get, enumerable, writable, configurable];
    })));
}

const BEFORE = methods();

function inspected(define: (scope: Construct, values: any) => unknown) {
  const packaged = packagedOf(HelmPackage.of({
    name: 'web', version: '1.0.0', values: { image: Values.string({ minLength: 1 }), labels: Values.map(Values.string()) }, define,
  }));
  const tracer = new Tracer(packaged, new Map());
  const { looks } = inspect(packaged, tracer.runEverything('last').environment, tracer.carriers);
  return looks;
}

describe('while a construct is inspected', () => {
  afterEach(() => {
    expect(methods().filter((part, index) => part !== BEFORE[index])).toEqual([]);
  });

  test.each<[string, (values: any) => unknown, any]>([
    ['a method of the string', ({ image }) => image.startsWith('a'), { call: 'startsWith("a")', part: 'a', members: [] }],
    ['a method of another string', ({ image }) => 'a b c'.includes(image), { call: 'includes of "a b c"', members: ['a b c'] }],
    ['a method of a text that holds it', ({ image }) => `${image}:x`.split(':'), { call: 'split(":")', part: ':', members: [] }],
    ['a pattern', ({ image }) => /a+/.test(image), { call: '/a+/.test', pattern: /a+/, members: [] }],
    ['a list', ({ image }) => ['a', 1, 'b'].includes(image), { call: 'includes of a list', members: ['a', 'b'] }],
    ['a Set', ({ image }) => new Set(['a', 'b']).has(image), { call: 'has of a Set', members: ['a', 'b'] }],
    ['a Map', ({ image }) => new Map([['a', 1]]).get(image), { call: 'get of a Map', members: ['a'] }],
    ['the key of a map', ({ labels }) => labels.team, { call: '"team"', members: ['team'] }],
    ['whether a map has a key', ({ labels }) => Object.hasOwn(labels, 'team'), { call: '"team"', members: ['team'] }],
  ])('it is noted what it looks for: %s', (_what, look, noted) => {
    const looks = inspected((scope, values) => { look(values); thing(scope, { ...values }); });
    expect(looks).toContainEqual(expect.objectContaining(noted));
  });

  test('methods come out as they were when it fails', () => {
    const looks = inspected((_scope, { image }) => { throw new Error(`No ${image.endsWith('z')}.`); });
    expect(looks).toContainEqual(expect.objectContaining({ call: 'endsWith("z")' }));
  });

  test('methods give what they always give', () => {
    const seen: unknown[] = [];
    inspected((scope, { image, labels }) => {
      const numbers = [['a'].indexOf('a'), new Map([[image, 1]]).get(image), [...'ab'.matchAll(/./g)].length, Object.keys(labels).length];
      seen.push('a-b'.split('-', 1), 'aXa'.replace(/X/g, () => '$'), ...numbers);
      thing(scope, {});
    });
    expect(seen.slice(-6)).toEqual([['a'], 'a$a', 0, 1, 2, 1]);
  });
});

test('constants are found in the text of a program', () => {
  const text = `
    if (typeof tag === 'string' && tag === 'latest' || "stable" !== tag) return 1_000 < replicas || port >= 443 || x > 7 || 9 > y;
    switch (mode) { case 'fast': return \`a\${mode}\`; default: }
    const NAME: string = 'it\\'s'; enum Kind { A = 'x' } Kind["B"] = "b"; const SIZE = 512;
    return /^v[/]\\d+$/i.exec(tag) ?? a / b / c;`;
  const { compared, others } = literalsIn([text]);
  expect(compared.strings).toEqual(['latest', 'fast', 'stable']);
  expect([...compared.numbers].sort((a, b) => a - b)).toEqual([8, 443, 1001]);
  expect(compared.patterns.map(String)).toEqual(['/^v[/]\\d+$/i']);
  expect(others.strings).toEqual(["it's", 'b']);
  expect(others.numbers).toEqual(expect.arrayContaining([512]));
});

test('all values are tried at once: 30 switches take some 60 runs, where the rows take 1,200', () => {
  const observe = jest.spyOn(Runner.prototype as any, 'observe');
  expect(findCuts(packagedOf(chartWith(30)))).toEqual(new Map());
  // The constants of this file are tried, too.
  expect(observe.mock.calls.length).toBeLessThanOrEqual(75);
});
