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
