import { execFileSync, spawnSync } from 'child_process';
import { mkdirSync } from 'fs';
import { join } from 'path';
import { HelmRun } from './helm-render';
import { tool } from './tools';

/** The chart that is published. */
export const publishedChart = join(__dirname, '..', '..', 'charts', 'postgres');

/** A key for one test. */
export interface Key {
  /** What signs. */
  readonly secret: string;
  /** What verifies. */
  readonly public: string;
}

/** Makes a key in a new folder; with a passphrase it is locked. */
export function makeKey(folder: string, name: string, ...passphrase: string[]): Key {
  mkdirSync(folder);
  execFileSync(tool('throwaway-key'), [name, folder, ...passphrase]);
  return { secret: join(folder, 'secret.gpg'), public: join(folder, 'public.gpg') };
}

/** Packages a chart, as `npm run package:chart` does. */
export function packageChart(chart: string, destination: string, ...options: string[]): HelmRun {
  const { status, stdout, stderr } = spawnSync(tool('archive'), ['--chart', chart, '--destination', destination, ...options], { encoding: 'utf8' });
  return { status, stdout, stderr };
}
