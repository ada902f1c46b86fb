import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { gzipSync } from 'zlib';
import { InitScript, InitScripts, InitScriptsProps } from '../../src';
import { databaseObjects, mountPathsOf, containerOf, objectsOf, only, podTemplate, volumeOf } from '../support/synthesized';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-scripts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const first = InitScript.fromString('01-schema.sql', 'CREATE TABLE orders ();\n');
const second = InitScript.fromString('02-data.sh', 'psql -c "SELECT 1"\n');

function configMap(props: InitScriptsProps) {
  return only('ConfigMap', objectsOf((chart) => new InitScripts(chart, 'scripts', props)));
}

test('alone in somebody\'s chart they are a ConfigMap with one key for each script', () => {
  expect(configMap({ name: 'scripts', scripts: [first, second], labels: { team: 'shop' }, annotations: { note: 'x' } })).toMatchObject({
    metadata: { name: 'scripts', namespace: 'shop', labels: { team: 'shop' }, annotations: { note: 'x' } },
    data: { '01-schema.sql': 'CREATE TABLE orders ();\n', '02-data.sh': 'psql -c "SELECT 1"\n' },
  });
});

test('a script from a file has its name and its text, or another name', () => {
  const path = file('03-more.sql', "INSERT INTO orders VALUES ('é');\n");
  const scripts = [InitScript.fromFile(path), InitScript.fromFile(path, '04-again.sql')];
  const { data } = configMap({ scripts });
  expect(data).toEqual({ '03-more.sql': "INSERT INTO orders VALUES ('é');\n", '04-again.sql': "INSERT INTO orders VALUES ('é');\n" });
});

test.each(['sql.gz', 'sql.xz', 'sql.zst'])('a compressed script .%s is carried byte by byte', (ending) => {
  const content = gzipSync('SELECT 1;');
  const { data, binaryData } = configMap({ scripts: [first, InitScript.fromFile(file(`05-dump.${ending}`, content))] });
  expect(Object.keys(data)).toEqual(['01-schema.sql']);
  expect(Buffer.from(binaryData[`05-dump.${ending}`], 'base64')).toEqual(content);
});

test('scripts run in the order of their names, which is the order of the list by rule, capitals before small letters', () => {
  const list = (...names: string[]) => () => configMap({ scripts: names.map((name) => InitScript.fromString(name, '')) });
  expect(list('01.sql', '02.sql', '10.sql', 'A.sql', '_.sql', 'a.sql', 'b.sh')).not.toThrow();
  expect(list('a.sql', 'B.sql')).toThrow('must not come after a.sql');
});

test('scripts of one megabyte fit, and not one byte more', () => {
  const filling = (bytes: number) => configMap({ scripts: [InitScript.fromString('01.sql', 'x'.repeat(bytes))] });
  expect(() => filling(1024 * 1024)).not.toThrow();
  expect(() => filling(1024 * 1024 + 1)).toThrow('must be at most 1048576, so that all of them fit into one ConfigMap');
});

test('a database has its scripts in the init container only, read-only', () => {
  const template = podTemplate({ initScripts: { scripts: [first] } });
  expect(volumeOf(template, 'init-scripts')).toEqual({ name: 'init-scripts', configMap: { name: 'db-init-scripts', defaultMode: 0o555 } });
  expect(containerOf(template, 'initialize').volumeMounts).toContainEqual({ name: 'init-scripts', mountPath: '/docker-entrypoint-initdb.d', readOnly: true });
  for (const name of ['postgres', 'reload']) expect(mountPathsOf(containerOf(template, name))).not.toHaveProperty('init-scripts');
});

test('the ConfigMap may have another name', () => {
  const objects = databaseObjects({ initScripts: { name: 'my-scripts', scripts: [first] } });
  expect(only('ConfigMap', objects, 'my-scripts').data).toHaveProperty(['01-schema.sql']);
});

test('scripts of one\'s own and those of an existing ConfigMap lie in one folder', () => {
  const template = podTemplate({ initScripts: { scripts: [first], existingConfigMap: 'shared-scripts' } });
  expect(volumeOf(template, 'init-scripts')).toEqual({
    name: 'init-scripts',
    projected: { defaultMode: 0o555, sources: [{ configMap: { name: 'db-init-scripts' } }, { configMap: { name: 'shared-scripts' } }] },
  });
});

test('of an existing ConfigMap alone no other one is made', () => {
  const objects = databaseObjects({ initScripts: { existingConfigMap: 'shared-scripts' } });
  expect(volumeOf(only('StatefulSet', objects).spec.template, 'init-scripts').configMap.name).toBe('shared-scripts');
  expect(objects.map(({ metadata }) => metadata.name)).not.toContain('db-init-scripts');
});

test('without scripts the folder is empty and no ConfigMap is made', () => {
  const objects = databaseObjects();
  expect(volumeOf(only('StatefulSet', objects).spec.template, 'init-scripts')).toEqual({ name: 'init-scripts', emptyDir: {} });
  expect(objects.map(({ metadata }) => metadata.name)).not.toContain('db-init-scripts');
});
