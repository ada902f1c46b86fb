import { spawnSync } from 'child_process';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';

/** One process from start to end. */
export interface Run {
  /** Wall time in milliseconds, as the caller of the process sees it. */
  readonly milliseconds: number;
  readonly output: string;
  /** False when the process was ended because it took too long. */
  readonly finished: boolean;
}

/** Runs a command and measures it; a command that fails ends the bench, for its time would mean nothing. */
export function run(command: string, args: string[], environment: Record<string, string> = {}, limit?: number): Run {
  const start = process.hrtime.bigint();
  const result = spawnSync(command, args, { env: { ...process.env, ...environment }, encoding: 'utf8', maxBuffer: 2 ** 30, timeout: limit });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  const finished = (result.error as NodeJS.ErrnoException | undefined)?.code !== 'ETIMEDOUT';
  if (finished && result.status !== 0) {
    throw new Error(`${[command, ...args].join(' ')} ended with ${result.status ?? result.signal ?? result.error}:\n${result.stderr}`);
  }
  return { milliseconds, output: result.stdout, finished };
}

/** Runs every variant once per round, one after the other, so that a busy moment of the machine strikes all of them alike. */
export function interleave<T>(rounds: number, variants: Record<string, () => T>): Record<string, T[]> {
  const results: Record<string, T[]> = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, variant] of Object.entries(variants)) results[name].push(variant());
  }
  return results;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The path of a first difference between two folders, or undefined when they are equal to the byte. */
export function firstDifference(one: string, other: string): string | undefined {
  const files = (folder: string) => readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length));
  return [...new Set([...files(one), ...files(other)])].find((file) =>
    [one, other].some((folder) => !existsSync(folder + file)) || !readFileSync(one + file).equals(readFileSync(other + file)));
}
