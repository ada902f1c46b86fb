import { spawnSync } from 'child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { repository, scripts } from '../support/stub-kubectl';

const names = readdirSync(scripts).filter((name) => name.endsWith('.sh'));
const runnable = names.filter((name) => !name.startsWith('common'));

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;
if (!hasShellcheck && process.env.CI !== 'true') {
  process.stderr.write('\n*** NOT TESTED: shellcheck of scripts/. Install it: apt-get install shellcheck, or brew install shellcheck\n\n');
}
const testWithShellcheck = hasShellcheck || process.env.CI === 'true' ? test : test.skip;

testWithShellcheck('shellcheck finds nothing in the operator scripts', () => {
  const files = [...names.map((name) => join(scripts, name)), join(repository, 'test', 'support', 'stub-kubectl.record.sh')];
  const { status, stdout, error } = spawnSync('shellcheck', ['--external-sources', ...files], { encoding: 'utf8' });
  expect(error).toBeUndefined();
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('scripts that are run are executable, and all are there', () => {
  runnable.forEach((name) => accessSync(join(scripts, name), constants.X_OK));
  expect(runnable).toEqual(['apply-postgres.sh', 'backup-postgres.sh', 'create-credentials.sh', 'restore-postgres.sh', 'verify-postgres.sh']);
});

/** What bash 3.2 of macOS does not know, or knows differently. */
const newer: [string, RegExp][] = [
  ['mapfile', /\b(mapfile|readarray)\b/], ['associative arrays', /\b(declare|local|typeset) -[a-zA-Z]*[An]/], ['case conversion', /\$\{\w+(\^|,)/],
  ['|& and &>>', /\|&|&>>/],
  ['coproc', /\bcoproc\b/],
  ['printf %(date)T', /printf [^|]*%\([^)]*\)T/],
  ['BASHPID and EPOCHSECONDS', /\$\{?(BASHPID|EPOCH)/],
  ['negative substrings', /\$\{\w+:\s*-?\d*:\s*-\d/],
  ['${x@Q}', /\$\{\w+@[A-Za-z]\}/],
  ['wait -n', /\bwait -n\b/],
  ['an unguarded empty array', /[^+]"\$\{KUBECTL_OPTIONS\[@\]\}/],
  ['printf -v to an element', /printf -v '?\w+\[/],
  ['the commands of Linux alone', /^\s*(timeout|readlink -f|realpath|sed -i|date -d|stat -c|base64 -w|grep -P)\b/],
];

test.each(newer)('no script uses %s', (_, pattern) => {
  const lines = names.flatMap((name) => readFileSync(join(scripts, name), 'utf8').split('\n').map((line) => `${name}: ${line}`));
  expect(lines.filter((line) => !/: *#/.test(line) && pattern.test(line.replace(/^[^:]*: /, '')))).toEqual([]);
});
