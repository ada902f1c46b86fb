import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { JsonSchema, kubernetesSchema, kubernetesTypes } from '../../src/helm/kubernetes-schema';
import { kubernetesVersion } from '../../src/helm/kubernetes-schemas.generated';
import { kubernetesVersions, schemaFolder } from '../support/kubeconform';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools, tool } from '../support/tools';

/** Every schema within a schema, itself included. A field of Kubernetes may be called like a word of JSON schemas. */
function schemasIn(schema: JsonSchema): JsonSchema[] {
  const { properties, items, additionalProperties } = schema as { [word: string]: { [name: string]: JsonSchema } | undefined };
  const parts = [...Object.values(properties ?? {}), items, additionalProperties].filter((part) => typeof part === 'object') as JsonSchema[];
  return [schema, ...parts.flatMap(schemasIn)];
}

describe('the types', () => {
  const everySchema = kubernetesTypes().flatMap((type) => Object.values(kubernetesSchema(type).definitions).flatMap(schemasIn));

  test.each([
    'v1.PodSpec', 'v1.PodTemplateSpec', 'v1.Container', 'v1.Affinity', 'v1.Toleration', 'v1.EnvVar', 'v1.Probe', 'v1.ResourceRequirements', 'v1.Volume',
    'v1.ServiceSpec', 'v1.PersistentVolumeClaimSpec', 'v1.ObjectMeta', 'v1.LabelSelector', 'networking.k8s.io/v1.IngressSpec',
    'networking.k8s.io/v1.NetworkPolicySpec', 'autoscaling/v2.HorizontalPodAutoscalerSpec', 'autoscaling/v2.MetricSpec', 'apps/v1.DeploymentSpec',
    'apps/v1.StatefulSetSpec', 'batch/v1.CronJobSpec', 'batch/v1.JobSpec', 'rbac.authorization.k8s.io/v1.PolicyRule', 'policy/v1.PodDisruptionBudgetSpec',
    'apiextensions.k8s.io/v1.JSONSchemaProps', 'Quantity', 'IntOrString', 'RawExtension',
  ])('%s is one', (type) => {
    expect(kubernetesTypes()).toContain(type);
  });

  test('are those of the newest Kubernetes that tools/schemas has, field by field', () => {
    expect(kubernetesVersion).toBe(kubernetesVersions.at(-1));
    const source: { [name: string]: JsonSchema } =
      JSON.parse(readFileSync(join(schemaFolder, `v${kubernetesVersion}`, '_definitions.json'), 'utf8')).$defs;
    const core = Object.keys(source).filter((name) => /\.(core|meta)\.v1\./.test(name));
    expect(core.length).toBeGreaterThan(150);
    for (const name of core) {
      const type = name.replace(/^.*\.(?=v1\.)/, '');
      const ours = kubernetesSchema(type).definitions[type];
      expect([type, Object.keys(ours.properties ?? {}), ours.required])
        .toEqual([type, Object.keys(source[name].properties ?? {}).sort(), source[name].required]);
    }
  });

  test('have unique names that need no escaping in a JSON pointer', () => {
    const names = kubernetesTypes().map((type) => kubernetesSchema(type).ref);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^#\/definitions\/[A-Za-z0-9.-]+$/.test(name))).toEqual([]);
  });

  test('refer only to definitions that come with them, and all of these are referred to', () => {
    for (const type of kubernetesTypes()) {
      const { ref, definitions } = kubernetesSchema(type);
      const referred = Object.values(definitions).flatMap(schemasIn).flatMap(({ $ref }) => $ref ?? []);
      const names = Object.keys(definitions).map((name) => `#/definitions/${name}`);
      expect(names).toEqual([...new Set([ref, ...referred])].sort());
    }
  });

  test('use only words whose messages name a key, and nothing beside a reference', () => {
    const known = ['$ref', 'additionalProperties', 'enum', 'items', 'pattern', 'properties', 'required', 'type'];
    expect(everySchema.flatMap((schema) => Object.keys(schema)).filter((word) => !known.includes(word))).toEqual([]);
    expect(everySchema.filter((schema) => schema.$ref !== undefined && Object.keys(schema).length > 1)).toEqual([]);
  });

  test('refuse unknown fields wherever there are fields', () => {
    const structs = everySchema.filter(({ properties }) => properties !== undefined);
    expect(structs.length).toBeGreaterThan(600);
    expect(structs.filter(({ additionalProperties }) => additionalProperties !== false)).toEqual([]);
  });

  test('know null only as the time that kubectl writes', () => {
    const withNull = kubernetesTypes().filter((type) => JSON.stringify(kubernetesSchema(type).definitions[type.replace('/', '.')]).includes('"null"'));
    expect(withNull).toEqual(['v1.Time']);
  });

  test('that refer to themselves come once', () => {
    const { definitions } = kubernetesSchema('apiextensions.k8s.io/v1.JSONSchemaProps');
    expect(Object.keys(definitions)).toContain('apiextensions.k8s.io.v1.JSONSchemaProps');
  });
});

