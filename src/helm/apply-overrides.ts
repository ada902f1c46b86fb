import { JsonPatch } from 'cdk8s';
import { Graft } from './graft';
import { marking, markIn, misuse, Opaque } from './opaque';
import { ManifestOverride } from './overrides';
import type { Manifest } from './replay';
import { FULLNAME } from './trace/carriers';

/** Which overrides found an object so far, by what they look for, and which objects there were. */
export class OverrideUse {
  public readonly found = new Map<string, boolean>();
  public readonly objects = new Set<string>();

  /** Requires that each override found an object in some run. */
  public requireFound(): void {
    const lost = [...this.found].find(([, isFound]) => !isFound);
    if (!lost) return;
    throw new Error(`Nothing was written, since the override of ${lost[0]} finds no object, whatever the values are; there are ${[...this.objects].sort().join(', ')}. `
      + 'Give the kind, name or path of one of them.');
  }
}

/** The objects after all overrides. */
export function overridden(manifests: readonly Manifest[], overrides: readonly ManifestOverride[], use: OverrideUse): Manifest[] {
  return overrides.reduce<Manifest[]>((objects, override) => {
    const selector = selectorOf(override);
    use.found.set(selector, use.found.get(selector) ?? false);
    return objects.flatMap((manifest) => {
      if (manifest.role === 'object') use.objects.add(`${manifest.json.kind} ${shortName(manifest.json)} at ${manifest.path}`);
      if (!isMeant(override, manifest)) return [manifest];
      use.found.set(selector, true);
      if (override.omit) return [];
      const json = (override.patch ?? []).reduce((before, patch) => patched(before, patch, selector, manifest.path), manifest.json);
      return [{ ...manifest, json, hasAutomaticName: manifest.hasAutomaticName && json.metadata?.name === manifest.json.metadata?.name }];
    });
  }, [...manifests]);
}

function isMeant({ kind, name, path }: ManifestOverride, { role, json, path: own }: Manifest): boolean {
  return role === 'object' && json.kind === kind && (name === undefined || [json.metadata?.name, shortName(json)].includes(name))
    && (path === undefined || own === path || own.startsWith(`${path}/`));
}

function shortName({ metadata }: any): string {
  return `${metadata?.name}`.replace(`${FULLNAME}-`, '');
}

function selectorOf({ kind, name, path }: ManifestOverride): string {
  return `${kind}${name === undefined ? '' : ` ${name}`}${path === undefined ? '' : ` at ${path}`}`;
}

function patched(json: any, patch: JsonPatch, selector: string, path: string): any {
  const { op, path: to, from } = (patch as any)._toJson();
  const missing = [
    ...(op === 'add' ? [parentOf(to)] : op === 'copy' || op === 'move' ? [from, parentOf(to)] : [to]),
  ].find((pointer) => at(json, pointer) === undefined);
  if (missing !== undefined) {
    throw new Error(`The override of ${selector} cannot ${op} ${to}: ${missing || 'the whole'} is not there in the manifest at ${path}. `
      + 'Name a place that is there, or let the override depend on the value that decides whether it is.');
  }
  if (op === 'copy' && (JSON.stringify(at(json, from)) ?? '').includes('"\\u0000')) {
    throw misuse(`The override of ${selector} copies ${from}, in which there is a value that is handed through as it is; move it, or add the value itself.`);
  }
  const { result, marked } = marking(() => JsonPatch.apply(json, patch));
  return withStructs(result, marked, path);
}

/** Structs have gone through JSON text, which has marks in their places. */
function withStructs(json: any, marked: readonly Opaque[], path: string): any {
  if (marked.length === 0) return json;
  const visit = (current: any): any => {
    if (typeof current === 'string') {
      const mark = markIn(current);
      if (mark === undefined) return current;
      if (mark >= 0) return new Graft(marked[mark]);
      throw misuse(`The value ${marked[0].declaration.path} is handed through as it is, but an override of ${path} makes a text of it.`);
    }
    if (Array.isArray(current)) return current.map(visit);
    if (typeof current !== 'object' || current === null || current instanceof Graft) return current;
    return Object.fromEntries(Object.entries(current).map(([key, member]) => [key, visit(member)]));
  };
  return visit(json);
}

function parentOf(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
}

/** What is at a JSON pointer. */
function at(json: any, pointer: string): any {
  return pointer.split('/').slice(1).map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce((current, part) => (typeof current === 'object' && current !== null && !(current instanceof Graft) && Object.hasOwn(current, part) ? current[part] : undefined), json);
}
