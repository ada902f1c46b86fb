import { spawn } from 'child_process';
import { chmodSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** A folder that outlives the process that made it by no more than moments. */
export interface TemporaryFolder {
  readonly path: string;

  /** Names the process that works in the folder and must end with it; nothing when it has ended. */
  guard(pid: number | undefined): void;

  /** Removes the folder now. */
  remove(): void;
}

/**
 * Makes a temporary folder. When this process ends, in whatever way, the guarded process is ended and the folder removed.
 *
 * Hooks on "exit" and signals cannot promise that: hooks of the `process` that jest gives to tests never run, and
 * SIGKILL runs none at all. But a pipe is closed in any case, and a small shell waits for that at its other end.
 */
export function makeTemporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'postgres-test-'));
  chmodSync(path, 0o755);
  // Detached, so that Ctrl-C in the terminal does not end the shell before it has done its work.
  const guard = spawn('/bin/sh', ['-c', GUARD, 'guard', path], { detached: true, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] });
  // Neither keeps this process from ending.
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return {
    path,
    guard: (pid) => guard.stdin.write(`${pid ?? ''}\n`),
    remove: () => {
      rmSync(path, { recursive: true, force: true });
      guard.stdin.end();
    },
  };
}

const GUARD = `
  trap '' HUP INT TERM
  while read -r line; do process=$line; done
  if [ -n "$process" ]; then
    kill -QUIT "$process"
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
      kill -0 "$process" || break
      sleep 0.2
    done
    kill -KILL "$process"
  fi
  rm -rf "$1"
`;
