/** Words that YAML 1.1 reads as something else than a string. */
const RESERVED = /^(y|n|yes|no|on|off|true|false|null|~|\.nan|[-+]?\.inf|<<|=)$/i;

/** A string as YAML, without quotes where that is safe; for the text of a template, so that its braces are no template. */
export function yamlString(text: string): string {
  return escapeTemplate(isPlain(text) ? text : quoted(text));
}

/** A scalar, `{}` or `[]` as YAML. */
export function yamlScalar(value: any): string {
  return typeof value === 'string' ? yamlString(value) : JSON.stringify(value);
}

/** A text between double quotes, as YAML reads it and as Go does. */
export function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** The inside of a double-quoted string, as YAML reads it and as Go does. */
export function escaped(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')
    .replace(/[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Text in which braces are braces, in the text of a template. */
export function escapeTemplate(text: string): string {
  return text.replace(/\{\{|\}\}/g, (braces) => `{{ "${braces}" }}`);
}

/** Whether YAML of all versions reads the text as just this string, without quotes. */
export function isPlain(text: string): boolean {
  return /^[A-Za-z_/.][A-Za-z0-9_/.@()+=-]*([ :][A-Za-z0-9_/.@()+=-]+)*$/.test(text) && !RESERVED.test(text) && !/^\.?[0-9]/.test(text) && !/^\.+$|^---|^\.\.\./.test(text)
    && !/: |[0-9]:[0-9]{2}$/.test(text) && !/^[-+.]?[0-9]/.test(text);
}
