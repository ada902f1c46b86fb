import { findSetting, majors, settingBytes, settingNumber } from './settings-catalog';
import { expression, Place } from '../expressions/expression';
import { numberOf, quantityBytes, quantityValue } from '../expressions/quantity';
import { rule } from '../expressions/rule';
import { memoryUnits } from '../expressions/setting-value';

/** Requires that what the settings promise fits into the memory limit. */
export function requireMemoryBudget(
  place: Place, settings: { [name: string]: string }, version: string, limit: string, sharedMemory: string, allowOvercommit: boolean,
): void {
  const all = { ...defaultsOf(version), ...settings };
  const parts = memoryParts(all);
  const part = (position: number) => mebibytes(memoryPart(parts, position));
  const { property } = place;
  requireSharedBuffers({ ...place, property: `${property}.shared_buffers` }, entryOf(all, 'shared_buffers'), memoryPart(parts, 0), limit);
  if (allowOvercommit) return;
  const total = memoryTotal(parts, sharedMemory);
  const described = `shared_buffers ${part(0)} + wal_buffers ${part(1)} + ${entryOf(all, 'max_connections')} connections x work_mem ${part(2)}`
    + ` + maintenance_work_mem ${part(3)} + autovacuum workers ${part(4)} + shared memory ${mebibytes(quantityBytes(sharedMemory))}`;
  requireBudget({ ...place, property: 'memory of all settings together' }, mebibytes(total), total, limit, described);
}

const requireSharedBuffers = rule('sharedBuffersFit',
  (_value: string, bytes: string, limit: string) => Number(bytes) < quantityValue(limit),
  (_value, _bytes, limit) => `must be below the memory limit of ${limit}, or the server never starts; about a quarter of it is usual`,
  { breach: (call, _value, bytes, limit) => `ge (float64 ${bytes}) ${numberOf(call, limit)}` });

const requireBudget = rule('memoryBudgetHolds',
  (_shown: string, total: string, limit: string, _described: string) => Number(total) <= quantityValue(limit),
  (_shown, _total, limit, described) => `must fit into the memory limit of ${limit}: ${described};`
    + ' lower work_mem or max_connections, raise resources.limits.memory, or set allowMemoryOvercommit',
  { breach: (call, _shown, total, limit) => `gt (float64 ${total}) ${numberOf(call, limit)}` });

const entryOf = expression('entryOf', (map: { [name: string]: string }, name: string): string => map[name], {
  parameters: ['map', 'name'], body: () => '{{ get .map .name }}',
});

/** The bytes of shared_buffers, wal_buffers, all connections, maintenance and all autovacuum workers, one behind the other. */
const memoryParts = expression('memoryParts', (settings: { [name: string]: string }): string => {
  const [version] = majors.slice(-1);
  const bytes = (name: string) => settingBytes(name, settings[name], version) ?? NaN;
  const number = (name: string) => settingNumber(name, settings[name], version) ?? NaN;
  const sharedBuffers = bytes('shared_buffers');
  const maintenance = bytes('maintenance_work_mem');
  const walBuffers = bytes('wal_buffers');
  const autovacuum = bytes('autovacuum_work_mem');
  return [
    sharedBuffers,
    // -1 means 1/32 of shared_buffers, at most one WAL segment of 16 MB.
    walBuffers < 0 ? Math.floor(Math.min(sharedBuffers / 32, 16 * 2 ** 20)) : walBuffers,
    number('max_connections') * bytes('work_mem'),
    maintenance,
    // -1 means maintenance_work_mem.
    number('autovacuum_max_workers') * (autovacuum < 0 ? maintenance : autovacuum),
  ].join(' ');
}, {
  parameters: ['settings'],
  body: () => [
    `{{ $settings := .settings }}{{ $sizes := fromJson ${JSON.stringify(JSON.stringify(memoryUnits))} }}{{ $numbers := dict }}`,
    `{{ range $name, $unit := fromJson ${JSON.stringify(JSON.stringify(UNITS))} }}{{ $text := get $settings $name | trim }}`,
    '{{ $size := get $sizes (default $unit (regexFind "[A-Za-z]+$" $text)) | default 1 }}',
    '{{ $_ := set $numbers $name (mulf (regexFind "^[-+]?[0-9.]+" $text | trimPrefix "+" | float64) $size) }}{{ end }}',
    '{{ $wal := $numbers.wal_buffers }}{{ if lt $wal 0.0 }}{{ $wal = min (divf $numbers.shared_buffers 32 | int64) 16777216 }}{{ end }}',
    '{{ $worker := $numbers.autovacuum_work_mem }}{{ if lt $worker 0.0 }}{{ $worker = $numbers.maintenance_work_mem }}{{ end }}',
    '{{ printf "%.0f %.0f %.0f %.0f %.0f" $numbers.shared_buffers (float64 $wal) (mulf $numbers.max_connections $numbers.work_mem)',
    ' $numbers.maintenance_work_mem (mulf $numbers.autovacuum_max_workers $worker) }}',
  ].join(''),
});

const memoryPart = expression('memoryPart', (parts: string, position: number): string => parts.split(' ')[position], {
  parameters: ['parts', 'position'], body: () => '{{ index (splitList " " .parts) .position }}',
});

const memoryTotal = expression('memoryTotal', (parts: string, sharedMemory: string): string =>
  Math.ceil(parts.split(' ').reduce((sum, part) => sum + Number(part), quantityValue(sharedMemory))).toFixed(0), {
  parameters: ['parts', 'sharedMemory'],
  body: (call) => `{{ $sum := ${numberOf(call, '.sharedMemory')} }}{{ range splitList " " .parts }}{{ $sum = addf $sum . }}{{ end }}{{ printf "%.0f" (ceil $sum) }}`,
});

const mebibytes = expression('mebibytes', (bytes: string): string => `${Math.round(Number(bytes) / 2 ** 20)} MiB`, {
  parameters: ['bytes'], body: () => '{{ printf "%.0f MiB" (round (divf .bytes 1048576) 0) }}',
});

const NAMES = ['shared_buffers', 'wal_buffers', 'work_mem', 'maintenance_work_mem', 'autovacuum_work_mem', 'max_connections', 'autovacuum_max_workers'];

/** What a plain number of each counts; the same in all majors. */
const UNITS = Object.fromEntries(NAMES.map((name) => [name, findSetting(name, majors[majors.length - 1])!.unit ?? '']));

function defaultsOf(version: string): { [name: string]: string } {
  return Object.fromEntries(NAMES.map((name) => {
    const { default: standard = '0', unit = '' } = findSetting(name, version)!;
    return [name, unit === '8kB' || Number(standard) < 0 ? standard : `${standard}${unit}`];
  }));
}
