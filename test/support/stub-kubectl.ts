import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

export const repository = join(__dirname, '..', '..');
export const scripts = join(repository, 'scripts');

/** What kubectl was asked, and what it said. */
export interface Answer {
  readonly args: string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Another answer than the recorded one, to every call whose arguments, joined by spaces, match. */
export interface Change {
  readonly call: RegExp;
  /** Takes text out of the recorded answer and puts other text there; it is an error when the text is not in it. */
  readonly replace?: readonly [from: string, to: string];
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
  /** No answer at all, for this many seconds. */
  readonly hang?: number;
}

export interface Call {
  readonly args: string[];
  readonly text: string;
  readonly stdin?: Buffer;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, for tests that ask only whether something was said. */
  readonly said: string;
  readonly calls: Call[];
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly env?: Record<string, string>;
  /** Another PATH, without the stub. */
  readonly path?: string;
  /** The folder of the scripts, when they were copied. */
  readonly from?: string;
}

/** A kubectl that answers as a recorded one did, but for changes. */
export class StubKubectl {
  /** A folder of its own for files of the test; also the one that a recording calls @FOLDER@. */
  readonly folder: string;
  private readonly stub: string;

  constructor(recording: string | undefined, changes: readonly Change[] = []) {
    this.folder = mkdtempSync(join(tmpdir(), 'cdk8s-postgres-test-'));
    this.stub = join(this.folder, '.stub');
    mkdirSync(join(this.stub, 'bin'), { recursive: true });
    mkdirSync(join(this.stub, 'calls'));
    const recorded = recording === undefined ? [] : readRecording(recording, this.folder);
    const given = changes.map((change) => answerInstead(change, recorded));
    writeFileSync(join(this.stub, 'bin', 'kubectl'), program([...given, ...inOrder(recorded)]), { mode: 0o755 });
  }

  /** Puts another command before the real one of that name, as a script of bash. */
  command(name: string, body: string): void {
    writeFileSync(join(this.stub, 'bin', name), `#!/usr/bin/env bash\n${body}\n`, { mode: 0o755 });
  }

  /** Runs a script of scripts/ with this kubectl, in the folder of the stub. */
  run(script: string, args: readonly string[] = [], options: RunOptions = {}): Outcome {
    const result = spawnSync('bash', [join(options.from ?? scripts, script), ...args], {
      input: options.input ?? '',
      cwd: this.folder,
      env: { ...process.env, PATH: options.path ?? `${join(this.stub, 'bin')}:${process.env.PATH}`, STUB_KUBECTL: this.stub, ...options.env },
      encoding: 'utf8',
      timeout: 60_000,
    });
    const unanswered = join(this.stub, 'unanswered');
    if (existsSync(unanswered)) {
      throw new Error(`Record anew (see stub-kubectl.record.ts) or add the answer: ${readFileSync(unanswered, 'utf8')}`);
    }
    return {
      code: result.status ?? -1, stdout: result.stdout, stderr: result.stderr, said: result.stdout + result.stderr, calls: this.calls(),
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private calls(): Call[] {
    const folder = join(this.stub, 'calls');
    const number = readdirSync(folder).filter((name) => name.endsWith('.args')).length;
    return Array.from({ length: number }, (_, index) => {
      const args = readFileSync(join(folder, `${index}.args`), 'utf8').split('\0').slice(0, -1);
      const stdin = join(folder, `${index}.stdin`);
      return { args, text: args.join(' '), stdin: existsSync(stdin) ? readFileSync(stdin) : undefined };
    });
  }
}

/** Runs `body` with a stub and removes it afterwards. */
export function withKubectl<T>(recording: string | undefined, changes: readonly Change[], body: (kubectl: StubKubectl) => T): T {
  const kubectl = new StubKubectl(recording, changes);
  try {
    return body(kubectl);
  } finally {
    kubectl.remove();
  }
}

function readRecording(name: string, folder: string): Answer[] {
  const text = readFileSync(join(repository, 'test', 'scripts', 'recordings', `${name}.json`), 'utf8');
  return JSON.parse(text.split('@FOLDER@').join(folder));
}

/** One branch of the stub: a condition of bash, and what is done. */
interface Branch {
  readonly condition: string;
  readonly action: string;
}

function answerInstead(change: Change, recorded: readonly Answer[]): Branch {
  const condition = `pattern=${quote(change.call.source)}; [[ $* =~ $pattern ]]`;
  if (change.hang !== undefined) {
    return { condition, action: `exec sleep ${change.hang}` };
  }
  const original = recorded.find((answer) => change.call.test(answer.args.join(' ')));
  let stdout = change.stdout ?? '';
  if (change.replace !== undefined) {
    if (original === undefined || !original.stdout.includes(change.replace[0])) {
      throw new Error(`No recorded answer to ${change.call} says "${change.replace[0]}".`);
    }
    stdout = original.stdout.split(change.replace[0]).join(change.replace[1]);
  }
  return { condition, action: say(stdout, change.stderr ?? '', change.code ?? 0) };
}

/** Of several answers to the same call each is given once, and the last from then on. */
function inOrder(recorded: readonly Answer[]): Branch[] {
  return recorded.map((answer, index) => {
    const key = answer.args.join('\x1f');
    const isLast = !recorded.slice(index + 1).some((later) => later.args.join('\x1f') === key);
    const equal = `[[ $written == ${quote(key)} ]]`;
    return isLast
      ? { condition: equal, action: say(answer.stdout, answer.stderr, answer.code) }
      : { condition: `${equal} && [[ ! -e given.${index} ]]`, action: `: >given.${index}; ${say(answer.stdout, answer.stderr, answer.code)}` };
  });
}

function say(stdout: string, stderr: string, code: number): string {
  return `printf %s ${quote(stdout)}; printf %s ${quote(stderr)} >&2; exit ${code}`;
}

/**
 * The stub, in bash and without any other command where it can be, since a script calls it often. Each call is kept, with its
 * standard input where kubectl would read it.
 */
function program(branches: readonly Branch[]): string {
  return [
    '#!/usr/bin/env bash',
    'cd "$STUB_KUBECTL" || exit 90',
    'shopt -s nullglob',
    'kept=(calls/*.args)',
    'call=calls/${#kept[@]}',
    'printf \'%s\\0\' "$@" >"$call.args"',
    'case " $* " in *" exec -i "* | *" -f - "* | *" /dev/stdin "*) cat >"$call.stdin" ;; esac',
    "written=$(IFS=$'\\x1f'; printf %s \"$*\")",
    ...branches.map(({ condition, action }) => `if ${condition}; then ${action}; fi`),
    'printf \'no answer to: %s\\n\' "$*" | tee -a unanswered >&2',
    'exit 90',
    '',
  ].join('\n');
}

function quote(text: string): string {
  return `'${text.split("'").join("'\\''")}'`;
}
