import { Chart } from 'cdk8s';
import { Postgres, PostgresNetworkPolicy, PostgresProps } from '../../src';
import { databaseObjects, minimal, objectsOf, only } from '../support/synthesized';

const policy = (networkPolicy: PostgresProps['networkPolicy'] = {}, props: Partial<PostgresProps> = {}) => (
  only('NetworkPolicy', databaseObjects({ networkPolicy, ...props })));

const portsOf = ({ ports }: any) => ports.map(({ port, protocol }: any) => `${protocol} ${port}`);

test('there is none by default', () => {
  expect(databaseObjects().map(({ kind }) => kind)).not.toContain('NetworkPolicy');
});

test('it closes both ways for the pods of the database, and lets in those with the label of its clients', () => {
  const { metadata, spec } = policy();
  const [ingress, ...others] = spec.ingress;
  expect(metadata).toMatchObject({ name: 'db', namespace: 'shop', labels: { 'app.kubernetes.io/instance': 'db' } });
  expect(spec.podSelector).toEqual({ matchLabels: only('StatefulSet', databaseObjects()).spec.selector.matchLabels });
  expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
  expect(ingress).toEqual({ from: [{ podSelector: { matchLabels: { 'db-client': 'true' } } }], ports: [{ port: 5432, protocol: 'TCP' }] });
  expect(others).toEqual([]);
});

test('the database says which labels those are', () => {
  const databases: Postgres[] = [];
  const objects = objectsOf((chart: Chart) => databases.push(new Postgres(chart, 'postgres', { ...minimal, name: 'orders', networkPolicy: {} })));
  expect(only('NetworkPolicy', objects).spec.ingress[0].from).toEqual([{ podSelector: { matchLabels: databases[0].clientLabels } }]);
});

test('the server may ask for names, of pods and of what answers at its node, and nothing else', () => {
  const { egress } = policy().spec;
  expect(egress).toHaveLength(1);
  expect(portsOf(egress[0])).toEqual(['UDP 53', 'TCP 53']);
  expect(egress[0].to).toEqual([{ namespaceSelector: {} }, { ipBlock: { cidr: '169.254.0.0/16' } }]);
});

test('on OpenShift names are asked for at the port where its pods listen', () => {
  expect(portsOf(policy({}, { platform: { openshift: true } }).spec.egress[0])).toEqual(['UDP 53', 'TCP 53', 'UDP 5353', 'TCP 5353']);
});

test('with allowExternal everybody gets in, but at the port of the server alone', () => {
  expect(policy({ allowExternal: true }, { port: 6000 }).spec.ingress).toEqual([{ ports: [{ port: 6000, protocol: 'TCP' }] }]);
});

test('further rules stand behind its own', () => {
  const extraIngress = [{ from: [{ namespaceSelector: { matchLabels: { team: 'reports' } } }] }];
  const extraEgress = [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }];
  const { spec } = policy({ extraIngress, extraEgress });
  expect([spec.ingress[1], spec.egress[1]]).toEqual([extraIngress[0], extraEgress[0]]);
});

test('it changes nothing else, so that switching it on restarts nothing', () => {
  const others = databaseObjects({ networkPolicy: {}, disruptionBudget: {} }).filter(({ kind }) => !['NetworkPolicy', 'PodDisruptionBudget'].includes(kind));
  expect(others).toEqual(databaseObjects());
});

test('alone it needs a name, labels and nothing more', () => {
  const [{ spec }] = objectsOf((chart) => new PostgresNetworkPolicy(chart, 'policy', { name: 'db', selectorLabels: { app: 'db' } }));
  expect(spec.ingress[0].ports).toEqual([{ port: 5432, protocol: 'TCP' }]);
});
