import { App, Chart } from 'cdk8s';
import { HeadlessService, HeadlessServiceProps } from '../../src';
import { databaseObjects, objectsOf, only } from '../support/synthesized';

const selectorLabels = { app: 'db' };

function service(props: Partial<HeadlessServiceProps> = {}) {
  return only('Service', objectsOf((chart) => new HeadlessService(chart, 'service', { selectorLabels, ...props })));
}

test('alone in somebody\'s chart it is a Service without an address of its own, that finds the pods with the labels given', () => {
  expect(service({ name: 'db' })).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db', namespace: 'shop' },
    spec: {
      type: 'ClusterIP',
      clusterIP: 'None',
      selector: { app: 'db' },
      ports: [{ name: 'postgresql', port: 5432, targetPort: 5432 }],
    },
  });
});

test('it has a name from its path when none is given', () => {
  expect(service().metadata.name).toMatch(/^shop-service-[a-z0-9]+$/);
});

test('a port, labels and annotations are taken over, and pods that are not ready can have addresses, too', () => {
  const { metadata, spec } = service({ port: 6432, labels: { team: 'shop' }, annotations: { note: 'x y' }, publishNotReadyAddresses: true });
  expect(metadata).toMatchObject({ labels: { team: 'shop' }, annotations: { note: 'x y' } });
  expect(spec).toMatchObject({ ports: [{ name: 'postgresql', port: 6432, targetPort: 6432 }], publishNotReadyAddresses: true });
});

test.each<[string, string | undefined, string | undefined, string]>([
  ['complete when the chart names a namespace', 'shop', undefined, 'db.shop.svc.cluster.local'],
  ['complete with the domain of the cluster', 'shop', 'corp.example', 'db.shop.svc.corp.example'],
  ['that within the namespace when the chart names none', undefined, undefined, 'db'],
])('its host name is %s', (_what, namespace, clusterDomain, host) => {
  const chart = new Chart(new App(), 'chart', { namespace });
  expect(new HeadlessService(chart, 'service', { name: 'db', selectorLabels, clusterDomain })).toMatchObject({ name: 'db', host, port: 5432 });
});

test('a database has it under its own name or under another, and its pod gets a stable name below it', () => {
  for (const [props, name] of [[{}, 'db'], [{ service: { name: 'orders-db' } }, 'orders-db']] as const) {
    const objects = databaseObjects(props);
    expect(only('Service', objects).metadata.name).toBe(name);
    expect(only('StatefulSet', objects).spec.serviceName).toBe(name);
  }
});
