import { PostgresProps } from '../../src';
import { databaseObjects, only, statefulSet } from '../support/synthesized';

const services = (props: Partial<PostgresProps>) => databaseObjects(props).filter(({ kind }) => kind === 'Service');

test('without one, the headless Service has the name of the database', () => {
  expect(services({}).map(({ metadata, spec }) => [metadata.name, spec.clusterIP])).toEqual([['db', 'None']]);
});

test('with one, it has the name of the database, finds the same pods, and the headless Service steps aside', () => {
  const objects = databaseObjects({ clientService: {} });
  const client = only('Service', objects, 'db');
  const headless = only('Service', objects, 'db-headless');
  expect(client.spec).toEqual({
    type: 'ClusterIP', ports: [{ name: 'postgresql', port: 5432, targetPort: 5432 }], selector: headless.spec.selector,
  });
  expect(only('StatefulSet', objects).spec.serviceName).toBe('db-headless');
});

test('it has a port of its own in front of that of the server', () => {
  const [client] = services({ port: 5433, clientService: { name: 'orders', port: 6000, type: 'NodePort', nodePort: 30432 } }).filter(({ spec }) => spec.clusterIP !== 'None');
  expect(client.metadata.name).toBe('orders');
  expect(client.spec.ports).toEqual([{ name: 'postgresql', port: 6000, targetPort: 5433, nodePort: 30432 }]);
});

test('a load balancer takes only the addresses that are given', () => {
  const [client] = services({ clientService: { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8', 'fd00::/8'] } }).filter(({ spec }) => spec.clusterIP !== 'None');
  expect(client.spec.loadBalancerSourceRanges).toEqual(['10.0.0.0/8', 'fd00::/8']);
});

test('its labels and annotations are its own, beside those of all objects', () => {
  const objects = databaseObjects({ labels: { team: 'shop' }, clientService: { labels: { tier: 'data' }, annotations: { dns: 'on' } } });
  const { metadata } = only('Service', objects, 'db');
  expect(metadata).toMatchObject({ labels: { team: 'shop', tier: 'data' }, annotations: { dns: 'on' } });
  expect(only('Service', objects, 'db-headless').metadata.labels).not.toHaveProperty('tier');
  expect(statefulSet({ clientService: { labels: { tier: 'data' } } }).metadata.labels).not.toHaveProperty('tier');
});

test.each<[string, PostgresProps['clientService'], string]>([
  ['a kind that is none', { type: 'ExternalName' }, 'clientService.type is "ExternalName"; it must be one of ClusterIP, NodePort, LoadBalancer.'],
  ['a port of nodes for a kind that has none', { nodePort: 30432 },
    'clientService.nodePort is 30432; it must not be given for the type ClusterIP, which has none; choose NodePort or LoadBalancer.'],
  ['a port of nodes out of range', { type: 'NodePort', nodePort: 5432 }, 'clientService.nodePort is 5432; it must be a whole number from 30000 to 32767.'],
  ['a port that is none', { port: 0 }, 'clientService.port is 0; it must be'],
  ['addresses for a kind that does not look at them', { loadBalancerSourceRanges: ['10.0.0.0/8'] },
    'clientService.loadBalancerSourceRanges is ["10.0.0.0/8"]; it must not be given for the type ClusterIP; only a LoadBalancer looks at it.'],
  ['an address without a range', { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.1'] },
    'clientService.loadBalancerSourceRanges[0] is "10.0.0.1"; it must be a range of addresses such as 10.0.0.0/8.'],
  ['a name that is no host name', { name: 'Orders_1' }, 'name is "Orders_1"; it must be'],
])('%s is refused', (_what, clientService, sentence) => {
  expect(() => databaseObjects({ clientService })).toThrow(sentence);
});
