import { k8s } from 'cdk8s-plus-28';
import { PostgresProps } from '../../src';
import { container, databaseObjects, only, podTemplate, statefulSet } from '../support/synthesized';

const spec = (props: Partial<PostgresProps> = {}) => podTemplate(props).spec;

describe('by default', () => {
  test('the pod passes the Pod Security level "restricted"', () => {
    expect(spec().securityContext).toEqual({
      runAsNonRoot: true, runAsUser: 999, runAsGroup: 999, fsGroup: 999, fsGroupChangePolicy: 'OnRootMismatch', seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const { securityContext } of [...spec().initContainers, ...spec().containers]) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
    }
  });

  test('the pod has no token, no variables of other Services, and nothing that was not asked for', () => {
    expect(spec()).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
    for (const property of ['serviceAccountName', 'nodeSelector', 'tolerations', 'affinity', 'topologySpreadConstraints', 'priorityClassName', 'imagePullSecrets']) {
      expect(spec()).not.toHaveProperty(property);
    }
  });
});

describe('security', () => {
  test.each<[string, Partial<PostgresProps>, object]>([
    ['a user and its group', { runAsUser: 10001, runAsGroup: 10002 }, { runAsUser: 10001, runAsGroup: 10002, fsGroup: 10002 }],
    ['a group of the volumes', { fsGroup: 2000 }, { runAsUser: 999, runAsGroup: 999, fsGroup: 2000 }],
  ])('%s can be another one', (_what, props, ids) => {
    expect(spec(props).securityContext).toMatchObject({ runAsNonRoot: true, ...ids });
  });

  test('both contexts are replaced as given, with nothing of ours left', () => {
    const props = { podSecurityContext: { fsGroup: 26 }, containerSecurityContext: { readOnlyRootFilesystem: false } };
    expect(spec(props).securityContext).toEqual({ fsGroup: 26 });
    for (const { securityContext } of [...spec(props).initContainers, ...spec(props).containers]) {
      expect(securityContext).toEqual({ readOnlyRootFilesystem: false });
    }
  });
});

test('scheduling is taken over as given', () => {
  const scheduling = {
    nodeSelector: { 'disk': 'ssd', 'kubernetes.io/arch': 'amd64' },
    tolerations: [{ key: 'database', operator: 'Exists', effect: 'NoSchedule' }],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'other' } } } },
        ],
      },
    },
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' }],
    priorityClassName: 'system-cluster-critical',
  };
  expect(spec(scheduling)).toMatchObject(scheduling);
});

test('a ServiceAccount is named, and its token is not mounted', () => {
  expect(spec({ serviceAccount: { name: 'database' } })).toMatchObject({ serviceAccountName: 'database', automountServiceAccountToken: false });
});

test('a ServiceAccount is made when asked for, without a token, and is that of the pod', () => {
  const objects = databaseObjects({ serviceAccount: { create: true, annotations: { role: 'reader' } } });
  expect(only('ServiceAccount', objects)).toMatchObject({ metadata: { name: 'db', annotations: { role: 'reader' } }, automountServiceAccountToken: false });
  expect(only('StatefulSet', objects).spec.template.spec.serviceAccountName).toBe('db');
  expect(only('ServiceAccount', databaseObjects({ serviceAccount: { create: true, name: 'own' } })).metadata.name).toBe('own');
});

test('how the cluster runs the pod is said as it is given', () => {
  const runtime: Partial<PostgresProps> = {
    schedulerName: 'volcano', runtimeClassName: 'gvisor', dnsPolicy: 'None', dnsConfig: { nameservers: ['10.0.0.10'] }, hostAliases: [{ ip: '10.0.0.1', hostnames: ['a'] }],
  };
  expect(spec(runtime)).toMatchObject(runtime);
  const updateStrategy = { type: 'OnDelete' };
  expect(statefulSet({ updateStrategy }).spec.updateStrategy).toEqual(updateStrategy);
});

test('hooks of the server can be added, and the one before it stops replaced', () => {
  const hook = { exec: { command: ['true'] } };
  const lifecycle = (props: Partial<PostgresProps>) => container('postgres', props).lifecycle;
  const { preStop } = lifecycle({});
  expect(lifecycle({ lifecycleHooks: { postStart: hook } })).toEqual({ postStart: hook, preStop });
  expect(lifecycle({ lifecycleHooks: { preStop: hook } })).toEqual({ preStop: hook });
});

describe('what a pod has beside the server', () => {
  const extraEnvVars: k8s.EnvVar[] = [{ name: 'TZ', value: 'Europe/Berlin' }, { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'key' } } }];
  const extraVolumes: k8s.Volume[] = [{ name: 'dictionaries', configMap: { name: 'dictionaries' } }];
  const extraVolumeMounts: k8s.VolumeMount[] = [{ name: 'dictionaries', mountPath: '/usr/share/dictionaries', readOnly: true }];

  test.each(['initialize', 'postgres', 'reload'] as const)('variables, volumes and mounts come behind ours, also where scripts and settings are tried: %s', (name) => {
    const before = container(name);
    const after = container(name, { extraEnvVars, extraVolumes, extraVolumeMounts });
    expect(after.env).toEqual([...before.env, ...extraEnvVars]);
    expect(after.volumeMounts).toEqual([...before.volumeMounts, ...extraVolumeMounts]);
    expect(spec({ extraVolumes }).volumes).toEqual([...spec().volumes, ...extraVolumes]);
  });

  test('sidecars come behind our containers, init containers before ours', () => {
    const [exporter, wait] = [{ name: 'exporter', image: 'exporter:1' }, { name: 'wait', image: 'busybox:1' }];
    const { containers, initContainers } = spec({ sidecars: [exporter], initContainers: [wait] });
    expect(containers).toEqual([...spec().containers, exporter]);
    expect(initContainers).toEqual([wait, ...spec().initContainers]);
  });

  test('labels and annotations of the pod are on the pod alone', () => {
    const objects = databaseObjects({ podLabels: { team: 'shop' }, podAnnotations: { 'prometheus.io/scrape': 'true' } });
    const { template } = only('StatefulSet', objects).spec;
    expect(template.metadata.labels).toMatchObject({ 'team': 'shop', 'app.kubernetes.io/instance': 'db' });
    expect(template.metadata.annotations).toMatchObject({
      'prometheus.io/scrape': 'true', 'checksum/restart-settings': expect.any(String), 'kubectl.kubernetes.io/default-container': 'postgres',
    });
    for (const { metadata } of objects) expect(JSON.stringify(metadata)).not.toMatch(/team|prometheus/);
  });

  test('a label of the selector may be repeated', () => {
    expect(podTemplate({ selectorLabels: { app: 'db' }, podLabels: { app: 'db', tier: 'data' } }).metadata.labels).toEqual({ app: 'db', tier: 'data' });
  });
});
