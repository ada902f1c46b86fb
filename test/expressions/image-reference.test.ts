import { majorOfTag, requireDigest, requireRegistry, requireRepository, requireTag, requireTagOfMajor } from '../../src/expressions/image-reference';

const place = { construct: 'shop/postgres', property: 'image' };

test.each<[string, string | undefined]>([
  ['15', '15'],
  ['15.4', '15'],
  ['15.4-bookworm', '15'],
  ['16-alpine', '16'],
  ['18beta1', '18'],
  ['17rc1-bookworm', '17'],
  ['17-3.5', '17'],
  ['17.6.0-debian-12-r4', '17'],
  ['9.6', undefined],
  ['latest', undefined],
  ['alpine', undefined],
  ['pg17', '17'],
  ['2.17.2-pg17', '17'],
  ['20240115', undefined],
  ['150', undefined],
  ['v15', undefined],
])('the tag %s names the major %s', (tag, major) => {
  expect(majorOfTag(tag, 'library/postgres')).toBe(major);
});

test.each<[string, string, string | undefined]>([
  ['citusdata/citus', '12.1.6-pg16', '16'],
  ['citusdata/citus', '14.0-pg17', '17'],
  ['ubuntu/postgres', '14.10', '14'],
  ['timescale/timescaledb', '2.17.2-pg17', '17'],
  ['supabase/database', '15.1', undefined],
  ['postgis/postgis', '16-3.4', '16'],
])('in %s the tag %s names the major %s: elsewhere than with PostgreSQL itself a number is that of something else', (repository, tag, major) => {
  expect(majorOfTag(tag, repository)).toBe(major);
});

test('a tag may name the major of the server or none, but no other', () => {
  for (const tag of ['15', '15.4-bookworm', 'latest', 'pg15']) expect(() => requireTagOfMajor(place, tag, '15', 'postgres')).not.toThrow();
  expect(() => requireTagOfMajor(place, '16.1', '15', 'postgres')).toThrow(new Error(
    'shop/postgres: image is "16.1"; it names another major than postgresVersion, which is 15;'
    + ' a database of one major cannot be opened by a server of another.'));
});

// The grammar of the OCI distribution specification, and of the reference package of distribution.
describe.each<[string, (value: string) => void, string[], string[]]>([
  [
    'repository', (value) => requireRepository(place, value),
    ['postgres', 'library/postgres', 'a.b/c_d/e__f/g-h/i--j', 'a'.repeat(255)],
    ['Postgres', 'postgres:15', '/postgres', 'postgres/', 'a//b', 'a___b', '-a', 'a-', 'a b', '', 'a'.repeat(256)],
  ],
  [
    'registry', (value) => requireRegistry(place, value),
    ['docker.io', 'localhost:5000', 'registry.example:443', '10.0.0.1:5000', 'REGISTRY.example'],
    ['https://docker.io', 'docker.io/', 'localhost:', 'localhost:port', 'a b', '-a', ''],
  ],
  [
    'tag', (value) => requireTag(place, value),
    ['15', '15.4-bookworm', 'latest', '_a', 'A.B_c-d', 'a'.repeat(128)],
    ['17 beta', '15:4', '15@sha256', '.15', '-15', '15\n', 'ä', '', 'a'.repeat(129)],
  ],
  [
    'digest', (value) => requireDigest(place, value),
    [`sha256:${'0123456789abcdef'.repeat(4)}`],
    ['0123456789abcdef'.repeat(4), `sha256:${'A'.repeat(64)}`, `sha256:${'a'.repeat(63)}`, `sha256:${'a'.repeat(65)}`, `sha512:${'a'.repeat(64)}`, 'sha256:', ''],
  ],
])('a %s', (_name, required, good, bad) => {
  test.each(good)('can be %j', (value) => {
    expect(() => required(value)).not.toThrow();
  });

  test.each(bad)('cannot be %j', (value) => {
    expect(() => required(value)).toThrow(/^shop\/postgres: image is "[^]*; it must be .*\.$/);
  });
});
