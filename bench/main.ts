import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import * as os from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { handWritten } from './hand-written';
import { helmCharts } from './helm';
import { kustomizeBuild } from './kustomize';
import { run } from './measure';
import { Section, textOf } from './report';
import { startToFinish } from './start-to-finish';
import { synthScale } from './synth-scale';

const usage = `npm run bench -- [--quick] [--only a|b|c|d|e] [--json FILE]
  --quick      fewer rounds, and no more than 100 databases and 20 switches
  --only       one table: a synthesis of many databases, b the FEAF synthesis start to finish, c kustomize build,
               d charts of Helm, e a generated chart beside one written by hand
  --json FILE  write the figures there too`;

const sections: Record<string, (folder: string, quick: boolean) => Section> = {
  a: synthScale, b: startToFinish, c: kustomizeBuild, d: helmCharts, e: handWritten,
};

function main(): void {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'string' } } });
  const { quick, only, json } = values as { quick: boolean; only?: string; json?: string };
  if (only !== undefined && !(only in sections)) throw new Error(`--only ${only}: allowed are ${Object.keys(sections).join(', ')}.\n${usage}`);

  process.stdout.write('Compiling lib/ ...\n');
  run('npx', ['projen', 'compile'], { NODE_NO_WARNINGS: '1' });
  const machine = machineLine();
  process.stdout.write(`${machine}\n\n`);

  const figures: Record<string, object> = {};
  const folder = mkdtempSync(join(os.tmpdir(), 'bench-'));
  try {
    for (const name of only ? [only] : Object.keys(sections)) {
      const section = sections[name](folder, quick);
      figures[name] = section.figures;
      process.stdout.write(`${textOf(section)}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (json) writeFileSync(json, `${JSON.stringify({ machine, ...figures }, undefined, 2)}\n`);
}

function machineLine(): string {
  const cpus = os.cpus();
  const version = (name: string) => `${name} ${JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')).version}`;
  return [
    `${cpus.length} x ${cpus[0].model.trim()}`, `${(os.totalmem() / 2 ** 30).toFixed(0)} GiB`, `${os.type()} ${os.release()}`, `node ${process.version}`,
    ...['cdk8s', 'cdk8s-plus-28', 'constructs'].map(version), `load ${os.loadavg()[0].toFixed(1)}`,
  ].join(', ');
}

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
