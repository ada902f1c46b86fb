/**
 * Records what kubectl answers to a script, for the tests without a cluster:
 *
 *   node -r ts-node/register/transpile-only test/support/stub-kubectl.record.ts NAME scripts/verify-postgres.sh [OPTIONS]
 *
 * writes test/scripts/recordings/NAME.json. The cluster is the one of KUBECONFIG. Another namespace than the default is
 * written down as the default, and the folder of --folder as @FOLDER@, so that the tests may have their own.
 * Nothing of a Secret but the test's own belongs in a recording: use a database made for this.
 */
import { spawnSync } from 'child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

const [name, script, ...options] = process.argv.slice(2);
if (script === undefined) {
  throw new Error('Name the recording and the script.');
}
const folder = mkdtempSync(join(tmpdir(), 'record-kubectl-'));
mkdirSync(join(folder, 'bin'));
mkdirSync(join(folder, 'answers'));
copyFileSync(join(__dirname, 'stub-kubectl.record.sh'), join(folder, 'bin', 'kubectl'));
const result = spawnSync('bash', [resolve(script), ...options], {
  env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}`, RECORD_KUBECTL: join(folder, 'answers') },
  stdio: 'inherit',
});

const replaced: [string | undefined, string][] = [[option('--namespace'), 'feaf-dashboard'], [option('--folder'), '@FOLDER@']];
const answers = readdirSync(join(folder, 'answers')).sort((a, b) => Number(a) - Number(b)).map((number) => {
  const read = (file: string) => plain(readFileSync(join(folder, 'answers', number, file), 'utf8'));
  return { args: read('args').split('\0').slice(0, -1), stdout: read('stdout'), stderr: read('stderr'), code: Number(read('code')) };
});
// An option of the recording is none of the tests.
answers.forEach((answer) => answer.args.forEach((argument) => {
  if (argument === '--kubeconfig' || argument === '--context') {
    throw new Error(`Give the cluster by KUBECONFIG, not by ${argument}.`);
  }
}));
writeFileSync(join(__dirname, '..', 'scripts', 'recordings', `${name}.json`), `${JSON.stringify(answers, undefined, 2)}\n`);
rmSync(folder, { recursive: true });
process.stdout.write(`${answers.length} answers recorded; the script ended with ${result.status}\n`);

function option(wanted: string): string | undefined {
  const index = options.indexOf(wanted);
  return index === -1 ? undefined : options[index + 1];
}

function plain(text: string): string {
  return replaced.reduce((current, [from, to]) => from === undefined ? current : current.split(from).join(to), text);
}
