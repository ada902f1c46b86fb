import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { parseAllDocuments } from 'yaml';
import { helm, HelmRenderer, HelmVersion, Rendered, RenderRequest } from './helm-render';
import { makeTemporaryFolder, TemporaryFolder } from './temporary-folder';
import { describeWithTools } from './tools';

const files = {
  'Chart.yaml': `
    apiVersion: v2
    name: tiny
    version: 1.0.0
    kubeVersion: ">=1.30.0-0"
    dependencies: [{ name: part, version: 1.0.0, condition: part.enabled }]
  `,
  'values.yaml': '{ name: one, size: 1, nested: { kept: true, dropped: 1 }, list: [1, 2], part: { enabled: false } }',
  'values.schema.json': '{ "type": "object", "properties": { "size": { "type": "integer", "minimum": 1 } } }',
  'templates/_helpers.tpl': '{{- define "name" }}{{ .Release.Name }}-{{ .Values.name }}{{ end -}}',
  'templates/NOTES.txt': 'Say hello to {{ include "name" . }}.\n',
  'templates/config.yaml': `
    {{- if eq .Values.name "refused" }}{{ fail "This name is refused." }}{{ end }}
    # A document without an object comes first.
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: { name: {{ include "name" . }}, namespace: {{ .Release.Namespace }} }
    data:
      values: {{ toJson .Values | quote }}
      size: "{{ .Values.size }} {{ kindOf .Values.size }}"
      version: {{ .Capabilities.HelmVersion.Version }} {{ .Capabilities.KubeVersion }} {{ .Capabilities.APIVersions.Has "example.com/v1" }}
      {{- .Values.broken }}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: { name: second-of-its-file, annotations: { big: 9007199254740993, third: 0.1 } }
  `,
  'templates/hook.yaml': `
    apiVersion: v1
    kind: Pod
    metadata: { name: check, annotations: { helm.sh/hook: "test,{{ .Values.hook | default "post-install" }}" } }
  `,
  'charts/part/Chart.yaml': '{ apiVersion: v2, name: part, version: 1.0.0 }',
  'charts/part/templates/part.yaml': '{ apiVersion: v1, kind: Secret, metadata: { name: part } }',
};

const accepted: Record<string, RenderRequest> = {
  'nothing': {},
  'values as JSON': { values: { name: 'two', size: 12345678, nested: { dropped: null, more: 0.5 }, list: [] } },
  'characters that only JSON takes': { values: { name: 'three', text: '\x7f \x85 \u2028 \ufeff \uffff 😀 \\ " \n' } },
  'files of values': { valuesFiles: ['name: four\nnested: { a: 1 }', '# Nothing\n', 'nested: { a: 0x10, b: on }\nsize: 3000000000\n'] },
  '--set': { values: { size: 5 }, set: ['size=6,nested.kept=null', 'list[1]=7,name=five'] },
  '--set-string': { set: ['nested.a=1'], setString: ['nested.b=1,name=6'] },
  'a release': { release: { name: 'mine', namespace: 'ours' } },
  'a Kubernetes': { kubeVersion: 'v1.31.2', apiVersions: ['example.com/v1', 'example.com/v2'] },
  'a subchart, after a request without': { values: { part: { enabled: true } } },
  'a hook that Helm does not know': { values: { hook: 'whenever' } },
};

const refused: Record<string, RenderRequest> = {
  'the schema': { values: { size: 0.5 } },
  'the schema, of --set': { set: ['size=none'] },
  '"fail"': { values: { name: 'refused' } },
  'a name': { release: { name: 'No_Name' } },
  'the chart, of a Kubernetes': { kubeVersion: '1.29.0' },
  'no version of Kubernetes': { kubeVersion: 'new' },
  'a --set': { set: ['size'] },
};

let folder: TemporaryFolder;
let chart: string;
beforeAll(() => {
  folder = makeTemporaryFolder();
  chart = join(folder.path, 'tiny');
  Object.entries(files).forEach(([file, text]) => write(join('tiny', file), text));
});
afterAll(() => folder.remove());

function write(file: string, text: string): string {
  const path = join(folder.path, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text.replace(/^ {4}/gm, '').trimStart());
  return path;
}

