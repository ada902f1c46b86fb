import { PostgresImage } from '../../src';
import { environmentOf, minimal, podTemplate, statefulSet } from '../support/synthesized';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each<[string, string | undefined, PostgresImage | undefined, string, string]>([
  ['the major is the tag', '17', undefined, 'postgres:17', '17'],
  ['the tag says the major', undefined, { tag: '15' }, 'postgres:15', '15'],
  ['the tag says the major and more', undefined, { tag: '16.4-alpine' }, 'postgres:16.4-alpine', '16'],
  ['the tag names the same major', '17', { tag: '17.2-bookworm' }, 'postgres:17.2-bookworm', '17'],
  ['the tag names none', '17', { repository: 'pgvector/pgvector', tag: 'pg17' }, 'pgvector/pgvector:pg17', '17'],
  ['a registry', '17', { registry: 'registry.example:5000', repository: 'library/postgres' }, 'registry.example:5000/library/postgres:17', '17'],
  ['a digest beside the tag', undefined, { tag: '17.2', digest }, `postgres:17.2@${digest}`, '17'],
  ['a digest beside the major', '17', { digest }, `postgres:17@${digest}`, '17'],
])('%s: all containers have the image, and the data directory has the major', (_what, postgresVersion, image, reference, major) => {
  const { initContainers, containers } = podTemplate({ postgresVersion, image }).spec;
  for (const each of [...initContainers, ...containers]) {
    expect(each.image).toBe(reference);
    expect(environmentOf(each)).toMatchObject({ POSTGRES_MAJOR: major, PGDATA: expect.stringMatching(`/${major}/docker$`) });
  }
});

test('the image is pulled when it is missing, unless another policy is given', () => {
  const policies = (image?: PostgresImage) => {
    const { initContainers, containers } = podTemplate({ image }).spec;
    return [...initContainers, ...containers].map(({ imagePullPolicy }) => imagePullPolicy);
  };
  expect(policies()).toEqual(['IfNotPresent', 'IfNotPresent', 'IfNotPresent']);
  expect(policies({ pullPolicy: 'Always' })).toEqual(['Always', 'Always', 'Always']);
});

test('Secrets for the registry are those of the pod', () => {
  expect(podTemplate({ image: { pullSecrets: ['one', 'two'] } }).spec.imagePullSecrets).toEqual([{ name: 'one' }, { name: 'two' }]);
  expect(podTemplate().spec).not.toHaveProperty('imagePullSecrets');
});

test('a minor update changes the image and the version of no selector', () => {
  const [before, after] = ['17.1', '17.2'].map((tag) => statefulSet({ ...minimal, image: { tag } }));
  expect(after.spec.selector).toEqual(before.spec.selector);
  expect(after.metadata.labels).toEqual(before.metadata.labels);
});
