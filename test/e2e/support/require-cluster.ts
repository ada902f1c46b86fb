import { execute } from './command';
import { FEAF, foreign, isForeign } from './namespaces';
import { begin } from './one-run';

const HOW = 'Let KUBECONFIG name a cluster for tests (kind, k3d, ...) and run again.';

/** Stops the run with one sentence when there is nothing to test on, or when it is in use. */
export default async function requireCluster(): Promise<void> {
  await requireCommands();
  await requireAnswer();
  await requireDefaultStorageClass();
  if (await isForeign(FEAF)) throw new Error(foreign(FEAF));
  await begin();
}

async function requireCommands(): Promise<void> {
  const packages = { kubectl: 'https://kubernetes.io/docs/tasks/tools/', script: 'package bsdutils or util-linux', diff: 'package diffutils' };
  for (const [command, origin] of Object.entries(packages)) {
    if ((await execute(`command -v ${command}`)).status !== 0) {
      throw new Error(`The cluster tests need the command ${command} (${origin}), which is not on the PATH.`);
    }
  }
}

async function requireAnswer(): Promise<void> {
  const { status, stderr } = await execute('kubectl get --raw /version --request-timeout=15s', { seconds: 30 });
  if (status !== 0) {
    throw new Error(`The cluster tests need a Kubernetes cluster, but there is no answer (KUBECONFIG is ${process.env.KUBECONFIG ?? 'not set'}): `
      + `${stderr.trim().split('\n').pop()}. ${HOW}`);
  }
}

async function requireDefaultStorageClass(): Promise<void> {
  const { stdout } = await execute('kubectl get storageclass');
  if (!stdout.includes('(default)')) throw new Error(`The cluster tests need a default StorageClass, and the cluster has none. ${HOW}`);
}