/** What the command makes of a request. */
function template(version: HelmVersion, { values, valuesFiles = [], release, ...request }: RenderRequest) {
  const texts = [...(values ? [inYaml(values)] : []), ...valuesFiles];
  return helm(version, 'template', release?.name ?? 'release-name', chart,
    ...(release?.namespace ? ['--namespace', release.namespace] : []),
    ...texts.flatMap((text, index) => ['--values', write(`values-${index}.yaml`, text)]),
    ...(request.set ?? []).flatMap((set) => ['--set', set]),
    ...(request.setString ?? []).flatMap((set) => ['--set-string', set]),
    ...(request.apiVersions ?? []).flatMap((api) => ['--api-versions', api]),
    '--kube-version', request.kubeVersion ?? '1.34.0');
}

/** JSON in which every odd character is escaped, which YAML reads alike. */
function inYaml(values: object): string {
  return JSON.stringify(values).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The objects that a text holds, read as YAML 1.1 as Kubernetes does. */
function objectsOf(text: string): unknown[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS()).filter((object) => object !== null);
}

describeWithTools(['helm3', 'helm4', 'render3', 'render4'], 'charts rendered in one process', () => {
  describe.each([3, 4] as const)('by Helm %i', (version) => {
    const render = (...requests: RenderRequest[]) => new HelmRenderer(version, chart).render(requests);
    const renderOne = (request: RenderRequest) => render(request)[0] as Rendered;

    test('are those of "helm template", whatever the other requests are', () => {
      const names = Object.keys(accepted);
      const results = render(...[accepted, refused, accepted].flatMap((requests) => Object.values(requests))) as Rendered[];
      expect(results.slice(-names.length)).toEqual(results.slice(0, names.length));
      names.forEach((name, index) => {
        const { manifests, hooks, error } = results[index];
        expect({ name, error }).toEqual({ name, error: undefined });
        expect({ name, objects: [...manifests, ...hooks] }).toEqual({ name, objects: objectsOf(template(version, accepted[name]).stdout) });
      });
    });

    test.each(Object.entries(refused))('are refused by %s in the words of Helm', (_, request) => {
      const [first, { error }, last] = render({}, request, {});
      const { status, stderr } = template(version, request);
      expect(stderr).toContain(`Error: ${error}\n`);
      expect(status).toBe(1);
      expect(last).toEqual(first);
    });

    test('are objects, each with its template, hooks and notes apart', () => {
      const { manifests, files: templates, hooks, hookFiles, notes, warnings } = renderOne({ values: { part: { enabled: true } } });
      const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(names).toEqual(['Namespace second-of-its-file', 'Secret part', 'ConfigMap release-name-one']);
      expect(templates).toEqual(['tiny/templates/config.yaml', 'tiny/charts/part/templates/part.yaml', 'tiny/templates/config.yaml']);
      expect(hooks.map(({ metadata }) => metadata.name)).toEqual(['check']);
      expect(hookFiles).toEqual(['tiny/templates/hook.yaml']);
      expect(notes).toBe('Say hello to release-name-one.\n');
      expect(warnings).toEqual([]);
    });

    test('keep numbers that JavaScript cannot hold', () => {
      expect(new HelmRenderer(version, chart).renderLines([{}])[0]).toContain('"annotations":{"big":9007199254740993,"third":0.1}');
    });

    test('come with the warnings of Helm', () => {
      expect(renderOne({ values: { list: { a: 1 } } }).warnings).toContain('warning: skipped value for tiny.list: Not a table.');
      expect(renderOne({}).warnings).toEqual([]);
    });

    test('must be YAML, or the template is named', () => {
      expect(render({ values: { broken: '\n    a: [' } })[0].error).toMatch(/^YAML parse error on tiny\/templates\/config\.yaml: /);
      expect(render({ values: { broken: '\n---\nword' } })[0].error).toMatch(/^YAML parse error on tiny\/templates\/config\.yaml: /);
    });

    test('want requests that they understand', () => {
      expect(render({ value: {} } as RenderRequest)).toEqual([{ error: 'not a request: json: unknown field "value"' }]);
      expect(render({ valuesFiles: ['a: ['] })[0].error).toContain('failed to parse request:valuesFiles/0: ');
      expect(render()).toEqual([]);
    });

    test('take little time', () => {
      const started = Date.now();
      expect(render(...Array.from({ length: 500 }, (_, size) => ({ values: { size: size + 1 } })))).toHaveLength(500);
      expect(Date.now() - started).toBeLessThan(5_000);
    });

    test('must be charts', () => {
      expect(() => new HelmRenderer(version, folder.path).render([{}])).toThrow(/answered 0 of 1 requests .* Chart.yaml file is missing/);
    });
  });
});
