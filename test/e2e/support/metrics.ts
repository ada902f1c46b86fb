import { execute } from './command';

/** Whether the cluster has figures for `kubectl top`. With CI=true it must. */
export async function hasMetrics(): Promise<boolean> {
  const { status } = await execute('kubectl get --raw /apis/metrics.k8s.io/v1beta1/nodes');
  if (status === 0) return true;
  if (process.env.CI === 'true') throw new Error('The cluster has no metrics API, so kubectl top cannot be tested: install metrics-server.');
  process.stderr.write('\n*** NOT TESTED: figures of kubectl top, because the cluster has no metrics API. Install metrics-server.\n\n');
  return false;
}
