import { execute } from './command';
import { kubectl, read } from './kubectl';

// Says that a namespace was made by these tests, and may be deleted by them.
const MARK = 'cdk8s-postgres-test=e2e';

/** The namespace of the deployment document. */
export const FEAF = 'feaf-dashboard';

/** Makes an empty namespace; one of an earlier run is removed first. */
export async function makeNamespace(name: string, labels: string[] = []): Promise<void> {
  await removeNamespace(name);
  await kubectl(`create namespace ${name}`);
  await markNamespace(name, labels);
}

/** Says that this namespace may be deleted by the tests. */
export async function markNamespace(name: string, labels: string[] = []): Promise<void> {
  await kubectl(`label namespace ${name} ${[MARK, ...labels].join(' ')}`);
}

/** Removes a namespace and all that is in it, and waits until it is gone. One that these tests did not make is refused. */
export async function removeNamespace(name: string): Promise<void> {
  if (await isForeign(name)) throw new Error(foreign(name));
  // A namespace that is empty goes at once; otherwise the controller looks again after a quarter of a minute.
  await execute(`kubectl delete statefulsets,pods,persistentvolumeclaims --all -n ${name} --timeout=60s`);
  await kubectl(`delete namespace ${name} --ignore-not-found --wait --timeout=180s`, { seconds: 200 });
}

/** Whether there is such a namespace, made by somebody else. */
export async function isForeign(name: string): Promise<boolean> {
  if ((await execute(`kubectl get namespace ${name}`)).status !== 0) return false;
  const [key, value] = MARK.split('=');
  return (await read(`namespace ${name}`)).metadata.labels?.[key] !== value;
}

/** What to do about such a namespace. */
export function foreign(name: string): string {
  return `The namespace ${name} exists in this cluster and was not made by these tests, which would delete it with all its data. `
    + `Use another cluster, or, if nothing in it is needed, delete it: kubectl delete namespace ${name}`;
}
