import {
  requireAbsolutePath, requireApplicationDatabase, requireApplicationRole, requireDataKey, requireDnsLabel, requireDnsSubdomain,
  requireEnvironmentName, requireIdentifier, requireServiceName,
} from '../../src/expressions/names';

const place = { construct: 'shop/postgres', property: 'name' };

type Rule = (name: string) => void;
const label: Rule = (name) => requireDnsLabel(place, name, 63);
const service: Rule = (name) => requireServiceName(place, name);
const subdomain: Rule = (name) => requireDnsSubdomain(place, name);
const key: Rule = (name) => requireDataKey(place, name);
const variable: Rule = (name) => requireEnvironmentName(place, name);
const identifier: Rule = (name) => requireIdentifier(place, name);
const role: Rule = (name) => requireApplicationRole(place, name);
const database: Rule = (name) => requireApplicationDatabase(place, name);
const path: Rule = (name) => requireAbsolutePath(place, name);

function accepts(rule: Rule, name: string): boolean {
  try {
    rule(name);
    return true;
  } catch (error) {
    expect((error as Error).message).toMatch(/^shop\/postgres: name is "[^]*; it must [^\n]*\.$/);
    return false;
  }
}

// What IsDNS1123Label, IsDNS1035Label and IsDNS1123Subdomain of k8s.io/apimachinery 0.34 say of the same names.
test.each<[string, boolean, boolean, boolean]>([
  ['a', true, true, true],
  ['a-b', true, true, true],
  ['a1', true, true, true],
  ['1db', true, false, true],
  ['a.b', false, false, true],
  ['-a', false, false, false],
  ['a-', false, false, false],
  ['A', false, false, false],
  ['My_DB', false, false, false],
  ['a_b', false, false, false],
  ['a b', false, false, false],
  ['', false, false, false],
  ['a..b', false, false, false],
  ['.a', false, false, false],
  ['a.', false, false, false],
  ['a\n', false, false, false],
  ['ä', false, false, false],
  ['a'.repeat(63), true, true, true],
  ['a'.repeat(64), false, false, true],
  ['a'.repeat(253), false, false, true],
  ['a'.repeat(254), false, false, false],
])('%j: DNS label %s, Service %s, DNS subdomain %s', (name, isLabel, isService, isSubdomain) => {
  expect([accepts(label, name), accepts(service, name), accepts(subdomain, name)]).toEqual([isLabel, isService, isSubdomain]);
});

test('a name may be shorter than 63 by rule, as that of a StatefulSet', () => {
  expect(() => requireDnsLabel(place, 'a'.repeat(52), 52)).not.toThrow();
  expect(() => requireDnsLabel(place, 'a'.repeat(53), 52)).toThrow(new Error(
    `shop/postgres: name is "${'a'.repeat(53)}"; it must be 1 to 52 of the characters a-z, 0-9 and '-', beginning and ending with a letter or digit.`));
});

// What IsEnvVarName and IsConfigMapKey of k8s.io/apimachinery 0.34 say of the same names.
test.each<[string, boolean, boolean]>([
  ['FOO', true, true],
  ['foo.bar', true, true],
  ['A-B', true, true],
  ['_x', true, true],
  ['-x', true, true],
  ['.a', true, true],
  ['a..b', true, true],
  ['1A', false, true],
  ['A B', false, false],
  ['A=B', false, false],
  ['', false, false],
  ['.', false, false],
  ['..', false, false],
  ['..a', false, false],
  ['a/b', false, false],
  ['ä', false, false],
  ['a\n', false, false],
])('%j: environment variable %s, key of a ConfigMap %s', (name, isVariable, isKey) => {
  expect([accepts(variable, name), accepts(key, name)]).toEqual([isVariable, isKey]);
});

test.each<[string, boolean]>([
  ['shop', true],
  ['Shop user', true],
  ['a"b\'c', true],
  ['ä'.repeat(31), true],
  ['ä'.repeat(32), false],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['', false],
  ['a\nb', false],
  ['a\0b', false],
])('the name of a role or database of 1 to 63 bytes: %j %s', (name, isIdentifier) => {
  expect(accepts(identifier, name)).toBe(isIdentifier);
});

test.each(['postgres', 'public', 'none', 'pg_monitor', 'pg_x'])('the role %s is the server\'s own', (name) => {
  expect(accepts(role, name)).toBe(false);
});

test.each(['postgres', 'template0', 'template1'])('the database %s is the server\'s own', (name) => {
  expect(accepts(database, name)).toBe(false);
});

test.each(['shop', 'pgbouncer', 'Postgres'])('%s is free for a role and a database', (name) => {
  expect([accepts(role, name), accepts(database, name)]).toEqual([true, true]);
});

test.each<[string, boolean]>([
  ['/var/lib/postgresql', true],
  ['/data', true],
  ['/a.b/..c', true],
  ['/', false],
  ['', false],
  ['data', false],
  ['/data/', false],
  ['//data', false],
  ['/a/../b', false],
  ['/a/.', false],
  ['/..', false],
  ['/a:b', false],
])('an absolute path without detours: %j %s', (name, isPath) => {
  expect(accepts(path, name)).toBe(isPath);
});
