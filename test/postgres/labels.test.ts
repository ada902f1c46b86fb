import { InitScript } from '../../src';
import { databaseObjects, only, statefulSet } from '../support/synthesized';

const scripts = [InitScript.fromString('01.sql', '')];
const recommended = {
  'app.kubernetes.io/name': 'postgres',
  'app.kubernetes.io/instance': 'db',
  'app.kubernetes.io/component': 'database',
  'app.kubernetes.io/version': '17',
};

test('every manifest has the recommended labels, with the version of PostgreSQL, and the labels and annotations given', () => {
  const objects = databaseObjects({ initScripts: { scripts }, labels: { team: 'shop' }, annotations: { note: 'x y' } });
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'ConfigMap db-init-scripts', 'ConfigMap db-settings', 'Service db', 'ConfigMap db-runtime', 'StatefulSet db',
  ]);
  for (const { metadata } of objects) expect(metadata).toMatchObject({ labels: { ...recommended, team: 'shop' }, annotations: { note: 'x y' } });
});

test('pods are found by the name of the application and of the database', () => {
  const objects = databaseObjects();
  const selector = { 'app.kubernetes.io/name': 'postgres', 'app.kubernetes.io/instance': 'db' };
  expect(only('StatefulSet', objects).spec.selector).toEqual({ matchLabels: selector });
  expect(only('Service', objects).spec.selector).toEqual(selector);
});

test('pods are found by exactly the labels given, and every manifest has them, too', () => {
  const objects = databaseObjects({ selectorLabels: { app: 'feaf-postgres' } });
  const { selector, template, volumeClaimTemplates } = only('StatefulSet', objects).spec;
  expect(selector).toEqual({ matchLabels: { app: 'feaf-postgres' } });
  expect(only('Service', objects).spec.selector).toEqual({ app: 'feaf-postgres' });
  expect(template.metadata.labels).toEqual({ app: 'feaf-postgres' });
  expect(volumeClaimTemplates[0].metadata.labels).toEqual({ app: 'feaf-postgres' });
  for (const { metadata } of objects) expect(metadata.labels).toMatchObject({ ...recommended, app: 'feaf-postgres' });
});

test('what can never change, or would restart the server, has neither version nor labels of the objects', () => {
  const { selector, template, volumeClaimTemplates } = statefulSet({ labels: { team: 'shop' }, annotations: { note: 'x' } }).spec;
  const found = { 'app.kubernetes.io/name': 'postgres', 'app.kubernetes.io/instance': 'db' };
  expect(selector.matchLabels).toEqual(found);
  expect(template.metadata.labels).toEqual(found);
  expect(Object.keys(template.metadata.annotations).sort()).toEqual(['checksum/restart-settings', 'kubectl.kubernetes.io/default-container']);
  expect(volumeClaimTemplates[0].metadata).toEqual({ name: 'data', labels: found });
});

test('the order in which labels are given does not matter', () => {
  const selectorLabels = [{ tier: 'db', app: 'shop' }, { app: 'shop', tier: 'db' }];
  const labels = [{ b: '1', a: '2' }, { a: '2', b: '1' }];
  const [one, other] = [0, 1].map((index) => JSON.stringify(databaseObjects({ labels: labels[index], selectorLabels: selectorLabels[index] })));
  expect(one).toBe(other);
});
