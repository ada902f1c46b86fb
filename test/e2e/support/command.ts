import { Session, SessionOptions } from './session';

/** What a command did. */
export interface Result {
  readonly command: string;
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command runs. */
export interface CommandOptions extends SessionOptions {
  /** Standard input; without it, it is empty. */
  readonly input?: string;
  /** Seconds after which the command is ended and the test fails. */
  readonly seconds?: number;
}

/** Runs a command line with bash, whatever its exit status. */
export async function execute(command: string, options: CommandOptions = {}): Promise<Result> {
  const session = new Session(command, options);
  session.end(options.input);
  const status = await session.exit(options.seconds ?? 120);
  return { command, status, stdout: session.stdout, stderr: session.stderr };
}

/** Runs a command line with bash; any exit status but 0 is a failure of the test, with all that the command said. */
export async function run(command: string, options: CommandOptions = {}): Promise<Result> {
  const result = await execute(command, options);
  if (result.status !== 0) throw new Error(`Exit status ${result.status}, expected 0, of\n${describe(result)}`);
  return result;
}

/** A result as text, for messages. */
export function describe({ command, status, stdout, stderr }: Result): string {
  return `$ ${command}\n${stdout}${stderr && `--- stderr\n${stderr}`}--- exit status ${status}`;
}

/** A word as bash takes it literally. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
