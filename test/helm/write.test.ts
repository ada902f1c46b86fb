/*
 * The chart in golden/web/ shows reviewers what is printed. After a change of the printer that is wanted:
 *
 *   UPDATE_GOLDEN=1 npx jest test/helm/write.test.ts
 */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as YAML from 'yaml';
import { makeWeb } from './web';
import { HelmPackage, TypedPackageProps, Values } from '../../src/helm';
import { helm } from '../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

const ROOT = path.resolve(__dirname, '../..');
const GOLDEN = path.join(__dirname, 'golden', 'web');

/** What is written by hand in the folder of the example. */
const HAND_WRITTEN = { 'docs/guide.md': '# Guide\n', 'docs/pictures/one.txt': 'one\n', 'templates/extra.yaml': '# Nothing is made here.\n' };

let temporary: TemporaryFolder;

beforeAll(() => {
  temporary = makeTemporaryFolder();
});

afterAll(() => temporary.remove());

const newFolder = () => fs.mkdtempSync(path.join(temporary.path, 'chart-'));

/** What a test changes. */
type Program = Partial<Omit<TypedPackageProps<any>, 'values' | 'define' | 'tests' | 'notes'>> & {
  readonly values?: any;
  readonly define?: (scope: Construct, values: any) => unknown;
  readonly tests?: (scope: Construct, values: any) => unknown;
  readonly notes?: (values: any) => string;
};

/** A small package, of which a test changes what it is about. */
const small = (props: Program = {}) => HelmPackage.of<any>({
  name: 'small',
  version: '1.0.0',
  values: { image: Values.string({ default: 'nginx', minLength: 1 }), debug: Values.boolean() },
  define: (scope: Construct, values: any) => new kplus.ConfigMap(scope, 'settings', { data: { image: values.image, ...(values.debug ? { debug: 'on' } : {}) } }),
  ...props,
});

const SMALL_FILES = [
  '.helmignore', 'Chart.yaml', 'README.md', 'templates/_helpers.tpl', 'templates/settings-configmap.yaml', 'values.schema.json', 'values.yaml',
];

/** A folder with what is written by hand, and remains of an earlier chart. */
const folderWithHandWritten = (folder = newFolder()) => {
  writeFiles(folder, { 'Chart.yaml': 'name: old\n', 'templates/gone.yaml': 'kind: Gone\n', ...HAND_WRITTEN });
  return folder;
};

describe('the example', () => {
  const written: { [file: string]: string }[] = [];


  beforeAll(() => {
    for (let count = 0; count < 2; count++) {
      const folder = folderWithHandWritten();
      makeWeb().write(folder);
      written.push(filesIn(folder));
    }
  }, 120_000);

  test('is the one that reviewers saw', () => {
    if (process.env.UPDATE_GOLDEN === '1') {
      fs.rmSync(GOLDEN, { recursive: true, force: true });
      writeFiles(GOLDEN, written[0]);
    }
    expect(written[0]).toEqual(filesIn(GOLDEN));
  });

  test('is the same when it is made anew', () => {
    expect(written[1]).toEqual(written[0]);
  });

  test('is the same in another process, in another time zone and language', () => {
    const folder = folderWithHandWritten();
    execFileSync(process.execPath, ['-r', 'ts-node/register/transpile-only', '-e', 'require("./test/helm/web").makeWeb().write(process.argv[1])', folder], {
      cwd: ROOT, env: { ...process.env, TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }, stdio: 'pipe',
    });
    expect(filesIn(folder)).toEqual(written[0]);
  }, 120_000);

  test('consists of these files and no others', () => {
    expect(Object.keys(written[0])).toEqual([
      '.helmignore',
      'Chart.yaml',
      'README.md',
      'crds/queues.yaml',
      'docs/guide.md',
      'docs/pictures/one.txt',
      'templates/NOTES.txt',
      'templates/_helpers.tpl',
      'templates/app-deployment.yaml',
      'templates/app-service.yaml',
      'templates/certificate.yaml',
      'templates/config-configmap.yaml',
      'templates/debugger-pod.yaml',
      'templates/extra.yaml',
      'templates/ingress.yaml',
      'templates/queue-configmap.yaml',
      'templates/tests/connection-pod.yaml',
      'templates/validation.yaml',
      'values.schema.json',
      'values.yaml',
    ]);
  });

  test('keeps what is written by hand', () => {
    expect(written[0]).toMatchObject(HAND_WRITTEN);
  });

  test('has raw templates and custom resource definitions as they were given', () => {
    expect(written[0]['templates/certificate.yaml']).toBe('{{- if .Values.ingress.enabled }}\nkind: Certificate\n{{- end }}\n');
    expect(written[0]['crds/queues.yaml']).toBe('apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n');
  });

  test('says in its README what is outside the promise', () => {
    const section = written[0]['README.md'].split('## ').pop();
    expect(section).toBe(`Not made from the constructs

Nothing is proven about these files.

- Templates that were given as they are: \`templates/certificate.yaml\`.
- Written by hand: \`docs\`, \`templates/extra.yaml\`.
`);
  });

  test('says in Chart.yaml what it is', () => {
    expect(YAML.parse(written[0]['Chart.yaml'])).toEqual({
      apiVersion: 'v2',
      name: 'web',
      description: 'A web server.',
      type: 'application',
      version: '1.0.0',
      appVersion: '1.27',
      kubeVersion: '>=1.28-0',
      keywords: ['web'],
      maintainers: [{ name: 'A. Uthor', email: 'a@example.com' }],
      annotations: { 'artifacthub.io/license': 'Apache-2.0' },
    });
  });

  test('marks the pods of helm test as such', () => {
    expect(written[0]['templates/tests/connection-pod.yaml']).toContain([
      '  annotations:', '    helm.sh/hook: test', '    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded',
    ].join('\n'));
    expect(written[0]['templates/app-deployment.yaml']).not.toContain('helm.sh/hook');
  });

  test('has notes with the values in them', () => {
    expect(written[0]['templates/NOTES.txt']).toContain('{{- if .Values.ingress.enabled }}\nSee http://{{ .Values.ingress.host }}.\n{{- else }}\n');
  });

  test('has values in the order of their declaration', () => {
    const values = YAML.parse(written[0]['values.yaml']);
    expect(Object.keys(values)).toEqual(['nameOverride', 'fullnameOverride', 'image', 'replicas', 'ingress', 'queues', 'labels', 'settings', 'affinity']);
    expect(values).toMatchObject({ ingress: { enabled: false, host: 'web.example.com' }, queues: [{ name: 'mail', depth: 10 }], settings: { motd: '', debug: false } });
  });

  test('says in every file that it is made', () => {
    const given = ['values.schema.json', 'crds/queues.yaml', 'templates/NOTES.txt', 'templates/certificate.yaml', ...Object.keys(HAND_WRITTEN)];
    for (const [file, content] of Object.entries(written[0])) {
      if (!given.includes(file)) expect(content.split('\n')[0]).toContain('Written by HelmPackage of cdk8s-postgres; a change here is lost.');
    }
  });

  test('has no trailing spaces, no tabs and one line break at the end of each file', () => {
    for (const [file, content] of Object.entries(written[0])) expect([file, /[ \t]\n|\t|\n\n$|[^\n]$/.exec(content)]).toEqual([file, null]);
  });
});

