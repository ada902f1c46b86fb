import { describeInvalidValue, findSetting, isRestartRequired, majors, settingBytes, settingNames, settingNumber, suggestSetting } from '../../src/postgres/settings-catalog';

test.each([
  ['15', 'autovacuum', 'maybe', 'must be on or off (or true, false, yes, no, 1, 0)'],
  ['15', 'bonjour', 'on', 'must be off'],
  ['15', 'wal_level', 'full', 'must be minimal, replica or logical'],
  ['15', 'wal_compression', 'gzip', 'must be pglz, on, off, lz4 or zstd'],
  ['15', 'max_connections', '0', 'must be a whole number from 1 to 262143'],
  ['15', 'max_connections', '100MB', 'must be a whole number from 1 to 262143'],
  ['15', 'random_page_cost', '-1', 'must be a number of at least 0'],
  ['15', 'checkpoint_completion_target', '1.1', 'must be a number from 0 to 1'],
  ['15', 'shared_buffers', '64kB', 'must be between 128kB (16 blocks of 8kB) and 8589934584kB (1073741823 blocks of 8kB); '
    + 'units are B, kB, MB, GB and TB, in this spelling, and a number without one counts blocks of 8kB'],
  ['15', 'work_mem', '16MiB', 'must be between 64kB and 2147483647kB; units are B, kB, MB, GB and TB, in this spelling, and a number without one counts kB'],
  ['15', 'wal_buffers', '-2', 'must be between -1 and 2097144kB (262143 blocks of 8kB); '
    + 'units are B, kB, MB, GB and TB, in this spelling, and a number without one counts blocks of 8kB'],
  ['15', 'checkpoint_timeout', '10', 'must be between 30s and 1d; units are us, ms, s, min, h and d, in this spelling, and a number without one counts s'],
  ['15', 'vacuum_cost_delay', '1h', 'must be between 0 and 100ms; units are us, ms, s, min, h and d, in this spelling, and a number without one counts ms'],
  ['17', 'transaction_buffers', '100kB', 'must be between 0 and 1GB (131072 blocks of 8kB), and a multiple of 128kB (16 blocks of 8kB); '
    + 'units are B, kB, MB, GB and TB, in this spelling, and a number without one counts blocks of 8kB'],
  ['18', 'io_max_concurrency', '0', 'must be a whole number from -1 to 1024, and not 0'],
  ['15', 'server_version', '15', 'cannot be set, since the server determines it itself'],
  ['15', 'wrok_mem', '1', 'is not a known setting; did you mean work_mem?'],
  ['15', 'shared-buffers', '1', 'is not a known setting; did you mean shared_buffers?'],
  ['15', 'maxconnections', '1', 'is not a known setting; did you mean max_connections?'],
  ['15', 'bananas', '1', 'is not a known setting'],
  ['15', 'constructor', '1', 'is not a known setting'],
  ['17', 'old_snapshot_threshold', '1', 'is not a setting of this major, only of 14, 15 and 16'],
  ['15', 'io_method', 'worker', 'is not a setting of this major, only of 18'],
  ['15', 'auto_explain.log_min_durations', '1', 'is not a known setting; did you mean auto_explain.log_min_duration?'],
  ['15', 'my-module.thing', '1', 'must have a name like module.setting, of letters, digits and underscores that do not begin with a digit'],
])('PostgreSQL %s: %s = %p %s', (major, name, value, sentence) => {
  expect(describeInvalidValue(name, value, major)).toBe(sentence);
});

