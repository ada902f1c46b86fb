import { App, Chart, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { InitScript, Postgres, PostgresProps } from '../../src';
import { databaseObjects, Manifest, minimal, only } from '../support/synthesized';

function database(namespace: string | undefined, props: Partial<PostgresProps> = {}): Postgres {
  return new Postgres(new Chart(new App(), 'shop', { namespace }), 'postgres', { ...minimal, ...props });
}

test('one description makes server, Service, settings, runtime and, when there are any, scripts', () => {
  const kinds = (props?: Partial<PostgresProps>) => databaseObjects(props).map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
  const always = ['ConfigMap db-runtime', 'ConfigMap db-settings', 'Service db', 'StatefulSet db'];
  expect(kinds()).toEqual(always);
  expect(kinds({ initScripts: { scripts: [InitScript.fromString('01.sql', '')] } })).toEqual(['ConfigMap db-init-scripts', ...always]);
});

describe('for other charts', () => {
  test('it says host, port, database, user and labels', () => {
    expect(database('shop', { name: 'db', port: 6432, auth: { ...minimal.auth, database: 'orders' }, selectorLabels: { app: 'db' } })).toMatchObject({
      host: 'db.shop.svc.cluster.local', port: 6432, database: 'orders', username: 'shop', selectorLabels: { app: 'db' },
    });
  });

  test('its host is the name of the Service when the chart names no namespace', () => {
    expect(database(undefined, { name: 'db' }).host).toBe('db');
    expect(database(undefined, { name: 'db', service: { name: 'orders-db' } }).host).toBe('orders-db');
  });

  test('its host has the domain of the cluster', () => {
    expect(database('shop', { name: 'db', service: { clusterDomain: 'corp.example' } }).host).toBe('db.shop.svc.corp.example');
  });

  test('a Deployment of another chart has what a client needs, the password and the URI from the Secret only', () => {
    const app = new App();
    const postgres = new Postgres(new Chart(app, 'database', { namespace: 'shop' }), 'postgres', {
      ...minimal, name: 'db', auth: { ...minimal.auth, secretKeys: { userPasswordKey: 'POSTGRES_PASSWORD', uriKey: 'DATABASE_URL' } },
    });
    const backend = new Chart(app, 'backend', { namespace: 'shop' });
    new kplus.Deployment(backend, 'backend', { containers: [{ image: 'backend:1', envVariables: postgres.connectionEnv() }] });

    const [deployment] = backend.toJson();
    const fromSecret = (key: string) => ({ secretKeyRef: { name: 'shop-credentials', key } });
    expect(deployment.spec.template.spec.containers[0].env).toEqual([
      { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { ...fromSecret('DATABASE_URL').secretKeyRef, optional: true } } },
      { name: 'PGHOST', value: 'db.shop.svc.cluster.local' },
      { name: 'PGPORT', value: '5432' },
      { name: 'PGDATABASE', value: 'shop' },
      { name: 'PGUSER', value: 'shop' },
      { name: 'PGPASSWORD', valueFrom: fromSecret('POSTGRES_PASSWORD') },
    ]);
  });

  test('what it gives them makes no object, however often it is asked', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    const postgres = new Postgres(chart, 'postgres', minimal);
    const before = chart.toJson();
    postgres.connectionEnv();
    postgres.connectionEnv();
    expect(chart.toJson()).toEqual(before);
    expect(before.map(({ kind }) => kind)).not.toContain('Secret');
  });
});

describe('two databases in one chart', () => {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  new Postgres(chart, 'orders', minimal);
  new Postgres(chart, 'users', { ...minimal, postgresVersion: '16' });
  const objects: Manifest[] = chart.toJson();
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);

  test('share no object', () => {
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names).toHaveLength(8);
    expect(new Set(names).size).toBe(8);
  });

  test('do not find each other\'s pods', () => {
    const selects = (selector: Record<string, string>, labels: Record<string, string>) =>
      Object.entries(selector).every(([name, value]) => labels[name] === value);
    const pods = ofKind('StatefulSet').map(({ spec }) => spec.template.metadata.labels);
    for (const selectors of [ofKind('Service').map(({ spec }) => spec.selector), ofKind('StatefulSet').map(({ spec }) => spec.selector.matchLabels)]) {
      expect(selectors.map((selector) => pods.filter((labels) => selects(selector, labels)).length)).toEqual([1, 1]);
    }
  });

  test('name no object of the other', () => {
    const [orders, users] = ofKind('StatefulSet');
    expect(JSON.stringify(orders)).not.toContain(users.metadata.name);
    expect(JSON.stringify(users)).not.toContain(orders.metadata.name);
  });
});

describe('the output is the same', () => {
  const props: PostgresProps = {
    ...minimal,
    name: 'db',
    labels: { b: '1', a: '2' },
    parameters: { work_mem: '8MB', max_connections: '50' },
    selectorLabels: { tier: 'db', app: 'shop' },
    nodeSelector: { z: '1', y: '2' },
    resources: { requests: { memory: '1Gi', cpu: '1' }, limits: { memory: '1Gi', cpu: '1' } },
  };
  const yaml = (given: PostgresProps) => Yaml.stringify(...databaseObjects(given));

  test('for the same description', () => {
    expect(yaml(props)).toBe(yaml(props));
  });

  test('for the same description in another order', () => {
    expect(yaml(reversed(props))).toBe(yaml(props));
  });

  test('for a description whose other properties are undefined', () => {
    const nothing = { image: undefined, tls: undefined, probes: { liveness: undefined }, initScripts: { scripts: undefined } };
    expect(yaml({ ...props, ...nothing })).toBe(yaml(props));
  });

  test('and the description is left as it was', () => {
    const given = structuredClone(props);
    yaml(given);
    expect(given).toEqual(props);
  });

  function reversed<T>(value: T): T {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).reverse().map(([name, entry]) => [name, reversed(entry)])) as T;
  }
});

test('a class that adds to a database is a database', () => {
  class OrdersDatabase extends Postgres {
    public constructor(chart: Chart) {
      super(chart, 'orders', { ...minimal, name: 'orders' });
      new kplus.ConfigMap(this, 'Notes', { data: { owner: 'orders' } });
    }
  }
  const chart = new Chart(new App(), 'shop');
  expect(new OrdersDatabase(chart).host).toBe('orders');
  expect(only('StatefulSet', chart.toJson()).metadata.name).toBe('orders');
});
