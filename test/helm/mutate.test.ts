import { readFileSync } from 'fs';
import { join } from 'path';
import { Mutant, MUTANTS, planted } from './mutate/mutants';

const sourceOf = ({ file }: Mutant): string => readFileSync(join(__dirname, '..', '..', 'src', 'helm', file), 'utf8');

test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('the mutant "%s" applies to the source', (_name, mutant) => {
  const source = sourceOf(mutant);
  expect(planted(mutant, source)).not.toBe(source);
});

test('no two mutants have one name', () => {
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
});

test('a mutant whose text is gone says so', () => {
  expect(() => planted({ name: 'gone', file: 'a.ts', changes: [['x', 'y']] }, 'abc')).toThrow('The mutant "gone" no longer applies: src/helm/a.ts holds no text "x".');
});

test('a mutant whose text is there twice says so', () => {
  expect(() => planted({ name: 'twice', file: 'a.ts', changes: [['x', 'y']] }, 'xx')).toThrow('holds 2 times the text "x"');
});
