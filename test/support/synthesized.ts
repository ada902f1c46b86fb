import { App, Chart } from 'cdk8s';
import { Postgres, PostgresPodProps, PostgresProps } from '../../src';

/** What every database needs; the rest has defaults. */
export const minimal: PostgresPodProps = { postgresVersion: '17', auth: { username: 'shop', existingSecret: 'shop-credentials' } };

/** An object of Kubernetes, to look into. */
export type Manifest = any;

/** The objects that are made in somebody's chart `shop`, in the namespace `shop`. */
export function objectsOf(build: (chart: Chart) => void): Manifest[] {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  build(chart);
  return chart.toJson();
}

/** The objects of one database in the chart, made of the minimum and what is given. */
export function databaseObjects(props: Partial<PostgresProps> = {}): Manifest[] {
  return objectsOf((chart) => new Postgres(chart, 'postgres', { ...minimal, name: 'db', ...props }));
}

/** The StatefulSet of such a database. */
export function statefulSet(props: Partial<PostgresProps> = {}): Manifest {
  return only('StatefulSet', databaseObjects(props));
}

/** The pod template of such a database. */
export function podTemplate(props: Partial<PostgresProps> = {}): Manifest {
  return statefulSet(props).spec.template;
}

/** One container of such a database. */
export function container(name: 'initialize' | 'postgres' | 'reload', props: Partial<PostgresProps> = {}): Manifest {
  return containerOf(podTemplate(props), name);
}

/** One container of a pod template. */
export function containerOf(template: Manifest, name: string): Manifest {
  return one(`container ${name}`, [...template.spec.initContainers, ...template.spec.containers].filter((each) => each.name === name));
}

/** A volume of a pod template. */
export function volumeOf(template: Manifest, name: string): Manifest {
  return one(`volume ${name}`, template.spec.volumes.filter((volume: Manifest) => volume.name === name));
}

/** The object of a kind, of which there is one, or the one of a name. */
export function only(kind: string, objects: Manifest[], name?: string): Manifest {
  return one(`${kind} ${name ?? ''}`, objects.filter((object) => object.kind === kind && (name === undefined || object.metadata.name === name)));
}

/** The variables of a container that have a plain value. */
export function environmentOf(from: Manifest): { [name: string]: string } {
  return Object.fromEntries(from.env.map(({ name, value }: Manifest) => [name, value]));
}

/** Where a container has its volumes. */
export function mountPathsOf(from: Manifest): { [volume: string]: string } {
  return Object.fromEntries(from.volumeMounts.map(({ name, mountPath }: Manifest) => [name, mountPath]));
}

function one(what: string, found: Manifest[]): Manifest {
  if (found.length !== 1) throw new Error(`There are ${found.length} of ${what}, not one.`);
  return found[0];
}
