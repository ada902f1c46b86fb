/** Words that some version of YAML reads as something else than a string. */
const RESERVED = /^(y|n|yes|no|on|off|true|false|null|nan|inf|~|\.nan|[-+]?\.inf|<<|=)$/i;

/** What some reader of YAML takes for a number to the base of ten, two, eight, sixteen or sixty, when underscores are left out. */
const NUMBERS = [/^[-+]?([0-9][0-9.]*|\.[0-9.]*)?(e[-+]?[0-9]*)?$/i, /^[-+]?0[box][0-9a-f]*$/i, /^[-+]?[0-9]+(:[0-9]+)+(\.[0-9]*)?$/];

/** What YAML 1.1 reads as a point in time. */
const TIME = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/;

/** Characters that a string may have without quotes, of which the first is no indicator; a dash is none before another character. */
const CHARACTERS = /^(?:-(?=[!-~])|[A-Za-z0-9_./$()+^~;<=\\])[ -~]*$/;

/** Whether YAML of all versions reads the text as just this string where it stands alone behind a key or dash, or as a key, without quotes. */
export function isPlain(text: string): boolean {
  const digits = text.replace(/_/g, '');
  return CHARACTERS.test(text) && !/: | #|[ :]$|^---|^\.\.\./.test(text) && !RESERVED.test(text) && !TIME.test(text) && !NUMBERS.some((number) => number.test(digits));
}

/** A text between double quotes, as YAML and Go read it; on one line, however long. */
export function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** The inside of a double-quoted string, as YAML and Go read it. */
export function escaped(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')
    .replace(/[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