test('each call gives objects of its own', () => {
  const first = kubernetesSchema('v1.Affinity');
  (first.definitions['v1.Affinity'] as { type: string }).type = 'string';
  expect(kubernetesSchema('v1.Affinity').definitions['v1.Affinity'].type).toBe('object');
});

test.each([
  ['v1.Afinity', 'did you mean v1.Affinity?'],
  ['v1.affinity', 'did you mean v1.Affinity?'],
  ['Affinity', 'did you mean v1.Affinity?'],
  ['io.k8s.api.core.v1.EnvVar', 'did you mean v1.EnvVar?'],
  ['v1.DeploymentSpec', 'did you mean apps/v1.DeploymentSpec?'],
  ['apps.v1.DeploymentSpec', 'did you mean apps/v1.DeploymentSpec?'],
  ['networking.v1.IngressSpec', 'did you mean networking.k8s.io/v1.IngressSpec?'],
  ['autoscaling/v3.HorizontalPodAutoscalerSpec', 'did you mean autoscaling/v1.HorizontalPodAutoscalerSpec or autoscaling/v2.HorizontalPodAutoscalerSpec?'],
  ['constructor', 'it must be named like v1.Affinity or apps/v1.DeploymentSpec.'],
  ['', 'it must be named like v1.Affinity or apps/v1.DeploymentSpec.'],
])('"%s" is refused: %s', (type, advice) => {
  expect(() => kubernetesSchema(type)).toThrow(new Error(`"${type}" is not a type of Kubernetes ${kubernetesVersion}; ${advice}`));
});

describe('the pattern of quantities', () => {
  const pattern = new RegExp(kubernetesSchema('Quantity').definitions.Quantity.pattern as string);

  test.each(['0', '1', '500m', '0.5', '.5', '5.', '1Gi', '1.5Ti', '128974848', '129e6', '129M', '1E', '1E3', '1e-3', '100n', '1u', '1k', '-1', '+1'])('takes %s', (text) => {
    expect(text).toMatch(pattern);
  });

  test.each(['', '.', '1GiB', '1GB', '1K', '1gi', '1 Gi', ' 1Gi', '1Gi\n', 'Gi', '1mi', '1e', '1e1.5', '0x10', 'null'])('refuses %j', (text) => {
    expect(text).not.toMatch(pattern);
  });
});

