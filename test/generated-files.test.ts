import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { feafFiles, feafTuningSql } from '../src/feaf-files';

/** What `npm run synth` writes is committed, and nobody is to change one without the other. */
const root = join(__dirname, '..');
const dist = join(root, 'dist');
const generated = feafFiles();
const read = (file: string) => readFileSync(file, 'utf8');

test('dist/ has the files that the source gives, and no others', () => {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dist.length + 1));
  expect(paths.sort()).toEqual(Object.keys(generated).sort());
});

test.each(Object.keys(generated))('dist/%s is what the source gives, to the byte; if not, run `npm run synth`', (path) => {
  expect(read(join(dist, path))).toBe(generated[path]);
});

test('sql/02-performance-tuning.sql is what the source gives, to the byte; if not, run `npm run synth`', () => {
  expect(read(join(root, 'sql', '02-performance-tuning.sql'))).toBe(feafTuningSql);
});

test.each(Object.keys(generated).map((path) => join('dist', path)))('%s says what it was written from', (path) => {
  expect(read(join(root, path)).split('\n')[0]).toBe('# Written by `npm run synth` from src/feaf.ts; a change here is lost.');
});

test('sql/02-performance-tuning.sql says what it was written from', () => {
  expect(read(join(root, 'sql', '02-performance-tuning.sql')).split('\n')[0]).toBe(
    '-- Written by `npm run synth` from src/feaf.ts; a change here is lost.');
});

test('every file ends with a line end, and none has trailing spaces or tabs for indentation', () => {
  for (const [path, text] of Object.entries(generated)) {
    expect([path, text.endsWith('\n'), /^\t|[ \t]$/m.test(text)]).toEqual([path, true, false]);
  }
});
