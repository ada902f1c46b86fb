import { PostgresProps } from '../../src';
import { container, databaseObjects, podTemplate, statefulSet } from '../support/synthesized';

const claimOf = (props: Partial<PostgresProps>) => statefulSet(props).spec.volumeClaimTemplates[0].spec;

test('images that name no registry come from that of the platform', () => {
  const platform = { imageRegistry: 'mirror.example:5000' };
  expect(container('postgres', { platform }).image).toMatch(/^mirror\.example:5000\/postgres:17/);
  expect(container('postgres', { platform, image: { registry: 'own.example' } }).image).toMatch(/^own\.example\/postgres:17/);
});

test('claims that name no class have that of the platform', () => {
  const platform = { storageClass: 'fast' };
  expect(claimOf({ platform }).storageClassName).toBe('fast');
  expect(claimOf({ platform, persistence: { storageClass: 'own' } }).storageClassName).toBe('own');
  expect(claimOf({})).not.toHaveProperty('storageClassName');
});

test('on OpenShift the pod names no ids, and is as restricted as before otherwise', () => {
  const { spec } = podTemplate({ platform: { openshift: true } });
  expect(JSON.stringify(spec)).not.toMatch(/"(runAsUser|runAsGroup|fsGroup)":/);
  expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
});

test.each<[string, PostgresProps['platform'], string]>([
  ['a registry with a scheme', { imageRegistry: 'https://mirror.example' },
    'platform.imageRegistry is "https://mirror.example"; it must be the name of a registry'],
  ['a class that is no name', { storageClass: 'Fast!' }, 'platform.storageClass is "Fast!"; it must be'],
])('%s is refused', (_what, platform, sentence) => {
  expect(() => databaseObjects({ platform })).toThrow(sentence);
});

test('ids of its own do not go with OpenShift', () => {
  expect(() => databaseObjects({ platform: { openshift: true }, runAsUser: 70 })).toThrow(/runAsUser is 70; it must not be/);
});
