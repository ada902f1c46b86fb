import * as fc from 'fast-check';
import { percentEncode } from '../../src/expressions/percent-encoding';

// RFC 3986: unreserved characters are letters, digits, '-', '.', '_' and '~'; all others are the bytes of UTF-8 as %XX.
test.each<[string, string]>([
  ['feaf_user', 'feaf_user'],
  ['AZaz09-._~', 'AZaz09-._~'],
  [':/?#[]@', '%3A%2F%3F%23%5B%5D%40'],
  ['!$&\'()*+,;=', '%21%24%26%27%28%29%2A%2B%2C%3B%3D'],
  ['100% \"sure\"', '100%25%20%22sure%22'],
  ['\\^`{|}<>', '%5C%5E%60%7B%7C%7D%3C%3E'],
  ['\t\r\n\u007f', '%09%0D%0A%7F'],
  ['é', '%C3%A9'],
  ['€', '%E2%82%AC'],
  ['密码', '%E5%AF%86%E7%A0%81'],
  ['🐘', '%F0%9F%90%98'],
  ['', ''],
])('%j becomes %s', (text, encoded) => {
  expect(percentEncode(text)).toBe(encoded);
});

test('any text decodes back, and what is encoded has nothing but unreserved characters and %XX', () => {
  fc.assert(fc.property(fc.fullUnicodeString(), (text) => {
    const encoded = percentEncode(text);
    expect(decodeURIComponent(encoded)).toBe(text);
    expect(encoded).toMatch(/^([A-Za-z0-9\-._~]|%[0-9A-F]{2})*$/);
  }));
});

test('any user, password and database are found again in a URI that is made of them', () => {
  fc.assert(fc.property(fc.fullUnicodeString(), fc.fullUnicodeString(), fc.fullUnicodeString({ minLength: 1 }), (user, password, database) => {
    const uri = new URL(`postgresql://${percentEncode(user)}:${percentEncode(password)}@feaf-postgres:5432/${percentEncode(database)}`);
    expect([uri.hostname, uri.port]).toEqual(['feaf-postgres', '5432']);
    expect([uri.username, uri.password, uri.pathname.slice(1)].map(decodeURIComponent)).toEqual([user, password, database]);
  }));
});
