import { refuse, refuseUnknown, rule } from '../../src/expressions/rule';

const place = { construct: 'shop/postgres', property: 'auth' };

class Secret {
  public readonly self = this;
}

test.each<[string, unknown, string]>([
  ['a text', 'a "b"', 'is "a \\"b\\""'],
  ['a number', 1.5, 'is 1.5'],
  ['no number', NaN, 'is NaN'],
  ['an endless number', -Infinity, 'is -Infinity'],
  ['a large number', 10n ** 20n, 'is 100000000000000000000'],
  ['nothing', null, 'is null'],
  ['what is not given', undefined, 'is not given'],
  ['a list', [1, 'a'], 'is [1,"a"]'],
  ['an object', { a: 1 }, 'is {"a":1}'],
  ['a function', Math.max, 'is function max() { [native code] }'],
  ['an object that leads back to itself, as constructs do', new Secret(), 'is an object of the class Secret'],
  ['a long text', 'x'.repeat(200), `is "${'x'.repeat(99)}… (200 characters)`],
])('a refusal shows %s', (_what, value, shown) => {
  expect(() => refuse(place, value, 'must be something else')).toThrow(new Error(`shop/postgres: auth ${shown}; it must be something else.`));
});

test('a refusal of the root construct, which has no path, says so', () => {
  expect(() => refuse({ construct: '', property: 'port' }, 0, 'must be 1')).toThrow(new Error('(root): port is 0; it must be 1.'));
});

test('a refusal of an unknown property names the known ones, but not the value, which may be a password', () => {
  expect(() => refuseUnknown({ construct: 'shop/postgres', property: 'auth.password' }, ['database', 'username'])).toThrow(new Error(
    'shop/postgres: auth.password is not a known property; it must be one of database, username.'));
});

test('a rule sees all its values, and its sentence shows the first', () => {
  const requireDivisible = rule('isDivisible', (number: number, divisor: number) => number % divisor === 0, (_number, divisor) => `must be divisible by ${divisor}`);
  expect(() => requireDivisible(place, 9, 3)).not.toThrow();
  expect(() => requireDivisible(place, 9, 2)).toThrow(new Error('shop/postgres: auth is 9; it must be divisible by 2.'));
});
