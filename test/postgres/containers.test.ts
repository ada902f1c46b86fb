import { container, containerOf, environmentOf, mountPathsOf, podTemplate } from '../support/synthesized';

test('the pod has one init container and two containers, which run the scripts of the deployment', () => {
  const { initContainers, containers } = podTemplate().spec;
  expect([...initContainers, ...containers].map(({ name, command }) => [name, ...command])).toEqual([
    ['initialize', 'bash', '/opt/cdk8s-postgres/initialize.sh'],
    ['postgres', 'bash', '/opt/cdk8s-postgres/serve.sh'],
    ['reload', 'bash', '/opt/cdk8s-postgres/reload.sh'],
  ]);
  expect(container('postgres').lifecycle).toEqual({ preStop: { exec: { command: ['bash', '/opt/cdk8s-postgres/stop.sh'] } } });
});

test('the server says its port, and listens on the one given', () => {
  for (const [props, port] of [[{}, 5432], [{ port: 6432 }, 6432]] as const) {
    const template = podTemplate(props);
    expect(containerOf(template, 'postgres').ports).toEqual([{ name: 'postgresql', containerPort: port }]);
    for (const name of ['initialize', 'postgres', 'reload']) expect(environmentOf(containerOf(template, name)).PGPORT).toBe(`${port}`);
  }
});

test('each container has the data where it is told, in a directory of the major', () => {
  const places = ['initialize', 'postgres', 'reload'].map((name) => {
    const each = container(name as 'postgres');
    const { POSTGRES_VOLUME, PGDATA } = environmentOf(each);
    expect(mountPathsOf(each).data).toBe(POSTGRES_VOLUME);
    return PGDATA;
  });
  expect(places).toEqual(['/volume/17/docker', '/var/lib/postgresql/17/docker', '/var/lib/postgresql/17/docker']);
});

test('another mount path is that of server and reload, and the init container stays out of the volume that images declare', () => {
  const template = podTemplate({ postgresVersion: '15', persistence: { mountPath: '/var/lib/postgresql/data' } });
  expect(environmentOf(containerOf(template, 'postgres'))).toMatchObject({
    POSTGRES_VOLUME: '/var/lib/postgresql/data', PGDATA: '/var/lib/postgresql/data/15/docker',
  });
  expect(mountPathsOf(containerOf(template, 'reload')).data).toBe('/var/lib/postgresql/data');
  expect(mountPathsOf(containerOf(template, 'initialize')).data).toBe('/volume');
});

test('the socket, by which everybody is let in, is in no other container than server and reload', () => {
  const { spec } = podTemplate({ sidecars: [{ name: 'exporter', image: 'exporter' }] });
  const withSocket = [...spec.initContainers, ...spec.containers].filter(({ volumeMounts = [] }) =>
    volumeMounts.some(({ name }: { name: string }) => name === 'socket'));
  expect(withSocket.map(({ name }) => name)).toEqual(['postgres', 'reload']);
});

test('what is not the database\'s own to write is mounted read-only', () => {
  for (const name of ['initialize', 'postgres', 'reload'] as const) {
    const writable = container(name).volumeMounts.filter(({ readOnly }: { readOnly?: boolean }) => !readOnly);
    expect(writable.map((mount: { name: string }) => mount.name).sort()).toEqual(
      ['data', 'tmp', ...name === 'reload' ? [] : ['shared-memory'], ...name === 'initialize' ? [] : ['socket']].sort());
  }
});

test('the server knows how long it may take to stop, and the pod gives it that long', () => {
  expect(environmentOf(container('postgres')).POSTGRES_STOP_SECONDS).toBe('300');
  const template = podTemplate({ terminationGracePeriodSeconds: 60 });
  expect(environmentOf(containerOf(template, 'postgres')).POSTGRES_STOP_SECONDS).toBe('60');
  expect(template.spec.terminationGracePeriodSeconds).toBe(60);
});

test('those who judge settings know the memory limit of the server in mebibytes', () => {
  for (const name of ['initialize', 'reload'] as const) {
    expect(container(name).env).toContainEqual({
      name: 'POSTGRES_MEMORY_LIMIT_MIB',
      valueFrom: { resourceFieldRef: { containerName: 'postgres', resource: 'limits.memory', divisor: '1Mi' } },
    });
  }
});
