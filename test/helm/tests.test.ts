import { join } from 'path';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HelmPackage, Values } from '../../src/helm';
import { HelmRenderer } from '../support/helm-render';
import { makeTemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

class Shop extends Construct {
  public readonly host: string;

  public constructor(scope: Construct, id: string, props: { readonly port: number; readonly service?: string }) {
    super(scope, id);
    const service = new kplus.Service(this, 'service', { metadata: { name: props.service ?? `${scope.node.id}-shop` }, ports: [{ port: props.port }], externalName: 'a.example' });
    this.host = service.name;
  }
}

const shop = () => HelmPackage.of({
  name: 'shop',
  version: '1.0.0',
  values: { port: Values.integer({ default: 8080, minimum: 1, maximum: 65535 }), service: Values.string({ optional: true, pattern: '^[a-z]+$', maxLength: 20 }) },
  define: (scope, { port, service }) => new Shop(scope, 'shop', { port, service }),
  tests: (scope, { port }, made) => {
    // `made` has the type of what `define` returns.
    new kplus.Pod(scope, 'try', { metadata: { name: `${made.host}-try` }, containers: [{ image: 'curl', args: [`http://${made.host}:${port}`] }] });
  },
});

test('tests are no part of what a package makes natively', () => {
  expect(shop().synth().map(({ kind }) => kind)).toEqual(['Service']);
});

describeWithTools(['render3', 'render4'], 'tests get what define has returned', () => {
  const folder = makeTemporaryFolder();
  afterAll(() => folder.remove());

  test.each([3, 4] as const)('so that a pod of helm test knows the constructs that it tries, in Helm %i', (version) => {
    const chart = join(folder.path, `shop-${version}`);
    shop().write(chart);
    const [usual, named] = new HelmRenderer(version, chart).render([{ release: { name: 'a' } }, { values: { service: 'front', port: 80 }, release: { name: 'a' } }]);
    const shown = (result: typeof usual) => (
      result.error === undefined ? result.hooks.map(({ metadata, spec }) => [metadata.name, spec.containers[0].args]) : result.error);
    expect(shown(usual)).toEqual([['a-shop-shop-try', ['http://a-shop-shop:8080']]]);
    expect(shown(named)).toEqual([['front-try', ['http://front:80']]]);
  });
});
