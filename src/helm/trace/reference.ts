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

/** What a function is called with: a text with references and what really was in the place of its parts, a constant, or a mapping or list of such. */
export type Parameter =
  | { readonly kind: 'text'; readonly text: Text; readonly raws: readonly string[]; readonly exact: boolean }
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'map'; readonly entries: readonly ParameterEntry[] }
  | { readonly kind: 'sequence'; readonly items: readonly Parameter[] };

/** An entry of a mapping that a function is called with. */
export interface ParameterEntry {
  readonly key: Text;
  readonly rawKey: string;
  readonly value: Parameter;
}

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
    case 'call': return reference.parameters.flatMap(valuesOfParameter);
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
    case 'call': return { ...reference, parameters: reference.parameters.map((parameter) => mapParameter(parameter, change)) };
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

/** What a parameter is, when it is known what references stand for. */
export function parameterValue(parameter: Parameter, of: (reference: Reference) => any): any {
  const textOf = (text: Text) => text.map((part) => (typeof part === 'string' ? part : shownInText(part, of(part)))).join('');
  switch (parameter.kind) {
    case 'constant': return parameter.value;
    case 'text': return parameter.exact ? of(parameter.text[0] as Reference) : textOf(parameter.text);
    case 'map': return Object.fromEntries(parameter.entries.map(({ key, value }) => [textOf(key), parameterValue(value, of)]));
    case 'sequence': return parameter.items.map((item) => parameterValue(item, of));
  }
}

/** How what a reference stands for looks inside a text. */
export function shownInText(reference: Reference, value: any): string {
  if (value === undefined) return reference.kind === 'value' ? ABSENT[reference.declaration.kind] ?? '' : '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What templates make of an absent value: it must be guarded by a condition, unless that is what is wanted. */
const ABSENT: { readonly [kind: string]: string } = { integer: '0', number: 'null', scalar: 'null' };

function valuesOfParameter(parameter: Parameter): ValueReference[] {
  switch (parameter.kind) {
    case 'constant': return [];
    case 'text': return valuesOfText(parameter.text);
    case 'map': return parameter.entries.flatMap(({ key, value }) => [...valuesOfText(key), ...valuesOfParameter(value)]);
    case 'sequence': return parameter.items.flatMap(valuesOfParameter);
  }
}

function mapParameter(parameter: Parameter, change: (value: ValueReference) => ValueReference): Parameter {
  switch (parameter.kind) {
    case 'constant': return parameter;
    case 'text': return { ...parameter, text: mapText(parameter.text, change) };
    case 'map': return { ...parameter, entries: parameter.entries.map(({ key, rawKey, value }) => ({ key: mapText(key, change), rawKey, value: mapParameter(value, change) })) };
    case 'sequence': return { ...parameter, items: parameter.items.map((item) => mapParameter(item, change)) };
  }
}

function parameterKey(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'constant': return JSON.stringify(parameter.value);
    case 'text': return `${parameter.exact ? '=' : ''}${textKey(parameter.text)}`;
    case 'map': return `{${parameter.entries.map(({ key, value }) => `${textKey(key)}:${parameterKey(value)}`).sort().join(',')}}`;
    case 'sequence': return `[${parameter.items.map(parameterKey).join(',')}]`;
  }
}
