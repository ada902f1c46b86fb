import { isTable } from './copy';
import { longestText } from './longest';
import { isPlain, quoted } from './yaml-scalar';

/**
 * The lines of YAML for a key with JSON below it, in block style, two spaces for each level. Whoever reads YAML 1.1, as Helm does, or 1.2 gets
 * the same JSON.
 */
export function yamlOfMember(key: string, value: any): string[] {
  // On one line with its value, YAML takes no more than 1,024 characters for a key, with quotes and all.
  const [before, start] = longestText(key) <= 1_000 ? [[], `${yamlOfText(key)}:`] : [[`? ${yamlOfText(key)}`], ':'];
  if (isBlock(value)) return [...before, start, ...indented(yamlOf(value))];
  const [first, ...rest] = yamlOf(value);
  return [...before, `${start} ${first}`, ...rest];
}

/** Two more spaces before each line that is not empty. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

function yamlOf(value: any): string[] {
  if (Array.isArray(value)) return value.length === 0 ? ['[]'] : value.flatMap(yamlOfElement);
  if (isTable(value)) return isBlock(value) ? Object.entries(value).flatMap(([key, member]) => yamlOfMember(key, member)) : ['{}'];
  if (typeof value === 'number') return [yamlOfNumber(value)];
  if (typeof value !== 'string') return [String(value)];
  return isLiteral(value) ? literal(value) : [yamlOfText(value)];
}

function yamlOfElement(element: any): string[] {
  const [first, ...rest] = yamlOf(element);
  return [`- ${first}`, ...(isBlock(element) ? indented(rest) : rest)];
}

function isBlock(value: any): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Without a point, YAML 1.1 reads a number with an exponent as a string. */
function yamlOfNumber(value: number): string {
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function yamlOfText(text: string): string {
  return isPlain(text) ? text : quoted(text);
}

/** Whether the text is of lines that a block scalar holds as they are. */
function isLiteral(text: string): boolean {
  return /^\S.*\n/.test(text) && !/\n\n$|\n[ \t]+(\n|$)/.test(text) && !/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/.test(text);
}

function literal(text: string): string[] {
  const endsLine = text.endsWith('\n');
  return [endsLine ? '|' : '|-', ...indented((endsLine ? text.slice(0, -1) : text).split('\n'))];
}
