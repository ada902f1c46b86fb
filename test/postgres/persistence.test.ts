import { Persistence } from '../../src';
import { containerOf, mountPathsOf, podTemplate, statefulSet, volumeOf } from '../support/synthesized';

test('without a word the StatefulSet makes a claim of 8Gi and keeps it, whatever becomes of the StatefulSet', () => {
  const { spec } = statefulSet();
  expect(spec.volumeClaimTemplates).toEqual([{
    metadata: { name: 'data', labels: { 'app.kubernetes.io/name': 'postgres', 'app.kubernetes.io/instance': 'db' } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '8Gi' } } },
  }]);
  expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
  expect(mountPathsOf(containerOf(spec.template, 'postgres')).data).toBe('/var/lib/postgresql');
});

test('a new claim is as it is wanted', () => {
  const persistence: Persistence = {
    size: '20Gi',
    storageClass: 'fast',
    accessModes: ['ReadWriteOncePod'],
    labels: { app: 'orders' },
    annotations: { 'backup.example/keep': '30 days' },
    retentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' },
  };
  const { spec } = statefulSet({ persistence });
  expect(spec.volumeClaimTemplates).toEqual([{
    metadata: { name: 'data', labels: { app: 'orders' }, annotations: { 'backup.example/keep': '30 days' } },
    spec: { accessModes: ['ReadWriteOncePod'], storageClassName: 'fast', resources: { requests: { storage: '20Gi' } } },
  }]);
  expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Delete', whenScaled: 'Retain' });
});

test('an empty class is that of no class, not the default', () => {
  expect(statefulSet({ persistence: { storageClass: '' } }).spec.volumeClaimTemplates[0].spec.storageClassName).toBe('');
});

test('a claim that exists is used, and no other one is made', () => {
  const { spec } = statefulSet({ persistence: { existingClaim: 'postgres-pvc' } });
  expect(volumeOf(spec.template, 'data')).toEqual({ name: 'data', persistentVolumeClaim: { claimName: 'postgres-pvc' } });
  expect(spec).not.toHaveProperty('volumeClaimTemplates');
  expect(spec).not.toHaveProperty('persistentVolumeClaimRetentionPolicy');
});

test('a claim of either kind is mounted where it is wanted', () => {
  for (const existingClaim of [undefined, 'postgres-pvc']) {
    const template = podTemplate({ persistence: { existingClaim, mountPath: '/data' } });
    expect(['initialize', 'postgres', 'reload'].map((name) => mountPathsOf(containerOf(template, name)).data)).toEqual(['/volume', '/data', '/data']);
  }
});
