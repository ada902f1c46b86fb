import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ApiObject } from 'cdk8s';
import { HelmPackage, Values } from '../../src/helm';
import { Case, Proof, textOfAll } from './support/proof';
import { describeWithTools } from '../support/tools';

/** Strings, scalars and elements that are compared with constants: what is there for the constant, for nothing, and for all else. */

const locale = { pattern: '^[A-Z.a-z0-9]*$', maxLength: 20, description: 'Locale.' };
const thing = (scope: any, spec: object) => new ApiObject(scope, 'thing', { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: scope.node.id }, spec });

const programs = {
  'an entry for nothing and for the constant': HelmPackage.of({
    name: 'one', version: '1.0.0', values: { locale: Values.string({ optional: true, ...locale }) },
    define: (scope, { locale: given = 'C' }) => thing(scope, { ...(given === 'C' ? { builtin: 'yes' } : {}), always: 'x' }),
  }),
  'an entry for all else': HelmPackage.of({
    name: 'two', version: '1.0.0', values: { locale: Values.string({ optional: true, ...locale }) },
    define: (scope, { locale: given = 'C' }) => thing(scope, { ...(given === 'C' ? {} : { other: 'yes' }), always: 'x' }),
  }),
  'items for several constants': HelmPackage.of({
    name: 'three', version: '1.0.0', values: { locale: Values.string({ optional: true, ...locale }) },
    define: (scope, { locale: given = 'C' }) => thing(scope, { args: [...(given === 'C' || given === 'POSIX' ? ['--builtin'] : []), ...(given === 'POSIX' ? ['--posix'] : []), `--locale=${given}`] }),
  }),
};

const CASES: readonly Case[] = [undefined, '', 'C', 'POSIX', 'C.UTF', 'de', 'c']
  .map((given) => ({ values: given === undefined ? {} : { locale: given }, release: { name: 'r', namespace: 'n' }, apis: [] }));

describeWithTools(['render3', 'render4'], 'a string that is compared with constants', () => {
  const folder = mkdtempSync(join(tmpdir(), 'constants-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(Object.entries(programs))('decides about %s in the chart as in the construct', (name, pkg) => {
    const proof = new Proof({ name, pkg }, () => join(folder, name.replaceAll(' ', '-')));
    expect(textOfAll(proof.divergencesOfEvaluator(CASES))).toBe('');
    for (const version of [3, 4] as const) expect(textOfAll(proof.divergencesOfHelm(version, CASES))).toBe('');
  });
});
