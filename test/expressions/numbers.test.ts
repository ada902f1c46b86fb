import { requirePort, requireWholeNumber } from '../../src/expressions/numbers';

const place = { construct: 'shop/postgres', property: 'port' };

test.each([1, 5432, 65535])('%d is a port', (port) => {
  expect(() => requirePort(place, port)).not.toThrow();
});

test.each<[unknown, string]>([
  [0, '0'], [-1, '-1'], [65536, '65536'], [70000, '70000'], [5432.5, '5432.5'], [NaN, 'NaN'], [Infinity, 'Infinity'],
  ['5432', '"5432"'], ['abc', '"abc"'], [null, 'null'], [true, 'true'], [[5432], '[5432]'],
])('%j is no port', (port, shown) => {
  expect(() => requirePort(place, port as number)).toThrow(new Error(`shop/postgres: port is ${shown}; it must be a whole number from 1 to 65535.`));
});

test('a number that is not given is said not to be given', () => {
  expect(() => requirePort(place, undefined as unknown as number)).toThrow(new Error(
    'shop/postgres: port is not given; it must be a whole number from 1 to 65535.'));
});

test('limits belong to the range, and a range without an upper limit does not name one', () => {
  expect(() => [30, 300].forEach((number) => requireWholeNumber(place, number, 30, 300))).not.toThrow();
  expect(() => requireWholeNumber(place, 29, 30, 300)).toThrow(new Error('shop/postgres: port is 29; it must be a whole number from 30 to 300.'));
  expect(() => requireWholeNumber(place, 301, 30, 300)).toThrow(new Error('shop/postgres: port is 301; it must be a whole number from 30 to 300.'));
  expect(() => requireWholeNumber(place, 0.5, 1, Number.MAX_SAFE_INTEGER)).toThrow(new Error(
    'shop/postgres: port is 0.5; it must be a whole number of at least 1.'));
});
