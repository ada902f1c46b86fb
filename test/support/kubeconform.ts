import { spawnSync } from 'child_process';
import { readdirSync } from 'fs';
import { join } from 'path';
import { tool } from './tools';

export const schemaFolder = join(__dirname, '../../tools/schemas');

/** The Kubernetes versions of tools/schemas, oldest first, as in `1.28.0`. */
export const kubernetesVersions: readonly string[] = readdirSync(schemaFolder)
  .filter((name) => name.startsWith('v'))
  .map((name) => name.slice(1))
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/** One thing that Kubernetes would refuse. */
export interface Problem {
  /** Path of the file, `stdin` for text. */
  readonly file: string;
  /** Kind and name of the object, as in `Service feaf-postgres`. */
  readonly object: string;
  /** Place in the object, as in `/spec/ports/0`; empty when it is the whole. */
  readonly place: string;
  readonly message: string;
}

interface Resource {
  readonly filename: string;
  readonly kind: string;
  readonly name: string;
  /** Empty for a document that has no object. */
  readonly status: 'statusValid' | 'statusInvalid' | 'statusError' | 'statusSkipped' | '';
  readonly msg: string;
}

/**
 * What `kubeconform -strict` finds wrong in manifests, for one of `kubernetesVersions`; empty when all are valid.
 * Everything is checked by one process, without the network. A kind without a schema is a problem, and so is a file without an object.
 *
 * @param manifests the YAML text itself, or a list of files.
 */
export function validate(manifests: string | readonly string[], version: string): Problem[] {
  const files = typeof manifests === 'string' ? ['-'] : manifests;
  if (files.length === 0) {
    throw new Error('There are no manifests to validate: the list of files is empty.');
  }
  if (!kubernetesVersions.includes(version)) {
    throw new Error(`There are no schemas of Kubernetes ${version}. There are ${kubernetesVersions.join(', ')}; tools/schemas/collect.py writes them.`);
  }
  const location = join(schemaFolder, '{{.NormalizedKubernetesVersion}}', '{{.ResourceKind}}{{.KindSuffix}}.json');
  // -verbose lists valid objects too, so that none can go missing; one worker keeps their order.
  const flags = ['-strict', '-verbose', '-output', 'json', '-n', '1', '-kubernetes-version', version, '-schema-location', location];
  const result = spawnSync(tool('kubeconform'), [...flags, ...files], {
    input: typeof manifests === 'string' ? manifests : '',
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const resources = parse(result.stdout).filter(({ status }) => status !== '');
  const problems = resources.flatMap(problemsOf);
  const named = typeof manifests === 'string' ? ['stdin'] : manifests;
  const empty = named.filter((file) => !resources.some(({ filename }) => filename === file));
  problems.push(...empty.map((file) => ({ file, object: '', place: '', message: 'contains no Kubernetes object' })));
  if (problems.length === 0 && result.status !== 0) {
    throw new Error(`kubeconform failed (${result.error?.message ?? result.signal ?? result.status}) without naming a problem: ${result.stderr}`);
  }
  return problems;
}

function parse(output: string | null): Resource[] {
  return output ? JSON.parse(output).resources : [];
}

function problemsOf({ filename, kind, name, status, msg }: Resource): Problem[] {
  if (status === 'statusValid') {
    return [];
  }
  const problem = { file: filename, object: `${kind} ${name}`.trim() };
  const found = status === 'statusInvalid' ? leaves(msg) : [];
  return found.length > 0 ? found.map((leaf) => ({ ...problem, ...leaf })) : [{ ...problem, place: '', message: msg }];
}

/**
 * kubeconform names the places of an invalid object only in its message, as a tree on one line:
 * `... - at '/spec': validation failed   - at '/spec/replicas': got string, want null or integer`.
 */
function leaves(message: string): { place: string; message: string }[] {
  return message
    .split(/ +- at '/)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("': ");
      return { place: part.slice(0, end), message: part.slice(end + 3).trim() };
    })
    .filter((leaf) => leaf.message !== 'validation failed')
    // Its order differs from run to run.
    .sort((a, b) => compare(a.place, b.place) || compare(a.message, b.message));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
