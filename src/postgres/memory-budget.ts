import { settingBytes, settingNumber } from './settings-catalog';
import { expression, Place } from '../expressions/expression';
import { quantityValue } from '../expressions/quantity';
import { rule } from '../expressions/rule';

/** The parts of the memory that a server may use, in bytes. */
interface MemoryBudget {
  readonly sharedBuffers: number;
  readonly walBuffers: number;
  readonly connections: number;
  readonly maintenance: number;
  readonly autovacuum: number;
  readonly sharedMemory: number;
}

/** Requires that what the settings promise fits into the memory limit. */
export function requireMemoryBudget(
  place: Place, settings: { [name: string]: string }, version: string, limit: string, sharedMemory: string, allowOvercommit: boolean,
): void {
  requireSharedBuffers({ ...place, property: `${place.property}.shared_buffers` }, settings.shared_buffers, settings, version, limit);
  if (!allowOvercommit) {
    requireBudget({ ...place, property: 'memory of all settings together' }, totalOf(settings, version, sharedMemory), settings, version, limit, sharedMemory);
  }
}

const requireSharedBuffers = rule('sharedBuffersFit',
  (_value: string, settings: { [name: string]: string }, version: string, limit: string) => bytes(settings, 'shared_buffers', version) < quantityValue(limit),
  (_value, _settings, _version, limit) => `must be below the memory limit of ${limit}, or the server never starts; about a quarter of it is usual`);

const totalOf = expression('memoryTotal', (settings: { [name: string]: string }, version: string, sharedMemory: string): string =>
  mebibytes(total(budget(settings, version, sharedMemory))));

const requireBudget = rule('memoryBudgetHolds',
  (_total: string, settings: { [name: string]: string }, version: string, limit: string, sharedMemory: string) =>
    total(budget(settings, version, sharedMemory)) <= quantityValue(limit),
  (_total, settings, version, limit, sharedMemory) => `must fit into the memory limit of ${limit}: ${described(settings, version, budget(settings, version, sharedMemory))};`
    + ' lower work_mem or max_connections, raise resources.limits.memory, or set allowMemoryOvercommit');

function budget(settings: { [name: string]: string }, version: string, sharedMemory: string): MemoryBudget {
  const sharedBuffers = bytes(settings, 'shared_buffers', version);
  const maintenance = bytes(settings, 'maintenance_work_mem', version);
  const walBuffers = bytes(settings, 'wal_buffers', version);
  const autovacuum = bytes(settings, 'autovacuum_work_mem', version);
  return {
    sharedBuffers,
    // -1 means 1/32 of shared_buffers, at most one WAL segment of 16 MB.
    walBuffers: walBuffers < 0 ? Math.min(sharedBuffers / 32, 16 * 2 ** 20) : walBuffers,
    connections: settingNumber('max_connections', settings.max_connections, version)! * bytes(settings, 'work_mem', version),
    maintenance,
    // -1 means maintenance_work_mem.
    autovacuum: settingNumber('autovacuum_max_workers', settings.autovacuum_max_workers, version)! * (autovacuum < 0 ? maintenance : autovacuum),
    sharedMemory: quantityValue(sharedMemory),
  };
}

function total(parts: MemoryBudget): number {
  return Object.values(parts).reduce((sum: number, part: number) => sum + part, 0);
}

function described(settings: { [name: string]: string }, version: string, parts: MemoryBudget): string {
  return `shared_buffers ${mebibytes(parts.sharedBuffers)} + wal_buffers ${mebibytes(parts.walBuffers)}`
    + ` + ${settingNumber('max_connections', settings.max_connections, version)} connections x work_mem ${mebibytes(parts.connections)}`
    + ` + maintenance_work_mem ${mebibytes(parts.maintenance)} + autovacuum workers ${mebibytes(parts.autovacuum)}`
    + ` + shared memory ${mebibytes(parts.sharedMemory)}`;
}

function mebibytes(number: number): string {
  return `${Math.round(number / 2 ** 20)} MiB`;
}

function bytes(settings: { [name: string]: string }, name: string, version: string): number {
  return settingBytes(name, settings[name], version)!;
}
