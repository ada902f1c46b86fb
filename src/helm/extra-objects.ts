import { Declaration } from './declaration';
import { copyJson } from './values/copy';
import { Schema } from './values/schema-parts';
import { ANY_DEFINITIONS, ANY_MEMBERS } from './values/struct-keys';

/** The value that holds whole objects, by the name that Helm users know from other charts. */
export const EXTRA_OBJECTS = 'extraObjects';

/** What it is for. */
export const EXTRA_OBJECTS_TEXT = 'Whole objects of any kind that are added as they are, each with apiVersion, kind and metadata.name; keys in them are not checked.';

const WORD: Schema = { type: 'string', minLength: 1 };

/** What its schema asks of each of them; nothing if the chart has no such value. */
export function extraObjectsSchema({ hasExtraObjects }: Declaration): Schema {
  if (!hasExtraObjects) return {};
  const metadata = { type: 'object', required: ['name'], properties: { name: WORD } };
  const object = { type: 'object', required: ['apiVersion', 'kind', 'metadata'], properties: { apiVersion: WORD, kind: WORD, metadata }, ...ANY_MEMBERS };
  return { [EXTRA_OBJECTS]: { type: 'array', description: EXTRA_OBJECTS_TEXT, items: object } };
}

/** The definitions that the schema needs. */
export function extraObjectsDefinitions({ hasExtraObjects }: Declaration): Schema {
  return hasExtraObjects ? ANY_DEFINITIONS : {};
}

/** The objects that values hold. */
export function extraObjectsOf(values: any): any[] {
  return copyJson(values[EXTRA_OBJECTS] ?? []);
}

/** The template that adds them. The comment keeps the line break at the end of a text, which Helm 3 would take off with what it finds before a `---`. */
export const EXTRA_OBJECTS_TEMPLATE = `{{- range .Values.${EXTRA_OBJECTS} }}
---
{{ toYaml . }}
# Added as it is.
{{- end }}
`;
