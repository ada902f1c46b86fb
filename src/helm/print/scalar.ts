import { escaped, isPlain, quoted } from '../values/yaml-scalar';

export { escaped, isPlain, quoted };

/** A string as YAML, without quotes where that is safe; for the text of a template, so that its braces are no template. */
export function yamlString(text: string): string {
  return escapeTemplate(isPlain(text) && !/\{\{|\}\}/.test(text) ? text : quoted(text));
}

/** A scalar, `{}` or `[]` as YAML. */
export function yamlScalar(value: any): string {
  return typeof value === 'string' ? yamlString(value) : JSON.stringify(value);
}

/** Text in which braces are braces, in the text of a template where no action follows. */
export function escapeTemplate(text: string): string {
  return text.replace(/\{\{|\}\}|\{(?=\}\})/g, (braces) => `{{ "${braces}" }}`);
}

/** The same where an action may follow, to which a brace at the end would belong. */
export function escapePiece(text: string): string {
  return escapeTemplate(text).replace(/\{$/, LAST_BRACE);
}

/** The pieces of a line, after which there is no action. */
export function endOfLine(text: string): string {
  return text.endsWith(LAST_BRACE) ? `${text.slice(0, -LAST_BRACE.length)}{` : text;
}

const LAST_BRACE = '{{ "{" }}';
