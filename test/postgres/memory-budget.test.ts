import { PostgresSettings, PostgresSettingsProps } from '../../src';
import { objectsOf } from '../support/synthesized';

const mebibyte = 2 ** 20;

function settings(props: Partial<PostgresSettingsProps>): () => unknown {
  return () => objectsOf((chart) => new PostgresSettings(chart, 'settings', { postgresVersion: '17', ...props }));
}

/** The sum by hand: 100 connections of 4 MB, and 64 MB for maintenance, are PostgreSQL's defaults; 3 workers of 32 MB are the deployment's. */
const connections = 100 * 4;
const maintenance = 64;
const workers = 3 * 32;

test.each<[string, { [name: string]: string }, number]>([
  ['a quarter of the limit for buffers, the rest by default', { shared_buffers: '256MB' }, 256 + 8 + connections + maintenance + workers],
  ['work_mem for each connection', { shared_buffers: '256MB', max_connections: '10', work_mem: '16MB' }, 256 + 8 + 160 + maintenance + workers],
  ['work_mem under its older name', { shared_buffers: '256MB', max_connections: '10', sort_mem: '16MB' }, 256 + 8 + 160 + maintenance + workers],
  ['WAL buffers of one segment, when there are many buffers', { shared_buffers: '1GB' }, 1024 + 16 + connections + maintenance + workers],
  ['WAL buffers as given', { shared_buffers: '256MB', wal_buffers: '64MB' }, 256 + 64 + connections + maintenance + workers],
  ['workers as given', { shared_buffers: '256MB', autovacuum_max_workers: '5', autovacuum_work_mem: '64MB' }, 256 + 8 + connections + maintenance + 320],
  ['workers that use as much as maintenance', { shared_buffers: '256MB', autovacuum_work_mem: '-1' }, 256 + 8 + connections + maintenance + 3 * 64],
  ['numbers in the units of the server: blocks of 8kB, and kB', { shared_buffers: '32768', work_mem: '8192' }, 256 + 8 + 800 + maintenance + workers],
])('the budget counts %s', (_what, parameters, sum) => {
  expect(settings({ parameters, memoryLimit: `${sum}Mi` })).not.toThrow();
  expect(settings({ parameters, memoryLimit: `${sum * mebibyte - 1}` })).toThrow(
    `shop/settings: memory of all settings together is "${sum} MiB"; it must fit into the memory limit of ${sum * mebibyte - 1}: `);
});

test('shared memory is a part of the budget', () => {
  const parameters = { shared_buffers: '256MB' };
  expect(settings({ parameters, memoryLimit: '952Mi', sharedMemory: '128Mi' })).not.toThrow();
  expect(settings({ parameters, memoryLimit: '951Mi', sharedMemory: '128Mi' })).toThrow('memory of all settings together is "952 MiB"');
});

test('more than the limit may be promised on demand, but shared_buffers must fit at any rate', () => {
  const parameters = { shared_buffers: '256MB', work_mem: '64MB' };
  expect(settings({ parameters, memoryLimit: '1Gi' })).toThrow('set allowMemoryOvercommit.');
  expect(settings({ parameters, memoryLimit: '1Gi', allowMemoryOvercommit: true })).not.toThrow();
  expect(settings({ parameters: { shared_buffers: '1GB' }, memoryLimit: '1Gi', allowMemoryOvercommit: true })).toThrow(
    'parameters.shared_buffers is "1GB"; it must be below the memory limit of 1Gi');
});

test('without a limit nothing is counted', () => {
  expect(settings({ parameters: { shared_buffers: '64GB', work_mem: '1GB' } })).not.toThrow();
});
