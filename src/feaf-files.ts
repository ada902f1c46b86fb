import { Chart } from 'cdk8s';
import { FEAF_NAMESPACE, FEAF_POSTGRES, FEAF_TUNING_SQL } from './feaf';
import { FeafPrerequisites } from './feaf-prerequisites';
import { Postgres } from './postgres/postgres';
import { LinearApp } from './synth/linear-app';
import { LinearYaml } from './synth/linear-yaml';

/** The kinds of objects in each file, with the names of the deployment document. */
const DEPLOYMENT = {
  '08-postgres-init-configmap.yaml': 'ConfigMap',
  '08-postgres-statefulset.yaml': 'StatefulSet',
  '09-postgres-service.yaml': 'Service',
};

const PREREQUISITES = {
  'namespace.yaml': 'Namespace',
  'persistent-volume-claim.yaml': 'PersistentVolumeClaim',
  'feaf-secrets.example.yaml': 'Secret',
};

const HEADER = '# Written by `npm run synth` from src/feaf.ts; a change here is lost.\n';

/** The text of every file of the FEAF deployment, by its path below the output folder. */
export function feafFiles(): { [path: string]: string } {
  const app = new LinearApp();
  new Postgres(new Chart(app, 'deployment', { namespace: FEAF_NAMESPACE }), 'postgres', FEAF_POSTGRES);
  // A chart with a namespace would give one to the Namespace itself.
  new FeafPrerequisites(new Chart(app, 'prerequisites'), 'feaf');
  const { deployment, prerequisites } = app.toJson();

  return {
    ...inFolder('feaf-dashboard', { ...byKind(deployment, DEPLOYMENT), ...kustomization(Object.keys(DEPLOYMENT)) }),
    ...inFolder('feaf-dashboard/prerequisites', {
      ...byKind(prerequisites, PREREQUISITES),
      ...kustomization(['namespace.yaml', 'persistent-volume-claim.yaml']),
    }),
  };
}

/** The text of `sql/02-performance-tuning.sql`. */
export const feafTuningSql = FEAF_TUNING_SQL;

const yaml = new LinearYaml();

function byKind(objects: { kind: string }[], files: { [file: string]: string }): { [file: string]: string } {
  const homeless = objects.find(({ kind }) => !Object.values(files).includes(kind));
  if (homeless) throw new Error(`No file is named for objects of the kind ${homeless.kind}; name one in src/feaf-files.ts.`);
  return Object.fromEntries(Object.entries(files).map(([file, kind]) =>
    [file, HEADER + yaml.stringify(objects.filter((object) => object.kind === kind))]));
}

function kustomization(resources: string[]): { [file: string]: string } {
  return { 'kustomization.yaml': HEADER + yaml.stringify([{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources }]) };
}

function inFolder(folder: string, files: { [file: string]: string }): { [path: string]: string } {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
}
