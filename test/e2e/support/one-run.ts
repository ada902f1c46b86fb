import { hostname } from 'os';
import { execute, run } from './command';
import { read } from './kubectl';

// Two runs at once would delete each other's namespaces.
const MARK = 'configmap cdk8s-postgres-e2e';
const NAMESPACE = 'default';

/** Marks the cluster as in use by this run; fails while another run is going on. */
export async function begin(): Promise<void> {
  const create = `kubectl create ${MARK} -n ${NAMESPACE} --from-literal=host=${hostname()} --from-literal=process=${process.pid}`;
  if ((await execute(create)).status === 0) return;
  const { data } = await read(`${MARK} -n ${NAMESPACE}`);
  if (data?.host !== hostname() || isAlive(Number(data.process))) {
    throw new Error(`Another run of the cluster tests uses this cluster (process ${data?.process} on ${data?.host}). Wait for its end, `
      + `or, if it was killed, remove its mark: kubectl delete ${MARK} -n ${NAMESPACE}`);
  }
  await end();
  await run(create);
}

/** Takes the mark away. */
export async function end(): Promise<void> {
  await run(`kubectl delete ${MARK} -n ${NAMESPACE}`);
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
