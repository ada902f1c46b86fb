import * as fc from 'fast-check';
import { escapeReferences, quoteLiteral, quoteNames, quoteSetting, requireOneLine } from '../../src/expressions/quoting';

const place = { construct: 'shop/postgres', property: 'parameters.search_path' };

test.each<[string, string]>([
  ['16MB', "'16MB'"],
  ['', "''"],
  ['"$user", public', "'\"$user\", public'"],
  ["it's", "'it''s'"],
  ['a\\b', "'a\\\\b'"],
  ["\\'", "'\\\\'''"],
])('postgresql.conf takes %j as %s', (value, quoted) => {
  expect(quoteSetting(value)).toBe(quoted);
});

test.each<[string, string]>([
  ['16MB', "'16MB'"],
  ["it's", "'it''s'"],
  ['a\\b', "E'a\\\\b'"],
  ["\\'; DROP TABLE users; --", "E'\\\\''; DROP TABLE users; --'"],
])('SQL takes %j as %s', (value, quoted) => {
  expect(quoteLiteral(value)).toBe(quoted);
});

test('any value is read back from its quotes, and nothing of it lies outside of them', () => {
  fc.assert(fc.property(fc.fullUnicodeString(), (value) => {
    expect(unquoted(quoteSetting(value), true)).toBe(value);
    const literal = quoteLiteral(value);
    expect(literal.startsWith('E') ? unquoted(literal.slice(1), true) : unquoted(literal, false)).toBe(value);
  }));
});

/** Reads a quoted text as the scanners of guc-file.l and scan.l do. */
function unquoted(quoted: string, hasEscapes: boolean): string {
  const body = /^'((?:[^'\\]|''|\\[^])*)'$/u.exec(hasEscapes ? quoted : quoted.replace(/\\/g, '\\\\'));
  if (!body) throw new Error(`${quoted} is not one quoted text.`);
  return body[1].replace(/''|\\([^])/g, (pair, escaped) => pair === "''" ? "'" : escaped);
}

test.each(['a\nb', 'a\rb', 'a\0b', '\n'])('%j does not fit into one line of a configuration file', (value) => {
  expect(() => requireOneLine(place, value)).toThrow(new Error(`shop/postgres: parameters.search_path is ${JSON.stringify(value)}; it must be one line.`));
});

test.each<[string, string]>([
  ['feaf_user', 'feaf_user'],
  ['$(PGPORT)', '$$(PGPORT)'],
  ['a$b', 'a$$b'],
  ['$$', '$$$$'],
])('an environment variable has the value %j when its manifest says %j', (value, escaped) => {
  expect(escapeReferences(value)).toBe(escaped);
});

test('Kubernetes gives back any value that was escaped', () => {
  fc.assert(fc.property(fc.stringOf(fc.constantFrom('$', '(', ')', 'A', 'PGPORT')), (value) => {
    expect(expanded(escapeReferences(value))).toBe(value);
  }));
});

/** Expands a value as third_party/forked/golang/expansion of Kubernetes does. */
function expanded(value: string): string {
  return value.replace(/\$(\$|\(([^)]*)\))/g, (_match, operator) => operator === '$' ? '$' : 'value of a variable');
}

test.each<[string, string]>([
  ['auto_explain, pg_stat_statements', "'auto_explain', 'pg_stat_statements'"],
  ['"$user", public', "'$user', 'public'"],
  ['"a,b" , "x""y"', "'a,b', 'x\"y'"],
  ['"it\'s"', "'it''s'"],
  ['a', "'a'"],
  ['', "''"],
])('SQL takes the list %j as %s', (names, quoted) => {
  expect(quoteNames(names)).toBe(quoted);
});
