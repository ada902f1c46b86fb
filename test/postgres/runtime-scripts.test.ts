import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { RuntimeScripts } from '../../src';
import { databaseObjects, objectsOf, only, podTemplate, volumeOf } from '../support/synthesized';

const folder = join(__dirname, '..', '..', 'runtime');

test('they are all files of runtime/, byte by byte', () => {
  const [{ metadata, data }] = objectsOf((chart) => new RuntimeScripts(chart, 'runtime', { name: 'scripts' }));
  expect(metadata.name).toBe('scripts');
  expect(data).toEqual(Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')])));
});

test('a database has them, to be executed', () => {
  expect(only('ConfigMap', databaseObjects(), 'db-runtime').data).toHaveProperty(['serve.sh']);
  expect(volumeOf(podTemplate(), 'runtime')).toEqual({ name: 'runtime', configMap: { name: 'db-runtime', defaultMode: 0o555 } });
});
