import { editDistance } from '../expressions/edit-distance';

/** A JSON schema of draft 7, as it stands in a file. */
export interface JsonSchema {
  readonly [word: string]: unknown;
}

/** What a JSON schema of draft 7 needs to refer to a type of Kubernetes. */
export interface KubernetesSchema {
  /** The value of `$ref`, as in `#/definitions/v1.Affinity`. */
  readonly ref: string;

  /** The type and all that it refers to, by name, as what `definitions` at the root of the schema must hold. */
  readonly definitions: { readonly [name: string]: JsonSchema };
}

/**
 * The strict JSON schema of a type of Kubernetes, which refuses a field that the type does not have, at any depth.
 *
 * A type of the core group and one that all groups share is named by version and kind, as in `v1.Affinity` and `v1.LabelSelector`,
 * any other by its group before that, as in `apps/v1.DeploymentSpec`; `Quantity`, `IntOrString` and `RawExtension` have no version.
 * All types are those of one Kubernetes, the newest that is known, so that a value may have fields which older clusters lack.
 * Each call returns objects of its own.
 *
 * @throws Error with the nearest known types when there is no type of that name.
 */
export function kubernetesSchema(type: string): KubernetesSchema {
  const { version, types, texts } = structs();
  if (!types.includes(type)) throw new Error(`"${type}" is not a type of Kubernetes ${version}; ${advice(type, types)}`);
  // A set that grows while it is walked is walked to its end.
  const reached = new Set([definitionName(type)]);
  for (const name of reached) {
    for (const [, referred] of texts.get(name)!.matchAll(REFERENCE)) reached.add(referred);
  }
  return {
    ref: `#/definitions/${definitionName(type)}`,
    definitions: Object.fromEntries([...reached].sort().map((name) => [name, JSON.parse(texts.get(name)!)])),
  };
}

/** The names of all types that there are schemas of. */
export function kubernetesTypes(): readonly string[] {
  return structs().types;
}

// A field that is itself called $ref has an object here, never a text.
const REFERENCE = /"\$ref":"#\/definitions\/([^"]+)"/g;

interface Structs {
  readonly version: string;
  readonly types: readonly string[];

  /** The schemas by their name among definitions, not parsed: of hundreds, a program needs a few. */
  readonly texts: ReadonlyMap<string, string>;
}

let split: Structs | undefined;

// Loaded when it is first asked for: it is large, and many programs that load this file never do.
function structs(): Structs {
  if (!split) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { kubernetesStructs, kubernetesVersion }: typeof import('./kubernetes-schemas.generated') = require('./kubernetes-schemas.generated');
    const lines = kubernetesStructs.trimEnd().split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]);
    split = {
      version: kubernetesVersion,
      types: lines.map(([type]) => type),
      texts: new Map(lines.map(([type, text]) => [definitionName(type), text])),
    };
  }
  return split;
}

// A slash would have to be escaped in a JSON pointer.
function definitionName(type: string): string {
  return type.replace('/', '.');
}

function advice(wrong: string, types: readonly string[]): string {
  const nearest = nearestTypes(wrong, types);
  if (nearest.length === 0) return 'it must be named like v1.Affinity or apps/v1.DeploymentSpec.';
  return `did you mean ${nearest.join(' or ')}?`;
}

const MOST_SUGGESTED = 3;

/** The types whose kinds are nearest, since a group or version that is missing or another's changes most of the letters. */
function nearestTypes(wrong: string, types: readonly string[]): string[] {
  const kind = kindOf(wrong);
  const most = Math.floor(kind.length / 4) + 1;
  const near = types
    .map((type) => ({ type, ofKind: editDistance(kind, kindOf(type)) }))
    .filter(({ ofKind }) => ofKind <= most)
    .map((candidate) => ({ ...candidate, ofAll: editDistance(wrong, candidate.type) }))
    .sort((a, b) => a.ofKind - b.ofKind || a.ofAll - b.ofAll);
  return near.filter(({ ofKind }) => ofKind === near[0].ofKind).slice(0, MOST_SUGGESTED).map(({ type }) => type);
}

function kindOf(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1).toLowerCase();
}