describeWithTools(['helm3', 'helm4'], 'the README', () => {
  test.each([3, 4] as const)('has commands that Helm %i takes', (version) => {
    const parent = newFolder();
    const folder = path.join(parent, 'web');
    makeWeb().write(folderWithHandWritten(folder));
    const commands = /```sh\n([^`]*)```/.exec(filesIn(folder)['README.md'])![1].trim().split('\n');
    expect(commands).toHaveLength(2);
    fs.writeFileSync(path.join(parent, 'my-values.yaml'), 'replicas: 3\n');
    const rendered = commands.map((command) => {
      const [, , , , ...options] = command.split(' ').map((word) => (word === 'my-values.yaml' ? path.join(parent, word) : word));
      const { status, stdout, stderr } = helm(version, 'template', 'my-web', folder, ...options.filter((option) => option !== '--create-namespace'));
      expect([status, stderr]).toEqual([0, '']);
      return stdout;
    });
    expect(rendered[0]).toContain('replicas: 2\n');
    expect(rendered[0]).not.toContain('kind: Ingress\n');
    expect(rendered[1]).toContain('replicas: 3\n');
    expect(rendered[1]).toContain('kind: Ingress\n');
  });

  test('says what must be given', () => {
    const folder = newFolder();
    const values = {
      image: Values.string(),
      debug: Values.boolean({ default: true }),
      database: Values.object({ port: Values.integer(), host: Values.string({ default: 'a' }) }),
      inner: Values.optional({ name: Values.string() }, { enabled: true }),
      outer: Values.optional({ name: Values.string() }),
      level: Values.integer({ optional: true }),
    };
    const define = (scope: Construct, { image, debug, database, inner, outer, level }: any) => new kplus.ConfigMap(scope, 'settings', {
      data: { image, debug: `${debug}`, database: `${database.host}:${database.port}`, inner: inner?.name ?? '', outer: outer?.name ?? '', level: `${level ?? ''}` },
    });
    small({ values, define }).write(folder);
    const readme = filesIn(folder)['README.md'];
    expect(readme).toContain('helm install my-small . --namespace my-namespace --create-namespace --values my-values.yaml\n');
    expect(readme).toContain('helm upgrade my-small . --namespace my-namespace --values my-values.yaml --set debug=false\n');
    expect(readme).toContain('\nThese values have no default and must be given: `image`, `database.port`, `inner.name`.\n');
  });
});

test('a chart is made where no folder is', () => {
  const folder = path.join(newFolder(), 'charts', 'small');
  small().write(folder);
  expect(Object.keys(filesIn(folder))).toEqual(SMALL_FILES);
});

test('a chart is made in an empty folder, and a path may end with a slash', () => {
  const folder = newFolder();
  small().write(`${folder}/`);
  expect(Object.keys(filesIn(folder))).toEqual(SMALL_FILES);
});

test('everybody may read a chart', () => {
  const folder = path.join(newFolder(), 'small');
  const other = path.join(path.dirname(folder), 'other');
  fs.mkdirSync(other);
  small().write(folder);
  expect((fs.statSync(folder).mode % 0o1000).toString(8)).toBe((fs.statSync(other).mode % 0o1000).toString(8));
});

test('what an earlier chart had is gone', () => {
  const folder = newFolder();
  writeFiles(folder, { 'Chart.yaml': 'name: old\n', 'templates/old.yaml': 'kind: Old\n', 'charts/old/Chart.yaml': 'name: older\n' });
  small().write(folder);
  expect(Object.keys(filesIn(folder))).toEqual(SMALL_FILES);
});

test('a chart that is written again is the same to the byte', () => {
  const folder = newFolder();
  const pkg = small();
  pkg.write(folder);
  const before = filesIn(folder);
  pkg.write(folder);
  expect(filesIn(folder)).toEqual(before);
});

test.each<[string, Program]>([
  ['whose construct throws', { define: () => { throw new Error('Never.'); } }],
  ['that changes a value', { define: (scope, values) => new kplus.ConfigMap(scope, 'a', { data: { a: values.image.toUpperCase(), b: `${values.debug}` } }) }],
  ['that does not use a value', { define: (scope, values) => new kplus.ConfigMap(scope, 'a', { data: { a: values.image } }) }],
  ['whose notes throw', { notes: () => { throw new Error('Never.'); } }],
  ['whose tests throw', { tests: () => { throw new Error('Never.'); } }],
  ['with a raw template in the place of one of its own', { rawTemplates: { 'settings-configmap.yaml': 'kind: ConfigMap\n' } }],
  ['with a file by hand in the place of one of its own', { handWritten: ['templates/settings-configmap.yaml'] }],
  ['without the file that is written by hand', { handWritten: ['templates/extra.yaml'] }],
])('a package %s leaves a chart as it is', (_what, props) => {
  const parent = newFolder();
  const folder = path.join(parent, 'small');
  small().write(folder);
  const before = filesIn(parent);
  expect(() => small(props).write(folder)).toThrow(/\.$/);
  expect(filesIn(parent)).toEqual(before);
  expect(fs.readdirSync(parent)).toEqual(['small']);
});

test('a text that stands in two objects is defined once, named after the first', () => {
  const folder = newFolder();
  const define = (scope: Construct, { image, debug }: any) => {
    for (const name of ['first', 'second']) {
      new kplus.ConfigMap(scope, name, { data: { 'a b.conf': `image ${image}\n${debug ? 'debug\n' : ''}end\n`, 'b': `${debug ? 'debug\n' : ''}${image}` } });
    }
  };
  small({ define }).write(folder);
  const files = filesIn(folder);
  expect(files['templates/_helpers.tpl'].split('\n\n').slice(-2)).toEqual([`\
{{/* a b.conf in first-configmap.yaml, a b.conf in second-configmap.yaml. */}}
{{- define "small.first.a-b-conf" -}}
image {{ .Values.image }}
{{- if .Values.debug }}
debug
{{- end }}
end
{{- end }}`, `\
{{/* b in first-configmap.yaml, b in second-configmap.yaml. */}}
{{- define "small.first.b" }}
{{- if .Values.debug }}
debug
{{- end }}
{{ .Values.image }}
{{- end }}
`]);
  expect(files['templates/second-configmap.yaml']).toContain('  a b.conf: {{ include "small.first.a-b-conf" . | printf "%s\\n" | quote }}\n');
  expect(files['templates/second-configmap.yaml']).toContain('  b: {{ include "small.first.b" . | trimPrefix "\\n" | quote }}\n');
});

test('a package without values, version of an application and labels has no trace of them', () => {
  const folder = newFolder();
  small({ values: {}, standardLabels: false, define: (scope) => new kplus.ConfigMap(scope, 'settings', { data: { a: 'b' } }) }).write(folder);
  const files = filesIn(folder);
  expect(Object.keys(files)).toEqual(SMALL_FILES);
  expect(YAML.parse(files['Chart.yaml'])).toEqual({ apiVersion: 'v2', name: 'small', type: 'application', version: '1.0.0' });
  expect(Object.values(files).join()).not.toMatch(/AppVersion|app\.kubernetes\.io|undefined/);
  expect(files['templates/settings-configmap.yaml']).not.toContain('labels');
});

test('the files that are no part of a packed chart are those that editors and tools leave', () => {
  const folder = newFolder();
  small().write(folder);
  const [, ...patterns] = filesIn(folder)['.helmignore'].trim().split('\n');
  expect(patterns).toEqual(expect.arrayContaining(['.DS_Store', '.git/', '*.swp', '*.bak', '*.tmp', '*.orig', '*~']));
});

function writeFiles(folder: string, files: { readonly [file: string]: string }): void {
  for (const [file, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), content);
  }
}

function filesIn(folder: string): { [file: string]: string } {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort()
    .map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}
