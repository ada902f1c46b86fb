/** One statement of a script, without its semicolon. */
export interface SqlStatement {
  readonly text: string;

  /** Line of the script where it begins, from 1. */
  readonly line: number;
}

/**
 * Splits a plain SQL script into its statements.
 *
 * Needed because the server runs several statements sent at once as one transaction, in which ALTER SYSTEM,
 * CREATE DATABASE and VACUUM are refused. Meta-commands of psql are not SQL: the server refuses them.
 */
export function splitSql(script: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let begin: number | undefined;
  let firstWords: string[] = [];
  let parentheses = 0;
  let blocks = 0;
  const finish = (end: number) => {
    if (begin !== undefined) statements.push({ text: script.slice(begin, end).trimEnd(), line: script.slice(0, begin).split('\n').length });
    begin = undefined;
    firstWords = [];
    parentheses = 0;
    blocks = 0;
  };

  const token = new RegExp(TOKEN, 'g');
  for (let match = token.exec(script); match; match = token.exec(script)) {
    const text = match[0];
    if (text === '/*') {
      token.lastIndex = endOfBlockComment(script, match.index);
    } else if (text === ';' && parentheses <= 0 && blocks === 0) {
      finish(match.index);
    } else if (!text.startsWith('--')) {
      begin ??= match.index;
      // A semicolon in parentheses belongs to CREATE RULE, one in BEGIN ATOMIC ... END to a function.
      if (text === '(') parentheses++;
      if (text === ')') parentheses--;
      const word = text.toUpperCase();
      if (isRoutine(firstWords) && (word === 'BEGIN' || (word === 'CASE' && blocks > 0))) blocks++;
      if (word === 'END' && blocks > 0) blocks--;
      if (firstWords.length < 4) firstWords.push(word);
    }
  }
  finish(script.length);
  return statements;
}

// Strings, quoted names and dollar quotes run to the end of the script when they are not closed, as they do in psql.
const TOKEN = [
  String.raw`--[^\n]*`,
  String.raw`/\*`,
  String.raw`[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)`,
  String.raw`'(?:[^']|'')*(?:'|$)`,
  String.raw`"(?:[^"]|"")*(?:"|$)`,
  String.raw`(\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$)[\s\S]*?(?:\1|$)`,
  String.raw`[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*`,
  String.raw`[^\s]`,
].join('|');

// Block comments nest, which a regular expression cannot follow.
function endOfBlockComment(script: string, start: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  let depth = 0;
  for (let match = edge.exec(script); match; match = edge.exec(script)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return script.length;
}

function isRoutine(words: readonly string[]): boolean {
  const kind = words[1] === 'OR' ? words[3] : words[1];
  return words[0] === 'CREATE' && (kind === 'FUNCTION' || kind === 'PROCEDURE');
}
