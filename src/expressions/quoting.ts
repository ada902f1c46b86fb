import { expression } from './expression';
import { rule } from './rule';

/** A value as postgresql.conf takes it: in single quotes, with those inside doubled. Backslashes are escapes there, so they double, too. */
export const quoteSetting = expression('quoteSetting', (value: string): string => `'${value.replace(/['\\]/g, '$&$&')}'`);

/** A value as an SQL string literal; the E form keeps its meaning whatever `standard_conforming_strings` says. */
export const quoteLiteral = expression('quoteLiteral', literal);

/** A list of names such as `"$user", public` as SQL string literals, one for each: a single one would be taken for a single name. */
export const quoteNames = expression('quoteNames', (names: string): string =>
  [...names.matchAll(/"((?:[^"]|"")*)"|[^\s,"][^,"]*/g)].map(([name, quoted]) => literal(quoted?.replace(/""/g, '"') ?? name.trim())).join(', ') || "''");

/** A value as `env` and `args` of a container take it, where `$(NAME)` would be replaced and `$$` would become `$`. */
export const escapeReferences = expression('escapeReferences', (value: string): string => value.replace(/\$/g, '$$$$'));

/** Requires a text that fits into one line of a configuration file. */
export const requireOneLine = rule('isOneLine', (text: string) => !/[\0\n\r]/.test(text), 'must be one line',
  { breach: (_call, text) => `regexMatch "[\\x00\\n\\r]" ${text}` });

function literal(value: string): string {
  return value.includes('\\') ? `E'${value.replace(/['\\]/g, '$&$&')}'` : `'${value.replace(/'/g, "''")}'`;
}
