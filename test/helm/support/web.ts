import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HelmPackage, Values } from '../../../src/helm';

interface Queue {
  readonly name: string;
  readonly depth: number;
}

interface WebProps {
  readonly image: string;
  readonly replicas: number;
  readonly ingress?: { readonly host: string };
  readonly queues: Queue[];
}

/** An ordinary construct, which knows nothing of Helm. */
export class Web extends Construct {
  public constructor(scope: Construct, id: string, { image, replicas, ingress, queues }: WebProps) {
    super(scope, id);
    const deployment = new kplus.Deployment(this, 'app', { replicas, containers: [{ image, portNumber: 80 }] });
    if (ingress) deployment.exposeViaIngress('/', { ingress: new kplus.Ingress(this, 'ingress', { rules: [] }), name: 'web' });
    new kplus.ConfigMap(this, 'queues', { data: { 'queues.conf': queues.map(({ name, depth }) => `${name}=${depth}`).join('\n'), 'host': ingress?.host ?? 'none' } });
  }
}

/** The example of the tutorial: the props of `Web` are inferred, without a cast. `npm run typecheck` checks that. */
export function webPackage(built: () => void = () => {}): HelmPackage {
  return HelmPackage.of({
    name: 'web',
    version: '1.0.0',
    appVersion: '1.27',
    values: {
      image: Values.string({ default: 'nginx:1.27', description: 'Container image.' }),
      replicas: Values.integer({ default: 2, minimum: 1 }),
      ingress: Values.optional({ host: Values.string({ minLength: 1 }) }),
      queues: Values.list({ name: Values.string(), depth: Values.integer() }),
    },
    define: (scope, values) => {
      built();
      return new Web(scope, 'web', values);
    },
  });
}

const chart = { name: 'web', version: '1.0.0' };
const image = Values.string({ default: 'nginx' });
const replicas = Values.integer({ default: 1 });
const ingress = Values.optional({ host: Values.string() });
const queues = Values.list({ name: Values.string(), depth: Values.integer() });

/** Never run: what the compiler must refuse, and beside it what it must take. */
export const TYPES: { readonly [what: string]: () => unknown } = {
  taken: () => HelmPackage.of({ ...chart, values: { image, replicas, ingress, queues }, define: (scope, values) => new Web(scope, 'web', values) }),
  withoutOptionalProp: () => HelmPackage.of({ ...chart, values: { image, replicas, queues }, define: (scope, values) => new Web(scope, 'web', values) }),
  withMore: () => HelmPackage.of({
    ...chart,
    values: { image, replicas, queues, debug: Values.boolean() },
    define: (scope, { debug, ...values }) => debug && new Web(scope, 'web', values),
  }),
  withoutValues: () => HelmPackage.of({ ...chart, define: (scope) => new Web(scope, 'web', { image: 'nginx', replicas: 1, queues: [] }) }),

  // @ts-expect-error A value is missing.
  missing: () => HelmPackage.of({ ...chart, values: { image, queues }, define: (scope, values) => new Web(scope, 'web', values) }),
  // @ts-expect-error A string is no number.
  wrongType: () => HelmPackage.of({ ...chart, values: { image, replicas: Values.string(), queues }, define: (scope, values) => new Web(scope, 'web', values) }),
  // @ts-expect-error What may be left out is not always there.
  optional: () => HelmPackage.of({ ...chart, values: { image: Values.string({ optional: true }), replicas, queues }, define: (scope, values) => new Web(scope, 'web', values) }),
  // @ts-expect-error A field of an element is missing.
  missingField: () => HelmPackage.of({ ...chart, values: { image, replicas, queues: Values.list({ name: Values.string() }) }, define: (scope, values) => new Web(scope, 'web', values) }),
  // @ts-expect-error The elements are no objects.
  wrongElement: () => HelmPackage.of({ ...chart, values: { image, replicas, queues: Values.list(Values.string()) }, define: (scope, values) => new Web(scope, 'web', values) }),
  // @ts-expect-error Nothing of that name is declared.
  unknown: () => HelmPackage.of({ ...chart, values: { image }, define: (_scope, values) => values.tag }),
  // @ts-expect-error A group may be disabled.
  disabled: () => HelmPackage.of({ ...chart, values: { ingress }, define: (_scope, values) => values.ingress.host }),
  // @ts-expect-error The construct does not have this prop.
  unknownProp: () => HelmPackage.of({ ...chart, values: { image, replicas, queues }, define: (scope, values) => new Web(scope, 'web', { ...values, tag: 'a' }) }),
  // @ts-expect-error There is no such value in the enumeration.
  enumeration: () => HelmPackage.of({ ...chart, values: { size: Values.enumeration(['small', 'large']) }, define: (_scope, values) => values.size === 'huge' }),
  // @ts-expect-error Numbers have no pattern.
  unknownOption: () => Values.integer({ pattern: 'a' }),
  // @ts-expect-error The default of a number is one.
  wrongDefault: () => Values.integer({ default: '1' }),
  // @ts-expect-error A chart has a version.
  noVersion: () => HelmPackage.of({ name: 'web', define: () => {} }),
};
