import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { RELOAD_PROBES } from '../../src/postgres/reload';
import { container, podTemplate } from '../support/synthesized';

test('it is small and has no probes by default', () => {
  const { resources, livenessProbe, readinessProbe } = container('reload');
  expect(resources).toEqual({ requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '200m', memory: '64Mi' } });
  expect([livenessProbe, readinessProbe]).toEqual([undefined, undefined]);
});

test('it has the resources that are given, in the place of its own', () => {
  const amounts = { cpu: '100m', memory: '64Mi', ephemeralStorage: '128Mi' };
  const given = { 'cpu': '100m', 'memory': '64Mi', 'ephemeral-storage': '128Mi' };
  expect(container('reload', { reload: { resources: { requests: amounts, limits: amounts } } }).resources).toEqual({ requests: given, limits: given });
});

test('with probes it differs in nothing else, and neither do the others', () => {
  const { livenessProbe, readinessProbe, ...others } = container('reload', { reload: { probes: true } });
  expect([livenessProbe, readinessProbe]).toEqual([RELOAD_PROBES.livenessProbe, RELOAD_PROBES.readinessProbe]);
  expect(others).toEqual(container('reload'));
  expect(podTemplate({ reload: { probes: true } }).spec.containers[0]).toEqual(podTemplate().spec.containers[0]);
});

describe('the probe of readiness', () => {
  let folder: string;
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'reload-')); });
  afterAll(() => rmSync(folder, { recursive: true }));

  const [program, ...args] = RELOAD_PROBES.readinessProbe.exec!.command!;
  const status = () => spawnSync(program, args, { env: { ...process.env, PGDATA: folder } }).status;
  const state = (word: string) => writeFileSync(join(folder, 'postmaster.pid'), `1\n/data\n0\n5432\n/run\n*\n1 2\n${word}\n`);

  test('fails where there is no server', () => expect(status()).toBe(1));

  test.each([['starting', 1], ['stopping', 1], ['ready   ', 0]])('of a server that is %s ends with %i', (word, expected) => {
    state(word);
    expect(status()).toBe(expected);
  });
});
