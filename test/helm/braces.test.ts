import { readFileSync } from 'fs';
import { join } from 'path';
import { ApiObject } from 'cdk8s';
import { Case, Program, Proof, textOfAll } from './support/proof';
import { HelmPackage, Values } from '../../src/helm';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

/** Braces before and behind values, and before and behind what comes and goes: two before an action would begin it too early. */
const program: Program = {
  name: 'braces',
  pkg: HelmPackage.of({
    name: 'braces',
    version: '1.0.0',
    values: {
      name: Values.string({ default: 'name', pattern: '^[a-z]+$' }),
      text: Values.string({ default: 'text' }),
      isOn: Values.boolean({ default: true }),
      words: Values.list(Values.string({ pattern: '^[a-z]+$' })),
    },
    define: (scope, { name, text, isOn, words }) => new ApiObject(scope, 'thing', {
      apiVersion: 'v1',
      kind: 'Thing',
      metadata: { name: 'thing' },
      data: {
        one: `$\{${name}}`,
        two: `{{${name}}}`,
        three: `{{{${name}}}}`,
        split: `{${name}{${name}}{}}{`,
        free: `{${text}}{{${text}`,
        constant: '{}}{{{}}}{',
        piece: `a{${isOn ? '{on' : 'off}'}}{${words.join('{')}}`,
        lines: ['server {', `  {${name}}`, '  {{{', ...(isOn ? ['{'] : []), ...words.map((word) => `{${word}{`), `{${isOn ? '{' : name}`, '}{}}', 'end'].join('\n'),
        freeLines: ['{', `{${text}{`, ...(isOn ? ['on {'] : []), ...words.map((word) => `{${word} {`), 'end {', ''].join('\n'),
        [`{${name}}`]: 'key',
        [`{${text}{`]: 'free key',
      },
    }),
    notes: ({ name }) => `{${name}} {\n`,
  }),
};

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const proof = new Proof(program, () => join(folder.path, program.name));
const CASES: readonly Case[] = [
  {}, { isOn: false, words: [] }, { words: ['a', 'b'], text: '{' }, { words: ['a'], isOn: false, text: '}}{{' }, { text: '{{ .Values.text }}' },
].map((values) => ({ values, release: { name: 'r', namespace: 'n' }, apis: [] }));

test('a brace at the end of a line is itself', () => {
  expect(readFileSync(join(proof.chart(), 'templates', 'thing.yaml'), 'utf8')).toMatch(/^ +server \{$/m);
});

describeWithTools(['render3', 'render4'], 'braces beside values', () => {
  test.each([3, 4] as const)('are braces in Helm %i', (version) => {
    expect(textOfAll(proof.divergencesOfHelm(version, CASES))).toBe('');
  });
});
