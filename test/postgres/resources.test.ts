import { Resources } from '../../src';
import { container, podTemplate, volumeOf } from '../support/synthesized';

test('a database has a memory limit that its default settings fit into', () => {
  expect(container('postgres').resources).toEqual({ requests: { cpu: '250m', memory: '1Gi' }, limits: { memory: '1Gi' } });
});

test.each<[string, Resources]>([
  ['requests and limits', { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1000m', memory: '2Gi' } }],
  ['equal ones', { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '1000m', memory: '2048Mi' } }],
  ['limits alone', { limits: { memory: '1Gi' } }],
  ['requests alone', { requests: { memory: '1Gi' } }],
])('%s are those of the server and of its initialisation, written as given', (_what, resources) => {
  for (const name of ['initialize', 'postgres'] as const) expect(container(name, { resources }).resources).toEqual(resources);
});

test('space on the node has the name of the API', () => {
  const resources = { requests: { ephemeralStorage: '1Gi' }, limits: { ephemeralStorage: '2Gi' } };
  expect(container('postgres', { resources }).resources).toEqual({ requests: { 'ephemeral-storage': '1Gi' }, limits: { 'ephemeral-storage': '2Gi' } });
});

test('the container that only watches files stays small, whatever the server has', () => {
  const small = { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '200m', memory: '64Mi' } };
  expect(container('reload', { resources: { limits: { memory: '64Gi' } } }).resources).toEqual(small);
});

test.each<[string | undefined, string | undefined, string]>([
  ['1Gi', undefined, '128Mi'],
  ['2Gi', undefined, '256Mi'],
  ['64Gi', undefined, '1024Mi'],
  [undefined, undefined, '64Mi'],
  ['1Gi', '200Mi', '200Mi'],
])('of a memory limit of %s, %s given, /dev/shm is %s of memory', (memory, sharedMemory, size) => {
  const template = podTemplate({ resources: { limits: { memory } }, sharedMemory });
  expect(volumeOf(template, 'shared-memory').emptyDir).toEqual({ medium: 'Memory', sizeLimit: size });
});
