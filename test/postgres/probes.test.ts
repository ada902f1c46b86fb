import * as kplus from 'cdk8s-plus-28';
import { k8s } from 'cdk8s-plus-28';
import { Probes } from '../../src';
import { container, minimal, objectsOf } from '../support/synthesized';

const asked = ['pg_isready', '-q', '-h', '127.0.0.1', '-p', '5432', '-U', 'shop', '-d', 'shop', '-t', '5'];

test('readiness needs a server that accepts; startup and liveness take one that rejects, because it starts or recovers', () => {
  const { startupProbe, livenessProbe, readinessProbe } = container('postgres');
  expect(readinessProbe.exec.command).toEqual(asked);
  for (const probe of [startupProbe, livenessProbe]) {
    expect(probe.exec.command).toEqual(['sh', '-c', 'pg_isready "$@"; [ $? -le 1 ]', ...asked]);
  }
});

test('a server has an hour to start, a minute to answer, and half a minute before it gets no more connections', () => {
  const figures = ({ initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold }: k8s.Probe) =>
    [initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold];
  const { startupProbe, livenessProbe, readinessProbe } = container('postgres');
  expect([startupProbe, livenessProbe, readinessProbe].map(figures)).toEqual([[undefined, 10, 5, 360], [undefined, 10, 5, 6], [undefined, 10, 5, 3]]);
});

test.each(['startup', 'liveness', 'readiness'] as const)('the %s probe has the figures given, and the others keep theirs', (name) => {
  const figures = { initialDelaySeconds: 1, periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 4 };
  const [before, after] = [container('postgres'), container('postgres', { probes: { [name]: figures } })];
  expect(after[`${name}Probe`]).toMatchObject(figures);
  expect(after[`${name}Probe`].exec.command.slice(-2)).toEqual(['-t', '3']);
  for (const other of ['startup', 'liveness', 'readiness'].filter((each) => each !== name)) {
    expect(after[`${other}Probe`]).toEqual(before[`${other}Probe`]);
  }
});

test('one figure can be given alone', () => {
  expect(container('postgres', { probes: { liveness: { periodSeconds: 30 } } }).livenessProbe).toMatchObject({ periodSeconds: 30, failureThreshold: 6 });
});

test('user, database and port are those of the server', () => {
  const { readinessProbe } = container('postgres', { auth: { ...minimal.auth, database: 'orders' }, port: 6432 });
  expect(readinessProbe.exec.command).toEqual([
    'pg_isready', '-q', '-h', '127.0.0.1', '-p', '6432', '-U', 'shop', '-d', 'orders', '-t', '5',
  ]);
});

test('alone they are probes for a container of somebody\'s own', () => {
  const [pod] = objectsOf((chart) => {
    const probes = new Probes(chart, { username: 'shop', readiness: { periodSeconds: 2 } });
    new k8s.KubePod(chart, 'pod', {
      spec: { containers: [{ name: 'db', image: 'postgres', startupProbe: probes.startup, livenessProbe: probes.liveness, readinessProbe: probes.readiness }] },
    });
  });
  expect(pod.spec.containers[0].readinessProbe).toEqual({
    exec: { command: asked }, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 3,
  });
});

test('making probes makes no object', () => {
  expect(objectsOf((chart) => {
    new Probes(chart, { username: 'shop' });
    new Probes(chart, { username: 'shop' });
    new kplus.ConfigMap(chart, 'other');
  }).map(({ kind }) => kind)).toEqual(['ConfigMap']);
});
