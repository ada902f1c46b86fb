import { ChildProcessWithoutNullStreams, spawn } from 'child_process';

/** Where and with what a command runs. */
export interface SessionOptions {
  readonly cwd?: string;
  readonly env?: { readonly [name: string]: string };
}

/** A running command that one can talk to. */
export class Session {
  public stdout = '';
  public stderr = '';

  private readonly process: ChildProcessWithoutNullStreams;
  private readonly ended: Promise<number>;
  private status?: number;

  /** Starts a command line with bash, in a process group of its own. */
  public constructor(private readonly command: string, { cwd, env }: SessionOptions = {}) {
    this.process = spawn('bash', ['-c', command], { cwd, env: { ...process.env, LC_ALL: 'C.UTF-8', ...env }, detached: true });
    this.process.stdout.setEncoding('utf8').on('data', (text: string) => { this.stdout += text; });
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => { this.stderr += text; });
    // A command that has ended reads no more: no reason to end the test run.
    this.process.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve, reject) => {
      this.process.on('error', reject);
      this.process.on('close', (code, signal) => {
        this.status = code ?? (signal === 'SIGINT' ? 130 : 143);
        resolve(this.status);
      });
    });
  }

  /** Writes to the command. */
  public send(text: string): void {
    this.process.stdin.write(text);
  }

  /** Writes what is given and closes the input of the command. */
  public end(text?: string): void {
    this.process.stdin.end(text);
  }

  /** Waits until the output has the pattern; fails when the command ends before, or after some seconds. */
  public async until(pattern: RegExp, seconds = 60): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (!pattern.test(this.stdout + this.stderr)) {
      if (this.status !== undefined) throw new Error(`The command ended (status ${this.status}) without the output ${pattern}:\n${this.transcript()}`);
      if (Date.now() > deadline) throw new Error(`No output ${pattern} within ${seconds} seconds:\n${this.transcript()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Waits for the end and gives the exit status; after some seconds the command is killed and that is a failure. */
  public async exit(seconds = 60): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.stop('SIGKILL');
        reject(new Error(`No end within ${seconds} seconds:\n${this.transcript()}`));
      }, seconds * 1000);
    });
    try {
      return await Promise.race([this.ended, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Signals the command and all it has started, as Ctrl-C at a terminal does. */
  public stop(signal: NodeJS.Signals = 'SIGINT'): void {
    if (this.status === undefined && this.process.pid !== undefined) process.kill(-this.process.pid, signal);
  }

  private transcript(): string {
    return `$ ${this.command}\n${this.stdout}${this.stderr}`;
  }
}
