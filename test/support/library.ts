import { execFileSync } from 'child_process';
import { cpSync, readFileSync, symlinkSync } from 'fs';
import { join } from 'path';

const repository = join(__dirname, '..', '..');
const bin = join(repository, 'node_modules', '.bin');

/** What the package is made from. */
const SOURCES = ['src', 'runtime', 'scripts', 'package.json', 'tsconfig.json', 'README.md', 'LICENSE'];

/** Compiles the library as `npx projen compile` does, but in a copy of the repository, since that writes beside the sources. */
export function compileLibrary(copy: string): void {
  for (const name of SOURCES) cpSync(join(repository, name), join(copy, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  run(copy, join(bin, 'jsii'), '--silence-warnings=reserved-word');
}

/** Packages a compiled library for another language, as `npx projen package:python` does. The packages are in the folder that is returned. */
export function packageFor(language: string, copy: string): string {
  run(copy, join(bin, 'jsii-pacmak'), '--target', language);
  return join(copy, 'packages', language);
}

/** Runs a command in a folder, for at most five minutes, and gives what it prints. */
export function run(folder: string, command: string, ...parameters: string[]): string {
  // Which releases of node are still maintained is no matter of a test.
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' };
  return execFileSync(command, parameters, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env, timeout: 300_000, maxBuffer: 64_000_000 });
}

/** The version of a package that this repository is tested with. */
export function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(repository, 'node_modules', name, 'package.json'), 'utf8')).version;
}
