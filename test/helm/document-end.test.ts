import { readFileSync } from 'fs';
import { join } from 'path';
import { ApiObject } from 'cdk8s';
import { Case, Program, Proof, textOfAll } from './support/proof';
import { HelmPackage, Values } from '../../src/helm';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

/** Objects that end in a text or struct of which the last character is a line break: Helm takes white space away from the end of every object. */
const program: Program = {
  name: 'ends',
  pkg: HelmPackage.of({
    name: 'ends',
    version: '1.0.0',
    values: {
      isOn: Values.boolean(),
      names: Values.list({ name: Values.string({ pattern: '^[a-z]+$' }), isLong: Values.boolean() }),
      struct: Values.any(),
      affinity: Values.kubernetes('v1.Affinity'),
      containers: Values.list(Values.any()),
    },
    define: (scope, { isOn, names, struct, affinity, containers }) => {
      const object = (name: string, content: object) => new ApiObject(scope, name, { apiVersion: 'v1', kind: 'Thing', metadata: { name }, ...content });
      object('constant', { data: { text: 'a\nb\n' } });
      object('lines', { data: { text: `a\n${isOn ? 'on\n' : ''}b\n` } });
      object('list', { items: [{ a: 'b' }, { text: `a\n${isOn ? 'on' : 'off'}\n` }] });
      object('element', { items: [{ ...(isOn ? { a: 'a\nb\n' } : {}), z: 'z' }] });
      object('conditional', { data: { text: 'a\nb\n', ...(isOn ? { z: 'z' } : {}) } });
      object('alternatives', { data: isOn ? { text: 'a\nb\n' } : { other: ['c\n', 'd\ne\n'] } });
      object('struct', { spec: { struct } });
      object('typed', { spec: { a: 'b', affinity } });
      object('structs', { spec: { others: ['own', ...containers] } });
      object('annotated', { metadata: { name: 'annotated', annotations: { text: 'a\nb\n' } } });
      object('followed', { data: { text: 'a\nb\n' }, immutable: true });
      if (isOn) object('optional', { data: { text: 'a\nb\n' } });
      for (const { name, isLong } of names) object(`of-${name}`, { data: { text: `a\n${name}\nb\n`, ...(isLong ? { 'text-long': 'a\nb\n' } : {}) } });
    },
  }),
};

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const proof = new Proof(program, () => join(folder.path, program.name));
const AFFINITY = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a\nb\n' }] } };
const CASES: readonly Case[] = [
  {}, { isOn: true }, { names: [{ name: 'x' }, { name: 'y', isLong: true }, { name: 'z' }] }, { isOn: true, struct: { a: 'a\nb\n' }, affinity: AFFINITY, containers: ['a\nb\n'] },
  { struct: ['a', 'b\n\n'], containers: [{ a: [{ b: 'c\n' }] }] }, { struct: 'a\n' },
].map((values) => ({ values, release: { name: 'r', namespace: 'n' }, apis: [] }));

test('only an object that may end in a line break has a line for that', () => {
  const needed = (file: string) => readFileSync(join(proof.chart(), 'templates', file), 'utf8').includes('# Without this line');
  expect(['constant-thing.yaml', 'struct-thing.yaml', 'conditional-thing.yaml', 'of-thing.yaml', 'element-thing.yaml'].map(needed)).toEqual([true, true, true, true, true]);
  expect(needed('followed-thing.yaml')).toBe(false);
});

describeWithTools(['render3', 'render4', 'helm3', 'helm4'], 'a line break at the end of an object', () => {
  test.each([3, 4] as const)('is kept by Helm %i', (version) => {
    expect(textOfAll(proof.divergencesOfHelm(version, CASES))).toBe('');
  });
});
