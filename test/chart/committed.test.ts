import { join } from 'path';
import { Yaml } from 'cdk8s';
import { postgresChart } from '../../src/chart';
import { Case, Proof, textOfAll } from '../helm/support/proof';
import { helm } from '../support/helm-render';
import { kubernetesVersions, validate } from '../support/kubeconform';
import { describeWithTools } from '../support/tools';

/** The chart in charts/, as it is committed: what Helm makes of it is what the constructs make of the same values. */
const folder = join(__dirname, '..', '..', 'charts', 'postgres');
const committed = Object.assign(Object.create(postgresChart), { write: () => undefined });
const proof = new Proof({ name: 'postgres', pkg: committed }, () => folder);
const of = (values: any): Case => ({ values, release: { name: 'orders', namespace: 'shop' }, apis: [] });

/** Values of which somebody may think. */
const TAKEN: readonly [string, any][] = [
  ['none', {}],
  ['a major, a mirror and a class', { postgresVersion: '16', global: { imageRegistry: 'mirror.example', storageClass: 'fast' } }],
  ['another role with a Secret of its own', { auth: { username: 'shop', database: 'orders', existingSecret: 'shop-secret', secretKeys: { userPasswordKey: 'POSTGRES_PASSWORD' } } }],
  ['settings', { postgresql: { parameters: { work_mem: '2MB', max_connections: 64, log_statement: 'ddl' }, pg_hba: ['host all monitor 10.0.0.0/8 scram-sha-256'] } }],
  ['scripts', { initdb: { scripts: { '01-tables.sql': 'CREATE TABLE a (b integer);\n', '02-more.sh': 'echo "{{ $x }}"\n' } } }],
  ['a claim that is there', { persistence: { existingClaim: 'data' } }],
  ['more of everything', { resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } }, terminationGracePeriodSeconds: 600 }],
  ['encryption', { tls: { enabled: true, existingSecret: 'orders-tls' } }],
  ['OpenShift', { openshift: true }],
  ['labels and annotations', { commonLabels: { team: 'shop' }, podAnnotations: { 'example.com/a': 'b' }, selectorLabels: { app: 'orders' } }],
  ['a load balancer', { service: { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'] } }],
  ['a network policy', { networkPolicy: { enabled: true, extraIngress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 5432 }] }] } }],
  ['a network policy that is open to all who have the password, on OpenShift', { openshift: true, networkPolicy: { enabled: true, allowExternal: true, extraEgress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] } }],
  ['a budget', { pdb: { create: true } }],
  ['a budget that says what must stay', { pdb: { create: true, minAvailable: 0 } }],
  ['probes for the container that reloads', { reload: { probes: true, resources: { requests: { ephemeralStorage: '64Mi' }, limits: { cpu: '' } } } }],
  ['paused', { replicaCount: 0 }],
];

/** Values that would end badly. */
const REFUSED: readonly [string, any][] = [
  ['an unknown key', { replicas: 3 }],
  ['two servers', { replicaCount: 2 }],
  ['a budget that holds the only server', { pdb: { create: true, minAvailable: 1 } }],
  ['a budget that lets nobody go', { pdb: { create: true, maxUnavailable: 0 } }],
  ['a mistyped key in a group', { persistence: { sise: '10Gi' } }],
  ['a quantity that is none', { persistence: { size: '1GiB' } }],
  ['a request above its limit', { resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } }],
  ['an unknown setting', { postgresql: { parameters: { work_memory: '8MB' } } }],
  ['a setting out of its range', { postgresql: { parameters: { max_connections: '0' } } }],
  ['a setting in a unit of another kind', { postgresql: { parameters: { work_mem: '8s' } } }],
  ['a setting of the deployment\'s own', { postgresql: { parameters: { port: '5433' } } }],
  ['more memory than there is', { resources: { limits: { memory: '512Mi' }, requests: { memory: '512Mi' } }, postgresql: { parameters: { shared_buffers: '1GB' } } }],
  ['a major that is none', { postgresVersion: '9.6' }],
  ['a tag of another major', { postgresVersion: '17', image: { tag: '15.4' } }],
  ['a role of PostgreSQL\'s own', { auth: { username: 'postgres' } }],
  ['a label that is none', { commonLabels: { 'not a label!': 'x' } }],
  ['a mistyped key of a Kubernetes struct', { affinity: { nodeAfinity: {} } }],
  ['a port of nodes for a Service without', { service: { nodePort: 30432 } }],
];

test.each(TAKEN)('the constructs take %s', (_what, values) => expect(proof.native(of(values))).toMatchObject({ kind: 'made' }));
test.each(REFUSED)('the constructs refuse %s', (_what, values) => expect(proof.native(of(values))).toMatchObject({ kind: 'refused' }));

describeWithTools(['helm3', 'helm4', 'render3', 'render4'], 'the committed chart', () => {
  describe.each([3, 4] as const)('in Helm %i', (version) => {
    test('makes what the constructs make, and refuses what they refuse', () => {
      expect(textOfAll(proof.divergencesOfHelm(version, [...TAKEN, ...REFUSED].map(([, values]) => of(values))))).toBe('');
    });

    test('does so for random values', () => {
      const cases = Array.from({ length: 150 }, (_, index) => proof.caseOf(31_000 + index));
      expect(cases.filter((one) => proof.native(one).kind === 'made').length).toBeGreaterThan(15);
      expect(textOfAll(proof.divergencesOfHelm(version, cases))).toBe('');
    });

    test('gives the verdict of the constructs on broken values', () => {
      expect(textOfAll(proof.divergencesOfHelm(version, Array.from({ length: 100 }, (_, index) => proof.caseOf(32_000 + index, 'broken'))))).toBe('');
    });

    test('passes helm lint --strict', () => {
      const { status, stdout } = helm(version, 'lint', '--strict', folder);
      expect([status, stdout]).toEqual([0, expect.stringContaining('0 chart(s) failed')]);
    });
  });
});

describeWithTools(['kubeconform'], 'what the chart makes', () => {
  test.each(kubernetesVersions)('is valid for Kubernetes %s', (version) => {
    const objects = TAKEN.flatMap(([, values]) => postgresChart.synth(values));
    expect(validate(Yaml.stringify(...objects), version)).toEqual([]);
  });
});
