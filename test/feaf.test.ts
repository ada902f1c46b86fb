import { spawn } from 'child_process';
import { join } from 'path';
import { App, Chart } from 'cdk8s';
import { parse, parseAllDocuments } from 'yaml';
import { Postgres } from '../src';
import { FEAF_NAMESPACE, FEAF_POSTGRES } from '../src/feaf';
import { feafFiles, feafTuningSql } from '../src/feaf-files';

const root = join(__dirname, '..');
const files = feafFiles();
const manifests = (folder: string): any[] => Object.entries(files)
  .filter(([path]) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/') && !path.endsWith('kustomization.yaml'))
  .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS()));

const deployment = manifests('feaf-dashboard');
const prerequisites = manifests('feaf-dashboard/prerequisites');

test('the files are the three of the document, what it expects to exist, and a kustomization for each folder', () => {
  expect(Object.keys(files).sort()).toEqual([
    'feaf-dashboard/08-postgres-init-configmap.yaml',
    'feaf-dashboard/08-postgres-statefulset.yaml',
    'feaf-dashboard/09-postgres-service.yaml',
    'feaf-dashboard/kustomization.yaml',
    'feaf-dashboard/prerequisites/feaf-secrets.example.yaml',
    'feaf-dashboard/prerequisites/kustomization.yaml',
    'feaf-dashboard/prerequisites/namespace.yaml',
    'feaf-dashboard/prerequisites/persistent-volume-claim.yaml',
  ]);
});

test('the deployment is these objects', () => {
  expect(deployment.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'ConfigMap postgres-init-scripts', 'ConfigMap feaf-postgres-settings', 'ConfigMap feaf-postgres-runtime',
    'StatefulSet feaf-postgres', 'Service feaf-postgres',
  ]);
});

test('every object but the Namespace itself lies in the namespace and carries the version of PostgreSQL', () => {
  for (const { kind, metadata } of [...deployment, ...prerequisites]) {
    expect([kind, metadata.namespace, metadata.labels?.['app.kubernetes.io/version']]).toEqual(
      kind === 'Namespace' ? [kind, undefined, undefined] : [kind, 'feaf-dashboard', '15']);
  }
});

test('what can never change, or would restart the server, carries no version', () => {
  const { selector, template } = deployment.find(({ kind }) => kind === 'StatefulSet').spec;
  const service = deployment.find(({ kind }) => kind === 'Service');
  expect([selector.matchLabels, template.metadata.labels, service.spec.selector]).toEqual(Array(3).fill({ app: 'feaf-postgres' }));
});

test('no kustomization applies a Secret, and each file they name is there', () => {
  const resources = (folder: string): string[] => parse(files[`${folder}/kustomization.yaml`]).resources;
  expect(resources('feaf-dashboard')).toEqual(['08-postgres-init-configmap.yaml', '08-postgres-statefulset.yaml', '09-postgres-service.yaml']);
  expect(resources('feaf-dashboard/prerequisites')).toEqual(['namespace.yaml', 'persistent-volume-claim.yaml']);
});

test('the example of the Secret has names of keys and no values, and no other object is a Secret', () => {
  expect([...deployment, ...prerequisites].filter(({ kind }) => kind === 'Secret')).toEqual([
    expect.objectContaining({ stringData: { DATABASE_URL: '', POSTGRES_DB: '', POSTGRES_PASSWORD: '', POSTGRES_USER: '' } }),
  ]);
});

test('the tuning script and the configuration of the server say the same of each setting', () => {
  const configuration: string = deployment.find(({ metadata }) => metadata.name === 'feaf-postgres-settings').data['postgresql.conf'];
  const statements = [...feafTuningSql.matchAll(/^ALTER SYSTEM SET (\w+) = ('.*');$/gm)];
  expect(statements).toHaveLength(Object.keys(FEAF_POSTGRES.parameters!).length);
  for (const [, name, value] of statements) expect(configuration).toContain(`\n${name} = ${value}\n`);
});

test('the tuning script is in the ConfigMap as it is, and the server gives what it carries to the init scripts', () => {
  expect(deployment[0].data['02-performance-tuning.sql']).toBe(feafTuningSql);
});

test('other charts of the dashboard get its host, port, database and user', () => {
  const postgres = new Postgres(new Chart(new App(), 'feaf-dashboard', { namespace: FEAF_NAMESPACE }), 'postgres', FEAF_POSTGRES);
  expect(postgres).toMatchObject({ host: 'feaf-postgres.feaf-dashboard.svc.cluster.local', port: 5432, database: 'feaf', username: 'feaf_user' });
});

test('every process gives the same bytes, whatever its time zone, language, environment and folder', async () => {
  const outputs = await Promise.all([
    synthesizeIn(root, { TZ: 'UTC', LANG: 'C' }),
    synthesizeIn('/', { TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', CDK8S_RECORD_CONSTRUCT_METADATA: 'true' }),
  ]);
  for (const output of outputs) expect(JSON.parse(output)).toEqual({ files, feafTuningSql });
  expect(outputs[0]).toBe(outputs[1]);
}, 60_000);

/** The files as another process makes them. */
function synthesizeIn(cwd: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const program = `const { feafFiles, feafTuningSql } = require(${JSON.stringify(join(root, 'src', 'feaf-files'))});
    process.stdout.write(JSON.stringify({ files: feafFiles(), feafTuningSql }));`;
  const transpiler = join(root, 'node_modules', 'ts-node', 'register', 'transpile-only');
  const child = spawn(process.execPath, ['-r', transpiler, '-e', program], {
    cwd, env: { PATH: process.env.PATH, TS_NODE_PROJECT: join(root, 'tsconfig.json'), ...environment }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', reject).on('close', (code) => code === 0 ? resolve(output) : reject(new Error(`The process ended with ${code}.`)));
  });
}
