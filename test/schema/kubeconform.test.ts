import { existsSync, readdirSync, readFileSync } from 'fs';
import { basename, join, relative } from 'path';
import { parseAllDocuments } from 'yaml';
import { kubernetesVersions, Problem, schemaFolder, validate } from '../support/kubeconform';
import { describeWithTools } from '../support/tools';

const root = join(__dirname, '../..');
const everyKind = readFileSync(join(__dirname, 'fixtures/every-kind.yaml'), 'utf8');

test('there are schemas of one patch of every Kubernetes minor from 1.28 to 1.37', () => {
  expect(kubernetesVersions.map((version) => version.replace(/\.\d+$/, ''))).toEqual(range(28, 37).map((minor) => `1.${minor}`));
});

describeWithTools(['kubeconform'], 'the manifests of dist/', () => {
  // A kustomization.yaml is read by kustomize only; it is no object of Kubernetes.
  const manifests = yamlFiles(join(root, 'dist')).filter((file) => basename(file) !== 'kustomization.yaml');

  test('exist', () => {
    expect(manifests).not.toEqual([]);
  });

  test.each(kubernetesVersions)('are valid for Kubernetes %s', (version) => {
    expect(sentences(validate(manifests, version))).toEqual([]);
  });
});

describeWithTools(['kubeconform'], 'the validation itself', () => {
  test.each(kubernetesVersions)('has a schema that works for every kind we use, for Kubernetes %s', (version) => {
    expect(sentences(validate(everyKind, version))).toEqual([]);

    const kinds = parseAllDocuments(everyKind).map((document) => document.get('kind') as string);
    const schemas = readdirSync(join(schemaFolder, `v${version}`)).filter((file) => file !== '_definitions.json');
    expect(schemas.map((file) => file.split('-')[0]).sort()).toEqual(kinds.map((kind) => kind.toLowerCase()).sort());
  });

  // Each row changes one line of a valid object, so that line alone is what is refused.
  test.each([
    {
      mistake: 'a misspelt field',
      change: ['  replicas: 1', '  replcas: 1'],
      problems: ["StatefulSet database, /spec: additional properties 'replcas' not allowed"],
    },
    {
      mistake: 'a wrong type',
      change: ['replicas: 1', "replicas: '1'"],
      problems: ['StatefulSet database, /spec/replicas: got string, want null or integer'],
    },
    {
      mistake: 'an unknown field in a nested struct',
      change: ['periodSeconds: 10', 'intervalSeconds: 10'],
      problems: [
        "StatefulSet database, /spec/template/spec/containers/0/readinessProbe: additional properties 'intervalSeconds' not allowed",
      ],
    },
    {
      mistake: 'a number where only text is allowed',
      change: ["POSTGRES_PASSWORD: ''", 'POSTGRES_PASSWORD: 1234'],
      problems: ['Secret credentials, /stringData/POSTGRES_PASSWORD: got number, want null or string'],
    },
    {
      mistake: 'a missing field',
      change: ['schedule: 0 3 * * *', 'suspend: true'],
      problems: ["CronJob backup, /spec: missing property 'schedule'"],
    },
    {
      mistake: 'two mistakes in one object, each by its place',
      change: ['- name: psql\n      image: postgres:15', '- image: [15]'],
      problems: [
        "Pod client, /spec/containers/0: missing property 'name'",
        'Pod client, /spec/containers/0/image: got array, want null or string',
      ],
    },
    {
      mistake: 'a key that stands there twice',
      change: ['replicas: 1', 'replicas: 1\n  replicas: 1'],
      problems: [expect.stringMatching(/^StatefulSet database, : error unmarshalling resource: .*key "replicas" already set in map/s)],
    },
    {
      mistake: 'an API version that is gone',
      change: ['autoscaling/v2', 'autoscaling/v2beta2'],
      problems: ['HorizontalPodAutoscaler pooler, : could not find schema for HorizontalPodAutoscaler'],
    },
    {
      mistake: 'a kind without a schema',
      change: ['kind: PodDisruptionBudget', 'kind: PodDisruptionBudgets'],
      problems: ['PodDisruptionBudgets database, : could not find schema for PodDisruptionBudgets'],
    },
  ])('refuses $mistake', ({ change: [valid, invalid], problems }) => {
    const manifest = changed(valid, invalid);
    for (const version of [kubernetesVersions[0], kubernetesVersions[kubernetesVersions.length - 1]]) {
      expect(validate(manifest, version).map(withoutFile)).toEqual(problems);
    }
  });

  // The first version with the field, as the release notes of Kubernetes tell.
  test.each([
    { field: 'volumeAttributesClassName of a claim', since: 29, change: ['resources:\n    requests', 'volumeAttributesClassName: fast\n  resources:\n    requests'] },
    { field: 'trafficDistribution of a Service', since: 30, change: ['clusterIP: None', 'trafficDistribution: PreferClose'] },
    { field: 'resources of a whole Pod', since: 32, change: ['spec:\n  containers', 'spec:\n  resources: { limits: { cpu: 1 } }\n  containers'] },
    { field: 'restartPolicyRules of a container', since: 34, change: ['ports:\n            - name', 'restartPolicyRules: [{ action: Restart }]\n          ports:\n            - name'] },
  ])('refuses $field before Kubernetes 1.$since and accepts it from there on', ({ since, change: [without, withField] }) => {
    const manifest = changed(without, withField);
    const accepting = kubernetesVersions.filter((version) => validate(manifest, version).length === 0);
    expect(accepting.map((version) => Number(version.split('.')[1]))).toEqual(range(since, 37));
  });

  test.each([
    { nothing: 'a file with nothing but a comment', manifest: '# to be written\n' },
    { nothing: 'a list without items', manifest: 'apiVersion: v1\nkind: List\nitems: []\n' },
    { nothing: 'no text at all', manifest: '' },
  ])('does not take $nothing for valid', ({ manifest }) => {
    expect(validate(manifest, '1.37.0').map(withoutFile)).toEqual([', : contains no Kubernetes object']);
  });

  test('names the file that has the problem, among several', () => {
    const good = join(__dirname, 'fixtures/every-kind.yaml');
    const missing = join(__dirname, 'fixtures/missing.yaml');
    expect(validate([good, missing], '1.37.0')).toEqual([{ file: missing, object: '', place: '', message: expect.stringContaining('no such file') }]);
  });

  test('refuses to answer for no files and for a version without schemas', () => {
    expect(() => validate([], '1.37.0')).toThrow('There are no manifests to validate: the list of files is empty.');
    expect(() => validate(everyKind, '1.27.0')).toThrow('There are no schemas of Kubernetes 1.27.0.');
  });
});

function yamlFiles(folder: string): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file)).sort().map((file) => join(folder, file));
}

/** The one object of the fixture that has this text, with the text changed. */
function changed(text: string, replacement: string): string {
  const objects = everyKind.split('---\n').filter((object) => object.includes(text));
  if (objects.length !== 1) {
    throw new Error(`fixtures/every-kind.yaml has "${text}" in ${objects.length} objects; a row of this test needs it in exactly one.`);
  }
  return objects[0].replace(text, replacement);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function sentences(problems: readonly Problem[]): string[] {
  return problems.map((problem) => `${relative(root, problem.file)}: ${withoutFile(problem)}`);
}

function withoutFile({ object, place, message }: Problem): string {
  return `${object}, ${place}: ${message}`;
}
