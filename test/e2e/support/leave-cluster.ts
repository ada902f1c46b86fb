import { end } from './one-run';

/** After the last test. */
export default async function leaveCluster(): Promise<void> {
  await end();
}
