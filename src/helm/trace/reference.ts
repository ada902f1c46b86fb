import { Declaration } from '../declaration';

/** Something about a release that is no value. */
export type ReleaseFact = 'name' | 'namespace' | 'fullname' | 'chartName';

/** A value, of the elements with these positions in the lists around it that are not yet gone through by a loop, the outermost first. */
export interface ValueReference {
  readonly kind: 'value';
  readonly declaration: Declaration;
  readonly indices: readonly number[];
}

/** A fact about the release. */
export interface ReleaseReference {
  readonly kind: 'release';
  readonly fact: ReleaseFact;
}

/** The result of a function of `src/expressions`, or of the few of our own. */
export interface CallReference {
  readonly kind: 'call';
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

export type Reference = ValueReference | ReleaseReference | CallReference;

/** What a function is called with: a text with references and what really was in the place of its parts, a map or list with such texts in it, or a constant. */
export type Parameter =
  | { readonly kind: 'text'; readonly text: Text; readonly raws: readonly string[]; readonly exact: boolean }
  | { readonly kind: 'json'; readonly json: any }
  | { readonly kind: 'constant'; readonly value: unknown };

/** A text with references in it. */
export type Text = readonly (string | Reference)[];

/** A name for a reference by which equal ones are recognised. */
export function keyOf(reference: Reference): string {
  switch (reference.kind) {
    case 'value': return `${reference.declaration.path}${reference.indices.map((index) => `@${index}`).join('')}`;
    case 'release': return `release.${reference.fact}`;
    case 'call': return `${reference.name}(${reference.parameters.map(parameterKey).join(',')})`;
  }
}

/** A name for a text by which equal ones are recognised. */
export function textKey(text: Text): string {
  return text.map((part) => (typeof part === 'string' ? JSON.stringify(part) : `<${keyOf(part)}>`)).join('');
}

/** All values that a reference needs. */
export function valuesOf(reference: Reference): ValueReference[] {
  switch (reference.kind) {
    case 'value': return [reference];
    case 'release': return [];
    case 'call': return reference.parameters.flatMap((parameter) => (parameter.kind === 'text' ? valuesOfText(parameter.text) : []));
  }
}

/** All values that a text needs. */
export function valuesOfText(text: Text): ValueReference[] {
  return text.flatMap((part) => (typeof part === 'string' ? [] : valuesOf(part)));
}

/** The reference with others in the place of its values. */
export function mapValues(reference: Reference, change: (value: ValueReference) => ValueReference): Reference {
  switch (reference.kind) {
    case 'value': return change(reference);
    case 'release': return reference;
    case 'call': return {
      ...reference,
      parameters: reference.parameters.map((parameter) => (parameter.kind === 'text' ? { ...parameter, text: mapText(parameter.text, change) } : parameter)),
    };
  }
}

/** The text with others in the place of its values. */
export function mapText(text: Text, change: (value: ValueReference) => ValueReference): Text {
  return text.map((part) => (typeof part === 'string' ? part : mapValues(part, change)));
}

/** A text with neighbouring strings joined and empty ones left out. */
export function normalizeText(parts: readonly (string | Reference)[]): Text {
  const joined: (string | Reference)[] = [];
  for (const part of parts) {
    const last = joined[joined.length - 1];
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined;
}

function parameterKey(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'text': return `${parameter.exact ? '=' : ''}${textKey(parameter.text)}`;
    case 'json': return JSON.stringify(parameter.json);
    case 'constant': return JSON.stringify(parameter.value);
  }
}

/** Whether a function in a text is called with a map or list, whose template is a place of its own. */
export function hasStructure(text: Text): boolean {
  return text.some((part) => typeof part !== 'string' && part.kind === 'call' && part.parameters.some((parameter) => (
    parameter.kind === 'json' || (parameter.kind === 'text' && hasStructure(parameter.text)))));
}
