import { ClientService, Postgres } from '../../src';
import { databaseObjects, objectsOf } from '../support/synthesized';

const services = (clientService?: ClientService, service?: object) => databaseObjects({ clientService, service }).filter(({ kind }) => kind === 'Service');

test('without a client Service there is the headless one alone, with the name of the database', () => {
  expect(services().map(({ metadata, spec }) => [metadata.name, spec.clusterIP])).toEqual([['db', 'None']]);
});

test('a client Service takes the name of the database, and the headless one gives way', () => {
  const made = services({});
  expect(made.map(({ metadata, spec }) => [metadata.name, spec.clusterIP, spec.type])).toEqual([['db-headless', 'None', 'ClusterIP'], ['db', undefined, 'ClusterIP']]);
  expect(made[1].spec).toEqual({
    type: 'ClusterIP',
    ports: [{ name: 'postgresql', port: 5432, targetPort: 5432 }],
    selector: { 'app.kubernetes.io/name': 'postgres', 'app.kubernetes.io/instance': 'db' },
  });
});

test('both can have other names and annotations', () => {
  const made = services({ name: 'shop', annotations: { a: '1' } }, { name: 'pods', annotations: { b: '2' } });
  expect(made.map(({ metadata }) => [metadata.name, metadata.annotations])).toEqual([['pods', { b: '2' }], ['shop', { a: '1' }]]);
});

test('a load balancer has its port, node port and addresses', () => {
  const [, { spec }] = services({ type: 'LoadBalancer', port: 5433, nodePort: 30001, loadBalancerSourceRanges: ['10.0.0.0/8', '2001:db8::/32'] });
  expect(spec).toMatchObject({
    type: 'LoadBalancer', ports: [{ port: 5433, targetPort: 5432, nodePort: 30001 }], loadBalancerSourceRanges: ['10.0.0.0/8', '2001:db8::/32'],
  });
});

test('applications get its host and port', () => {
  objectsOf((chart) => {
    const postgres = new Postgres(chart, 'postgres', {
      name: 'db', postgresVersion: '17', auth: { username: 'shop' }, clientService: { name: 'shop', port: 5433 }, service: { clusterDomain: 'example' },
    });
    expect([postgres.host, postgres.port]).toEqual(['shop.shop.svc.example', 5433]);
  });
});

test.each<[string, ClientService, string]>([
  ['an unknown type', { type: 'ClusterIp' }, 'clientService.type is "ClusterIp"; it must be one of ClusterIP, NodePort, LoadBalancer.'],
  ['a port out of range', { port: 70000 }, 'clientService.port is 70000; it must be a whole number from 1 to 65535.'],
  ['a node port out of range', { type: 'NodePort', nodePort: 80 }, 'clientService.nodePort is 80; it must be a whole number from 30000 to 32767.'],
  ['a node port of a ClusterIP', { nodePort: 30000 }, 'clientService.nodePort is 30000; it must not be given for the type ClusterIP, which has none; choose NodePort or LoadBalancer.'],
  ['addresses without a load balancer', { loadBalancerSourceRanges: ['10.0.0.0/8'] },
    'clientService.loadBalancerSourceRanges is ["10.0.0.0/8"]; it must not be given for the type ClusterIP; only a LoadBalancer looks at it.'],
  ['an address that is no range', { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.1'] },
    'clientService.loadBalancerSourceRanges[0] is "10.0.0.1"; it must be a range of addresses such as 10.0.0.0/8.'],
  ['a name that begins with a digit', { name: '1db' }, 'clientService.name is "1db"; it must be 1 to 63'],
])('%s is refused', (_what, clientService, sentence) => {
  expect(() => services(clientService)).toThrow(sentence);
});
