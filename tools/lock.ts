import { linkSync, readFileSync, rmSync, writeFileSync } from 'fs';

const patience = 15 * 60 * 1000;

/**
 * Runs `work` while no other process holds the lock, a file that names its holder.
 * It is there to save work, not to make it safe: a lock that is never given back is ignored in the end.
 */
export function withLock(lock: string, work: () => void): void {
  const giveUp = Date.now() + patience;
  for (let tries = 0; !tryLock(lock) && Date.now() < giveUp; tries++) {
    if (tries === 0) {
      process.stderr.write(`Waiting for another process that builds the same (${lock}) ...\n`);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function tryLock(lock: string): boolean {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    // A link appears together with its content, and only where there is none yet.
    linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
    removeIfAbandoned(lock);
    return false;
  } finally {
    rmSync(own);
  }
}

function removeIfAbandoned(lock: string): void {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') {
      rmSync(lock, { force: true });
    } else if (code !== 'ENOENT' && code !== 'EPERM') {
      throw error;
    }
  }
}
