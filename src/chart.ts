import { ABOUT } from './chart/about';
import { ACCESS } from './chart/access';
import { EXTRAS } from './chart/extras';
import { OBJECT_NAME } from './chart/limits';
import { NETWORK } from './chart/network';
import { notes } from './chart/notes';
import { OTHER_CHARTS } from './chart/other-charts';
import { POD } from './chart/pod';
import { PROBES } from './chart/probes';
import { RESOURCES } from './chart/resources';
import { SERVER } from './chart/server';
import { SETTINGS } from './chart/settings';
import { STORAGE } from './chart/storage';
import { HelmPackage } from './helm/helm-package';
import { Values } from './helm/values';
import { ConnectionTest } from './postgres/connection-test';
import { InitScript } from './postgres/init-scripts';
import { Postgres } from './postgres/postgres';

/** The published chart: a whole database, with values for everything that its constructs can do. */
export const postgresChart = HelmPackage.of({
  name: 'postgres',
  version: '0.1.0',
  description: 'A PostgreSQL database that is hard to lose.',
  kubeVersion: '>=1.28-0',
  releaseNamespace: true,
  ...ABOUT,
  handWritten: ['ci'],
  extraObjects: true,
  refusedValues: OTHER_CHARTS,
  values: {
    global: Values.object({
      imageRegistry: Values.string({ optional: true, pattern: '^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?(:[0-9]{1,5})?$', description: 'Registry of images that name none.' }),
      storageClass: Values.string({ optional: true, ...OBJECT_NAME, description: 'StorageClass of claims that name none.' }),
    }, { description: 'What all charts of an umbrella chart share.' }),
    ...SERVER,
    ...STORAGE,
    ...POD,
    ...PROBES,
    ...ACCESS,
    ...NETWORK,
    ...EXTRAS,
    ...RESOURCES,
    ...SETTINGS,
  },
  define: (scope, {
    global, openshift, image, imagePullSecrets, initdb, replicaCount, service, headlessService, shmVolume, postgresql,
    startupProbe, livenessProbe, readinessProbe, pdb, commonLabels, commonAnnotations, ...same
  }) => {
    return new Postgres(scope, 'postgres', {
      name: scope.node.id,
      image: { ...image, pullSecrets: imagePullSecrets },
      platform: { ...global, openshift },
      replicas: replicaCount,
      initdbArguments: initdb.args,
      locale: initdb.locale,
      initScripts: {
        name: initdb.scriptsName,
        scripts: Object.entries(initdb.scripts).map(([name, text]) => InitScript.fromString(name, text)),
        existingConfigMap: initdb.scriptsConfigMap,
      },
      parameters: postgresql.parameters,
      hostBasedAuthentication: postgresql.pg_hba,
      allowMemoryOvercommit: postgresql.allowMemoryOvercommit,
      sharedMemory: shmVolume.sizeLimit,
      probes: { startup: startupProbe, liveness: livenessProbe, readiness: readinessProbe },
      clientService: service,
      service: headlessService,
      disruptionBudget: pdb,
      labels: commonLabels,
      annotations: commonAnnotations,
      ...same,
    });
  },
  notes,
  tests: (scope, _values, postgres) => {
    new ConnectionTest(scope, 'connection', { postgres, annotations: { 'helm.sh/hook-output-log-policy': 'hook-failed' } });
  },
});