describeWithTools(['helm3', 'helm4'], 'Helm', () => {
  let folder: TemporaryFolder;
  beforeAll(() => { folder = makeTemporaryFolder(); });
  afterAll(() => folder.remove());

  const everyKind: { apiVersion: string; kind: string }[] = parseAllDocuments(readFileSync(join(__dirname, '../schema/fixtures/every-kind.yaml'), 'utf8')).map((document) => document.toJS());

  test.each(['helm3', 'helm4'] as const)('%s compiles all types, and takes an object of every kind that kubeconform takes', (helm) => {
    const chart = writeChart('all', Object.fromEntries(kubernetesTypes().map((type) => [type, kubernetesSchema(type)])));
    const values = Object.fromEntries(everyKind.map((object) => [`${object.apiVersion}.${object.kind}`, object]));
    expect(kubernetesTypes()).toEqual(expect.arrayContaining(Object.keys(values)));
    expect(complaints(helm, chart, values)).toBe('');
  });

  let someChart: string;
  beforeAll(() => {
    someChart = writeChart('some', {
      affinity: kubernetesSchema('v1.Affinity'),
      toleration: kubernetesSchema('v1.Toleration'),
      resources: kubernetesSchema('v1.ResourceRequirements'),
      securityContext: kubernetesSchema('v1.PodSecurityContext'),
      probe: kubernetesSchema('v1.Probe'),
      volume: kubernetesSchema('v1.Volume'),
      env: kubernetesSchema('v1.EnvVar'),
      ingress: kubernetesSchema('networking.k8s.io/v1.IngressSpec'),
      metadata: kubernetesSchema('v1.ObjectMeta'),
    });
  });

  test.each(['helm3', 'helm4'] as const)('%s takes realistic values', (helm) => {
    expect(complaints(helm, someChart, {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64'] }] }],
          },
        },
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{
            weight: 100,
            podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'database' } }, matchLabelKeys: ['revision'] },
          }],
        },
      },
      toleration: { key: 'dedicated', operator: 'Equal', value: 'database', effect: 'NoExecute', tolerationSeconds: 300 },
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { 'cpu': 1.5, 'memory': 2147483648, 'nvidia.com/gpu': 1 }, claims: [{ name: 'gpu' }] },
      securityContext: { runAsUser: 999, fsGroup: 999, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, sysctls: [{ name: 'a', value: '1' }] },
      probe: { httpGet: { port: 'http', path: '/', httpHeaders: [{ name: 'a', value: 'b' }] }, periodSeconds: 10 },
      volume: { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
      env: { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'credentials', key: 'password', optional: true } } },
      ingress: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] } }] },
      metadata: { labels: { a: 'b' }, creationTimestamp: null },
    })).toBe('');
  });

  test.each<[string, object, string]>([
    ['a mistyped key', { affinity: { nodeAfinity: {} } }, "at '/affinity': additional properties 'nodeAfinity' not allowed"],
    ['a mistyped key deep inside', {
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpresions: [] }] } } },
    }, "at '/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0': additional properties 'matchExpresions' not allowed"],
    ['a mistyped key in a list of a shared struct', {
      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a', labelSelector: { matchLabel: {} } }] } },
    }, "labelSelector': additional properties 'matchLabel' not allowed"],
    ['a missing field', { env: { value: 'a' } }, "at '/env': missing property 'name'"],
    ['a number for a text', { env: { name: 'PORT', value: 5432 } }, "at '/env/value': got number, want string"],
    ['a text for a number', { toleration: { tolerationSeconds: '300' } }, "at '/toleration/tolerationSeconds': got string, want integer"],
    ['an object for a list', { ingress: { rules: {} } }, "at '/ingress/rules': got object, want array"],
    ['nothing for an object', { volume: { name: 'tmp', emptyDir: null } }, "at '/volume/emptyDir': got null, want object"],
    ['a fraction for a port', { probe: { tcpSocket: { port: 0.5 } } }, "at '/probe/tcpSocket/port': got number, want integer or string"],
    ['a quantity with an unknown suffix', { resources: { limits: { memory: '1GiB' } } }, "at '/resources/limits/memory': '1GiB' does not match pattern"],
    ['a boolean quantity', { resources: { limits: { memory: true } } }, "at '/resources/limits/memory': got boolean, want number or string"],
    ['a number in a map of texts', { metadata: { labels: { version: 2 } } }, "at '/metadata/labels/version': got number, want string"],
  ])('helm4 refuses %s and names it', (_title, values, message) => {
    expect(complaints('helm4', someChart, values)).toContain(message);
  });

  function writeChart(name: string, schemas: { readonly [value: string]: ReturnType<typeof kubernetesSchema> }): string {
    const chart = join(folder.path, name);
    mkdirSync(chart, { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: test\nversion: 1.0.0\n');
    writeFileSync(join(chart, 'values.schema.json'), JSON.stringify({
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: Object.fromEntries(Object.entries(schemas).map(([value, { ref }]) => [value, { $ref: ref }])),
      definitions: Object.assign({}, ...Object.values(schemas).map(({ definitions }) => definitions)),
    }));
    return chart;
  }

  /** What Helm says against values; empty when it takes them. */
  function complaints(helm: 'helm3' | 'helm4', chart: string, values: object): string {
    const { status, stderr } = spawnSync(tool(helm), ['template', chart, '--values', '-'], { input: JSON.stringify(values), encoding: 'utf8' });
    expect(status === 0).toBe(stderr === '');
    return stderr;
  }
});