test.each([
  ['15', 'shared_buffers', '256MB'], ['15', 'effective_cache_size', '512MB'], ['15', 'work_mem', '16MB'], ['15', 'maintenance_work_mem', '128MB'],
  ['15', 'random_page_cost', '1.1'], ['15', 'checkpoint_completion_target', '0.9'], ['15', 'wal_buffers', '16MB'], ['15', 'autovacuum_max_workers', '3'],
  ['15', 'log_min_duration_statement', '1000ms'], ['15', 'WORK_MEM', '1GB'], ['15', 'wal_compression', 'lz4'], ['14', 'wal_compression', 'on'],
  ['18', 'io_method', 'io_uring'], ['18', 'ssl_ecdh_curve', 'prime256v1'], ['15', 'synchronous_commit', 'TRUE'], ['15', 'wal_level', 'hot_standby'],
  ['15', 'cron.database_name', 'feaf'], ['15', 'pg_stat_statements.track', 'all'], ['15', 'search_path', ''],
])('PostgreSQL %s takes %s = %p', (major, name, value) => {
  expect(describeInvalidValue(name, value, major)).toBeUndefined();
});

test('names are found in upper and lower case, and by older names that the server still takes', () => {
  expect(findSetting('timezone', '15')!.name).toBe('TimeZone');
  expect(findSetting('sort_mem', '15')!.name).toBe('work_mem');
  expect(settingNames('15')).toContain('TimeZone');
  expect(settingNames('15')).not.toContain('sort_mem');
  expect(findSetting('toString', '15')).toBeUndefined();
  expect(findSetting('work_mem', '13')).toBeUndefined();
});

test('a major has what it changed and keeps what it did not', () => {
  expect(majors.map((major) => findSetting('maintenance_work_mem', major)!.min)).toEqual([1024, 1024, 1024, 64, 64]);
  expect(majors.map((major) => findSetting('maintenance_work_mem', major)!.unit)).toEqual(['kB', 'kB', 'kB', 'kB', 'kB']);
  expect(majors.map((major) => findSetting('log_connections', major)!.type)).toEqual(['bool', 'bool', 'bool', 'bool', 'string']);
});

test.each([
  ['15', 'shared_buffers', true], ['15', 'work_mem', false], ['15', 'autovacuum_max_workers', true], ['18', 'autovacuum_max_workers', false],
  ['15', 'log_connections', false], ['15', 'pg_stat_statements.max', true], ['15', 'pg_stat_statements.track', false],
  ['15', 'cron.database_name', true], ['15', 'no_such_setting', true],
])('PostgreSQL %s: whether %s needs a restart is %p', (major, name, expected) => {
  expect(isRestartRequired(name, major)).toBe(expected);
});

test.each<[string, string | undefined, number | undefined]>([
  ['shared_buffers', '256MB', 268435456], ['shared_buffers', '16384', 134217728], ['shared_buffers', undefined, 134217728], ['work_mem', '4MB', 4194304],
  ['wal_buffers', '-1', -1], ['autovacuum_work_mem', undefined, -1], ['track_activity_query_size', '1kB', 1024], ['min_dynamic_shared_memory', '1GB', 1073741824],
  ['shared_buffers', '1', undefined], ['shared_buffers', '1GiB', undefined], ['statement_timeout', '1s', undefined], ['max_connections', '10', undefined],
  ['TimeZone', 'UTC', undefined], ['no_such_setting', '1', undefined],
])('%s = %p is %p bytes', (name, value, expected) => {
  expect(settingBytes(name, value, '15')).toBe(expected);
});

test.each<[string, string | undefined, number | undefined]>([
  ['max_connections', '0x64', 100], ['max_connections', undefined, 100], ['random_page_cost', '1.1', 1.1], ['shared_buffers', '1MB', 128],
  ['statement_timeout', '1min', 60000], ['max_connections', 'many', undefined], ['autovacuum', 'on', undefined],
])('%s = %p is the number %p', (name, value, expected) => {
  expect(settingNumber(name, value, '15')).toBe(expected);
});

test('a suggestion is near in spelling, or there is none', () => {
  expect(suggestSetting('efective_cache_size', '15')).toBe('effective_cache_size');
  expect(suggestSetting('Max-Connections', '15')).toBe('max_connections');
  expect(suggestSetting('io_methods', '15')).not.toBe('io_method');
  expect(suggestSetting('zzzzzzzz', '15')).toBeUndefined();
});
