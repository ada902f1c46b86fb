import { spawnSync } from 'child_process';
import { rmSync } from 'fs';
import { join } from 'path';

/** A command line tool of a Python package, with all that it needs as a file of requirements pins it. */
export interface PythonCommand {
  /** Folder of requirements.txt, relative to this one. */
  readonly folder: string;
  /** The package that is pinned; its version is that of the tool. */
  readonly distribution: string;
  /** The module that Python runs. */
  readonly runs: string;
}

/** Python itself is not installed, or has no module for environments: a failure that a laptop may pass over, as with Go. */
export class PythonIsMissing extends Error {}

/** Puts an environment with the packages into a folder, in the place of one that is there. */
export function installPackages({ folder, distribution }: PythonCommand, environment: string): void {
  rmSync(environment, { recursive: true, force: true });
  const made = spawnSync('python3', ['-m', 'venv', environment], { encoding: 'utf8' });
  if (made.error || made.status !== 0) {
    rmSync(environment, { recursive: true, force: true });
    const reason = made.error?.message ?? (made.stdout + made.stderr).trim().split('\n')[0];
    throw new PythonIsMissing(`${distribution} must be installed, but "python3 -m venv" failed (${reason}). Install Python 3.11 or newer with its module venv and run it again.`);
  }
  const requirements = join(__dirname, folder, 'requirements.txt');
  const installed = spawnSync(join(environment, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--requirement', requirements], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (installed.error || installed.status !== 0) {
    rmSync(environment, { recursive: true, force: true });
    throw new Error(`pip install of ${requirements} failed (${installed.error?.message ?? installed.signal ?? installed.status}):\n${installed.stderr}`);
  }
}

/** The text of a script that runs the module in the environment beside it, wherever both are. */
export function starter({ runs }: PythonCommand, environment: string): string {
  return `#!/bin/sh\nexec "$(dirname "$0")/${environment}/bin/python" -m ${runs} "$@"\n`;
}
