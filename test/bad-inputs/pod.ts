import { Row } from './row';

export const volumes: Row[] = [
  {
    input: 'a claim that exists and the size of a new one',
    props: { persistence: { existingClaim: 'data', size: '20Gi' } },
    says: ': persistence.size is "20Gi"; it must not be given together with persistence.existingClaim (data); leave out one of them.',
  },
  {
    input: 'an access mode that does not exist',
    props: { persistence: { accessModes: ['ReadWriteTwice'] } },
    says: ': persistence.accessModes is "ReadWriteTwice"; it must be one of ReadWriteOnce, ReadWriteOncePod, ReadWriteMany.',
  },
  {
    input: 'no access mode',
    props: { persistence: { accessModes: [] } },
    says: ': persistence.accessModes is []; it must have at least one of ReadWriteOnce, ReadWriteOncePod, ReadWriteMany.',
  },
  {
    input: 'a misspelt mode [13]',
    props: { persistence: { retentionPolicy: { whenDeleted: 'Keep' } } },
    says: ': persistence.retentionPolicy.whenDeleted is "Keep"; it must be Retain or Delete.',
  },
  {
    input: 'a pause that deletes the database',
    props: { replicas: 0, persistence: { retentionPolicy: { whenScaled: 'Delete' } } },
    says: ': persistence.retentionPolicy.whenScaled is "Delete"; it must be Retain: to scale to 0 is to pause the server,'
      + ' and Delete would delete the database with its claim.',
  },
  {
    input: 'ReadWriteOncePod with another mode',
    props: { persistence: { accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'] } },
    says: ': persistence.accessModes is ["ReadWriteOncePod","ReadWriteOnce"]; it must have ReadWriteOncePod alone;'
      + ' the API server takes it together with no other mode.',
  },
  {
    input: 'a relative mount path',
    props: { persistence: { mountPath: 'data' } },
    says: ": persistence.mountPath is \"data\"; it must be an absolute path such as /var/lib/postgresql, without '.', '..', ':' or a '/' at the end.",
  },
  {
    input: 'a mount path that hides the settings',
    props: { persistence: { mountPath: '/etc' } },
    says: '/Server: persistence.mountPath is "/etc"; it must not be or contain a path that the pod has anyway: /opt/cdk8s-postgres,'
      + ' /etc/postgresql/settings, /etc/postgresql/credentials, /tmp, /var/run/postgresql, /dev/shm.',
  },
  {
    input: 'an operator of a toleration that does not exist',
    props: { tolerations: [{ key: 'database', operator: 'Exist' }] },
    says: ': tolerations[0].operator is "Exist"; it must be one of Exists, Equal.',
  },
  {
    input: 'an effect of a toleration that does not exist',
    props: { tolerations: [{ key: 'database', effect: 'NoScheduling' }] },
    says: ': tolerations[0].effect is "NoScheduling"; it must be one of NoSchedule, PreferNoSchedule, NoExecute.',
  },
  {
    input: 'an environment variable that begins with a digit',
    props: { extraEnvVars: [{ name: '1A', value: 'x' }] },
    says: "/Server: extraEnvVars[0].name is \"1A\"; it must be one or more of the characters a-z, A-Z, 0-9, '-', '_' and '.',"
      + " and not begin with a digit or '..'.",
  },
  {
    input: 'an environment variable that the deployment needs itself',
    props: { extraEnvVars: [{ name: 'PGDATA', value: '/tmp' }] },
    says: '/Server: extraEnvVars[0].name is "PGDATA"; it must be another one than PGDATA, PGPORT, POSTGRES_VOLUME, POSTGRES_MAJOR, POSTGRES_USER,'
      + ' POSTGRES_DB, POSTGRES_PASSWORD_FILE, POSTGRES_SETTINGS, POSTGRES_MEMORY_LIMIT_MIB, POSTGRES_STOP_SECONDS.',
  },
  {
    input: 'an environment variable without a name',
    props: { extraEnvVars: [{ value: 'x' }] },
    says: ': extraEnvVars[0].name is not given; it must be a string.',
  },
  {
    input: 'a volume that the pod has anyway',
    props: { extraVolumes: [{ name: 'data', emptyDir: {} }] },
    says: '/Server: extraVolumes[0].name is "data"; it must be another one than data, runtime, settings, credentials, init-scripts, socket, tmp, shared-memory.',
  },
  {
    input: 'a mount of a volume that does not exist',
    props: { extraVolumeMounts: [{ name: 'cache', mountPath: '/cache' }] },
    says: '/Server: extraVolumeMounts[0].name is "cache"; it must be one of data, runtime, settings, credentials, init-scripts, socket, tmp, shared-memory.',
  },
  {
    input: 'a mount over one that the pod has anyway',
    props: { extraVolumes: [{ name: 'cache', emptyDir: {} }], extraVolumeMounts: [{ name: 'cache', mountPath: '/tmp' }] },
    says: '/Server: extraVolumeMounts[0].mountPath is "/tmp"; it must be another one than /volume, /opt/cdk8s-postgres,'
      + ' /etc/postgresql/settings, /etc/postgresql/credentials, /tmp, /docker-entrypoint-initdb.d, /dev/shm, /var/lib/postgresql, /var/run/postgresql.',
  },
  {
    input: 'a misspelt property of the network policy',
    props: { networkPolicy: { allowExternel: true } },
    says: ': networkPolicy.allowExternel is not a known property; it must be one of allowExternal, extraEgress, extraIngress.',
  },
  {
    input: 'the text "false" as the switch of the network policy',
    props: { networkPolicy: { allowExternal: 'false' } },
    says: ': networkPolicy.allowExternal is "false"; it must be true or false, without quotes.',
  },
  {
    input: 'a rule of the network policy that stands alone',
    props: { networkPolicy: { extraIngress: { from: [] } } },
    says: ': networkPolicy.extraIngress is {"from":[]}; it must be a list.',
  },
  {
    input: 'a budget that holds the only server',
    props: { disruptionBudget: { minAvailable: 1 } },
    says: '/DisruptionBudget: disruptionBudget.minAvailable is 1; it must be 0: otherwise the only server could never be evicted,'
      + ' and a drain of its node would wait for ever; to keep an autoscaler away, annotate the pod instead.',
  },
  {
    input: 'a budget that lets nobody go',
    props: { disruptionBudget: { maxUnavailable: 0 } },
    says: '/DisruptionBudget: disruptionBudget.maxUnavailable is 0; it must be a whole number of at least 1: with less the only server could never be evicted,'
      + ' and a drain of its node would wait for ever; to keep an autoscaler away, annotate the pod instead.',
  },
  {
    input: 'a budget in percent',
    props: { disruptionBudget: { minAvailable: '50%' } },
    says: '/DisruptionBudget: disruptionBudget.minAvailable is "50%"; it must be 0: otherwise the only server could never be evicted,'
      + ' and a drain of its node would wait for ever; to keep an autoscaler away, annotate the pod instead.',
  },
  {
    input: 'a budget said twice',
    props: { disruptionBudget: { minAvailable: 0, maxUnavailable: 1 } },
    says: '/DisruptionBudget: disruptionBudget.maxUnavailable is 1; it must not be given together with minAvailable; the API server takes one of them.',
  },
  {
    input: 'a misspelt property of the budget',
    props: { disruptionBudget: { maxUnavailible: 1 } },
    says: ': disruptionBudget.maxUnavailible is not a known property; it must be one of create, maxUnavailable, minAvailable.',
  },
  {
    input: 'a memory request of the container that reloads above its limit',
    props: { reload: { resources: { requests: { memory: '128Mi' }, limits: { memory: '64Mi' } } } },
    says: '/Server: reload.resources.requests.memory is "128Mi"; it must not be above the limit of 64Mi.',
  },
  {
    input: 'figures as the switch of the probes of the container that reloads',
    props: { reload: { probes: { periodSeconds: 10 } } },
    says: ': reload.probes is {"periodSeconds":10}; it must be true or false, without quotes.',
  },
  {
    input: 'a sidecar with the name of the server',
    props: { sidecars: [{ name: 'postgres', image: 'exporter' }] },
    says: '/Server: sidecars[0].name is "postgres"; it must be another one than initialize, postgres, reload.',
  },
];
