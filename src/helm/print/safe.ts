import { everyItem } from './items';
import { Declaration } from '../declaration';
import { Reference, Text } from '../trace/reference';
import { LinesTemplate, Template } from '../tree/template';

/** A pattern, from beginning to end, of characters that mean nothing to YAML. */
const HARMLESS_PATTERN = /^\^(?:[A-Za-z0-9_/()|?+*,{}]|\\[.dw/-]|\[(?:[A-Za-z0-9_./-]|\\[.dw/-])+\])*\$$/;

/** Whether a value can stand in a text as it is, whatever the user gives: no line breaks, quotes, spaces or other special characters. */
export function isHarmless(reference: Reference): boolean {
  if (reference.kind === 'release') return true;
  if (reference.kind === 'call') return reference.name === 'pathHash' || reference.name === 'sha256';
  return isHarmlessValue(reference.declaration);
}

/** Whether all values of a text can stand in it as they are. */
export function isHarmlessText(text: Text): boolean {
  return text.every((part) => typeof part === 'string' || isHarmless(part));
}

/**
 * Whether YAML reads a text with values in it as just this string, whatever the user gives. It begins as neither a number nor a word that means
 * something: with a word and a dash, with an option, or with a slash.
 */
export function isPlainText([first, ...rest]: Text): boolean {
  // A colon before a character that follows in any case.
  const colons = /:(?=[A-Za-z0-9/.])/g;
  const areFree = (parts: Text) => parts.every((part) => (typeof part === 'string' ? /^[A-Za-z0-9_./=@+-]*$/.test(part.replace(colons, '')) : isHarmless(part)));
  if (typeof first === 'string') return /^(-{0,2}(?!e[-+])[A-Za-z][A-Za-z0-9]*[-_./=@:]|\/)/i.test(first) && areFree([first, ...rest]);
  return isName(first) && typeof rest[0] === 'string' && /^-[A-Za-z]/.test(rest[0]) && areFree(rest);
}

/** Whether it is a name that the release gives, which begins with a letter or digit. */
function isName(reference: Reference): boolean {
  return reference.kind === 'release' && (reference.fact === 'fullname' || reference.fact === 'chartName');
}

/** Whether all values of a text that is made of parts can stand in it as they are. */
export function isHarmlessTemplate(template: LinesTemplate): boolean {
  return everyItem(template.items, (value) => isHarmlessPart(value));
}

function isHarmlessPart(value: Template): boolean {
  switch (value.kind) {
    case 'constant': return true;
    case 'text': return isHarmlessText(value.text);
    case 'lines': return isHarmlessTemplate(value);
    case 'choice': return value.cases.every((one) => isHarmlessPart(one.value)) && isHarmlessPart(value.otherwise);
    default: return false;
  }
}

function isHarmlessValue({ kind, value }: Declaration): boolean {
  const { pattern } = value._options;
  switch (kind) {
    case 'integer': case 'number': case 'boolean': return true;
    case 'enumeration': return value._allowed.every((text) => /^[A-Za-z0-9_./-]+$/.test(text));
    case 'string': return pattern !== undefined && HARMLESS_PATTERN.test(pattern);
    default: return false;
  }
}
