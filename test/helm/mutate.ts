/**
 * `npm run mutate [-- --only NAME]`: plants faults in a copy of the source, one at a time, and runs `mutate/check.ts` on each. A fault that it does not see
 * fails the run, as does one whose text is no longer in the source.
 */
import { spawnSync } from 'child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { basename, join } from 'path';
import { parseArgs } from 'util';
import { Mutant, MUTANTS, planted } from './mutate/mutants';
import { makeTemporaryFolder } from '../support/temporary-folder';
import { tool } from '../support/tools';

const ROOT = join(__dirname, '..', '..');

/** The longest that a check may take; one that goes on for ever is seen, too. */
const PATIENCE = 180_000;

/** How a check ended. */
interface Checked {
  readonly isFine: boolean;
  /** The first line of what it said. */
  readonly words: string;
  readonly seconds: string;
}

main();

function main(): void {
  const { values: { only } } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const mutants = MUTANTS.filter(({ name }) => only === undefined || only.includes(name));
  if (mutants.length === 0) throw new Error(`There is no mutant ${only?.join(', ')}. There are: ${MUTANTS.map(({ name }) => name).join(', ')}.`);
  // All of them first, so that none is found out of date after minutes.
  for (const mutant of mutants) planted(mutant, readFileSync(join(ROOT, 'src', 'helm', mutant.file), 'utf8'));
  tool('render4');
  tool('helm4');

  const folder = makeTemporaryFolder();
  try {
    copyTo(folder.path);
    const { isFine, words, seconds } = check(folder.path);
    if (!isFine) throw new Error(`The check fails without a mutant: ${words}`);
    console.log(`fine      ${seconds} s  without a mutant`);
    const caught = mutants.filter((mutant) => isCaught(mutant, folder.path)).length;
    console.log(`${mutants.length} planted, ${caught} caught`);
    process.exitCode = caught === mutants.length ? 0 : 1;
  } finally {
    folder.remove();
  }
}

/** Plants a fault, runs the check, and takes the fault away. */
function isCaught(mutant: Mutant, folder: string): boolean {
  const file = join(folder, 'src', 'helm', mutant.file);
  const source = readFileSync(file, 'utf8');
  writeFileSync(file, planted(mutant, source));
  const { isFine, words, seconds } = check(folder);
  writeFileSync(file, source);
  console.log(`${isFine ? 'SURVIVED' : 'caught  '}  ${seconds} s  ${mutant.name}${isFine ? '' : ` (${words})`}`);
  return !isFine;
}

function check(folder: string): Checked {
  const started = Date.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, ['-r', 'ts-node/register/transpile-only', 'test/helm/mutate/check.ts'],
    { cwd: folder, encoding: 'utf8', timeout: PATIENCE, maxBuffer: 1024 * 1024 * 1024 });
  const lines = (stdout.trim() || stderr.trim() || `${error?.message ?? ''}`).split('\n');
  // The difference itself stands behind the values, which may be long.
  const words = [lines[0], ...lines.slice(1).filter((line) => /^[-+] /.test(line)).slice(0, 2)].map((line) => line.slice(0, 160)).join(' ');
  return { isFine: status === 0, words, seconds: ((Date.now() - started) / 1000).toFixed(1).padStart(5) };
}

/** Copies what the check needs. The tools that are built, and what is installed, stay where they are. */
function copyTo(folder: string): void {
  const left = [join(ROOT, 'tools', '.bin'), join(ROOT, 'tools', 'schemas')];
  for (const part of ['src', 'tools', join('test', 'helm'), join('test', 'support'), 'package.json', 'tsconfig.json']) {
    mkdirSync(join(folder, part, '..'), { recursive: true });
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter: (file) => !left.includes(file) && basename(file) !== 'node_modules' });
  }
  symlinkSync(left[0], join(folder, 'tools', '.bin'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}
