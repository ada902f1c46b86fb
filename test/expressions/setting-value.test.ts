import { parseBoolean, parseInteger, parseReal, SettingUnit } from '../../src/expressions/setting-value';

// That servers agree is shown in test/postgres/settings-catalog.test.ts; here stands what a reader should know of the rules.

test.each<[string, boolean | undefined]>([
  ['on', true], ['ON', true], ['true', true], ['tr', true], ['y', true], ['1', true],
  ['off', false], ['of', false], ['False', false], ['f', false], ['n', false], ['0', false],
  ['o', undefined], ['', undefined], ['2', undefined], ['onn', undefined], [' on', undefined], ['yes ', undefined],
])('%p is read as the boolean %p', (text, expected) => {
  expect(parseBoolean(text)).toBe(expected);
});

test.each<[string, SettingUnit | undefined, number | undefined]>([
  // Plain numbers, also as C writes them.
  ['16', undefined, 16], ['-1', undefined, -1], ['+3', undefined, 3], [' 7 ', undefined, 7], ['1e3', undefined, 1000], ['0x1F', undefined, 31], ['010', undefined, 8],
  ['', undefined, undefined], ['-', undefined, undefined], ['x', undefined, undefined], ['09', undefined, undefined], ['nan', undefined, undefined],
  // Halves go to the even neighbour.
  ['0.5', undefined, 0], ['1.5', undefined, 2], ['2.5', undefined, 2], ['-2.5', undefined, -2], ['.5', undefined, 0], ['-.5', undefined, undefined],
  // 32 bits.
  ['2147483647', undefined, 2147483647], ['2147483648', undefined, undefined], ['-2147483648', undefined, -2147483648], ['1e999', undefined, undefined],
  // Memory; a fraction is rounded to the next smaller unit.
  ['16MB', 'kB', 16384], ['16 MB', 'kB', 16384], ['16MB', '8kB', 2048], ['1GB', 'MB', 1024], ['1.5GB', 'MB', 1536], ['30.1GB', 'kB', 31561728],
  ['1B', 'kB', 0], ['1000B', 'kB', 1], ['4kB', '8kB', 0], ['12kB', '8kB', 2], ['1TB', 'B', undefined],
  // Names of units are exact, and only where there is a unit.
  ['16mb', 'kB', undefined], ['16KB', 'kB', undefined], ['16M', 'kB', undefined], ['1GiB', 'kB', undefined], ['1 8kB', '8kB', undefined], ['16MB', undefined, undefined],
  ['1s', 'kB', undefined], ['1MB', 's', undefined],
  // Time.
  ['5min', 's', 300], ['1d', 'min', 1440], ['1h', 'ms', 3600000], ['1500us', 'ms', 2], ['90s', 'min', 2], ['1.5h', 'min', 90], ['5m', 's', undefined], ['1 hour', 's', undefined],
])('%p is read as a whole number of %p: %p', (text, unit, expected) => {
  expect(parseInteger(text, unit)).toBe(expected);
});

test.each<[string, SettingUnit | undefined, number | undefined]>([
  ['1.1', undefined, 1.1], ['4', undefined, 4], ['-.5', undefined, -0.5], ['1e-2', undefined, 0.01], ['0x1.8', undefined, 1.5], ['0x1p4', undefined, 16], ['inf', undefined, Infinity],
  ['1,1', undefined, undefined], ['nan', undefined, undefined], ['', undefined, undefined], ['1e400', undefined, undefined], ['1e-400', undefined, undefined], ['0e-400', undefined, 0],
  ['2ms', 'ms', 2], ['1500us', 'ms', 1.5], ['0.1s', 'ms', 100], ['2 MS', 'ms', undefined],
])('%p is read as a number of %p: %p', (text, unit, expected) => {
  expect(parseReal(text, unit)).toBe(expected);
});
