/** The expression without the parentheses around all of it, so that a pipe can follow. */
export function bare(expression: string): string {
  return isEnclosed(expression) ? expression.slice(1, -1) : expression;
}

/** An expression as the argument of a function. */
export function argument(expression: string): string {
  return !expression.includes(' ') || isEnclosed(expression) ? expression : `(${expression})`;
}

/** Whether the first character is a parenthesis that the last one closes. Those inside strings are none. */
function isEnclosed(expression: string): boolean {
  if (!expression.startsWith('(')) return false;
  let depth = 0;
  for (const { 0: token, index } of expression.matchAll(/"(?:[^"\\]|\\.)*"|[()]/g)) {
    if (token === '(') depth += 1;
    else if (token === ')' && --depth === 0) return index === expression.length - 1;
  }
  return false;
}
