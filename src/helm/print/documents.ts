import { printBranches } from './branches';
import { conditionExpression, isAlways } from './condition';
import { Context, insideLoop } from './context';
import { mayEndInBreak } from './end';
import { printEntries } from './entries';
import { collectionPath } from './expression';
import { needsName } from './items';
import { inOrder, ROOT } from './order';
import { StandardLabel } from '../standard-labels';
import { DocumentTemplate, EntryTemplate, Item, MapTemplate, Template } from '../tree/template';

/** The file of an object, relative to the folder of the chart, and its text. */
export interface PrintedFile {
  readonly path: string;
  readonly text: string;
}

/** Stands at the end of an object whose last character Helm 3 must not take away. */
const KEEPER = '# Without this line, Helm 3 would take away a line break at the end of what stands above.';

/** The templates of all objects, one file each. */
export function printDocuments(documents: readonly DocumentTemplate[], context: Context): PrintedFile[] {
  const taken = new Set<string>();
  return documents.filter(({ role }) => role === 'object' || role === 'test').map((document) => {
    const folder = document.role === 'test' ? 'tests/' : '';
    const { base, subject } = namesOf(document);
    let file = `${folder}${base}.yaml`;
    for (let count = 2; taken.has(file); count++) file = `${folder}${base}-${count}.yaml`;
    taken.add(file);
    return { path: `templates/${file}`, text: `${printDocument(document, { ...context, file, subject }).join('\n')}\n` };
  });
}

/** What the file is called, and the word for what is in it, as in `web/queue-<queues[].name>/Resource (ConfigMap)` -> `queue-configmap`, `queue`. */
function namesOf({ path }: DocumentTemplate): { readonly base: string; readonly subject: string } {
  const [, ids, kind] = /^(.*) \((.*)\)$/.exec(path) ?? ['', path, 'object'];
  const parts = ids.split('/').filter((id) => !/^(default|resource)$/i.test(id));
  const words = parts.slice(parts.length > 1 ? 1 : 0).join('-').replace(/<[^>]*>|#/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const type = kind.toLowerCase();
  if (words === '' || words === type) return { base: type, subject: type };
  return { base: words.endsWith(`-${type}`) ? words : `${words}-${type}`, subject: words };
}

function printDocument({ item, role }: DocumentTemplate, context: Context): string[] {
  if (isAlways(item.when)) return printObject(item, role, context);
  return [`{{- if ${conditionExpression(item.when, context)} }}`, ...printObject(item, role, context), '{{- end }}'];
}

function printObject(item: Item, role: DocumentTemplate['role'], context: Context): string[] {
  if (item.kind === 'loop') {
    const { context: inner, range } = insideLoop(context, item.list, needsName(item));
    const bodies = item.items.flatMap((one) => {
      const lines = one.kind === 'loop' ? printObject(one, role, inner) : ['---', ...printObject(one, role, inner)];
      return isAlways(one.when) ? lines : [`{{- if ${conditionExpression(one.when, inner)} }}`, ...lines, '{{- end }}'];
    });
    return [`{{- range ${range}${collectionPath(item.list, context)} }}`, ...bodies, '{{- end }}'];
  }
  const value = role === 'test' ? withHook(item.value) : item.value;
  return [...printTemplate(value, context), ...(mayEndInBreak(value) ? [KEEPER] : [])];
}

function printTemplate(value: Template, context: Context): string[] {
  if (value.kind === 'choice') return printBranches(value, '', context, (one) => printTemplate(one, context));
  const map = value as MapTemplate;
  return inOrder(map.entries, ROOT).flatMap((entry) => (isMetadata(entry) ? printMetadata(entry, context) : printEntries({ kind: 'map', entries: [entry] }, 0, context)));
}

function isMetadata(entry: MapTemplate['entries'][number]): entry is EntryTemplate & { readonly value: MapTemplate } {
  return entry.kind === 'entry' && entry.key.join('') === 'metadata' && entry.value.kind === 'map' && isAlways(entry.when);
}

/** Metadata, with the labels that all objects have taken from their definition. */
function printMetadata({ value }: EntryTemplate & { readonly value: MapTemplate }, outer: Context): string[] {
  const context = { ...outer, keys: ['metadata'] };
  const lines = ['metadata:'];
  for (const entry of inOrder(value.entries, 'metadata')) {
    const own = isKey(entry, 'labels') && entry.kind === 'entry' && isAlways(entry.when) ? withoutStandardLabels(entry.value, context) : undefined;
    if (!own) {
      lines.push(...printEntries({ kind: 'map', entries: [entry] }, 2, context));
      continue;
    }
    lines.push('  labels:', `    {{- include "${context.chart}.labels" ${context.root === '' ? '.' : context.root} | nindent 4 }}`);
    if (own.entries.length > 0) lines.push(...printEntries(own, 4, { ...context, keys: ['metadata', 'labels'] }));
  }
  return lines;
}

function isKey(entry: MapTemplate['entries'][number], key: string): boolean {
  return entry.kind === 'entry' && entry.key.join('') === key;
}

/** The labels besides the standard ones, if those are all there, in the form in which they are defined, and cannot be overridden. */
function withoutStandardLabels(labels: Template, context: Context): MapTemplate | undefined {
  if (labels.kind !== 'map') return undefined;
  const standard = context.standardLabels;
  const found = labels.entries.filter((entry): entry is EntryTemplate => (
    entry.kind === 'entry' && isAlways(entry.when) && standard.some((label) => isKey(entry, label.key) && saysTheSame(label, entry.value))));
  if (standard.length === 0 || found.length < standard.length) return undefined;
  const firstMap = labels.entries.findIndex((entry) => entry.kind === 'loop' && entry.list.kind === 'map');
  if (firstMap >= 0 && found.some((entry) => labels.entries.indexOf(entry) < firstMap)) return undefined;
  return { kind: 'map', entries: labels.entries.filter((entry) => !found.includes(entry as EntryTemplate)) };
}

function saysTheSame({ value }: StandardLabel, template: Template): boolean {
  if (typeof value === 'string') return template.kind === 'constant' && template.value === value;
  if (template.kind !== 'text' || template.text.length !== 1) return false;
  const [part] = template.text;
  return typeof part !== 'string' && part.kind === 'release' && part.fact === value.fact;
}

/** A pod of `helm test` with the annotations that make it one. */
function withHook(value: Template): Template {
  if (value.kind !== 'map') return value;
  const annotation = (key: string, text: string): EntryTemplate => ({ kind: 'entry', when: [[]], key: [key], value: { kind: 'constant', value: text } });
  const hooks = [annotation('helm.sh/hook', 'test'), annotation('helm.sh/hook-delete-policy', 'before-hook-creation,hook-succeeded')];
  return changeEntry(value, 'metadata', (metadata) => changeEntry(metadata, 'annotations', (annotations) => ({ kind: 'map', entries: [...annotations.entries, ...hooks] })));
}

function changeEntry(map: MapTemplate, key: string, change: (value: MapTemplate) => MapTemplate): MapTemplate {
  const known = map.entries.find((entry): entry is EntryTemplate => isKey(entry, key));
  const before: MapTemplate = known?.value.kind === 'map' ? known.value : { kind: 'map', entries: [] };
  const changed: EntryTemplate = { kind: 'entry', when: [[]], key: [key], value: change(before) };
  return { kind: 'map', entries: known ? map.entries.map((entry) => (entry === known ? changed : entry)) : [...map.entries, changed] };
}
