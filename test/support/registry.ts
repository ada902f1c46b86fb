import { ChildProcess, spawn } from 'child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { makeTemporaryFolder, TemporaryFolder } from './temporary-folder';
import { tool } from './tools';

/** A registry of OCI artifacts on the loopback interface, without encryption and login. */
export class Registry {
  /** Starts one on a port that is free, with a folder of its own. It ends with `stop`, and with this process, however that ends. */
  public static async start(): Promise<Registry> {
    const folder = makeTemporaryFolder();
    const registry = new Registry(folder);
    try {
      await registry.listening();
      return registry;
    } catch (error) {
      await registry.stop();
      throw error;
    }
  }

  /** Host and port, as in `127.0.0.1:40123`. */
  public address = '';

  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  private constructor(private readonly folder: TemporaryFolder) {
    const configuration = join(folder.path, 'registry.yaml');
    mkdirSync(join(folder.path, 'data'));
    // JSON is YAML. With port 0 the kernel chooses one, and the log names it.
    writeFileSync(configuration, JSON.stringify({
      version: '0.1', storage: { filesystem: { rootdirectory: join(folder.path, 'data') } }, http: { addr: '127.0.0.1:0' }, log: { accesslog: { disabled: true } },
    }));
    // A file, for nobody reads from a pipe while a test waits for Helm.
    const log = openSync(this.logFile, 'w');
    const env = { PATH: process.env.PATH, OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
    this.child = spawn(tool('registry'), ['serve', configuration], { cwd: folder.path, env, stdio: ['ignore', log, log] });
    closeSync(log);
    this.ended = new Promise((resolve) => this.child.on('close', resolve).on('error', resolve));
    folder.guard(this.child.pid);
  }

  /** The process. */
  public get pid(): number {
    return this.child.pid!;
  }

  /** Ends it, waits until it has ended, and removes what it held. */
  public async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const insist = setTimeout(() => this.child.kill('SIGKILL'), 5000);
    await this.ended;
    clearTimeout(insist);
    this.folder.guard(undefined);
    this.folder.remove();
  }

  private get logFile(): string {
    return join(this.folder.path, 'log');
  }

  private async listening(): Promise<void> {
    for (const giveUp = Date.now() + 20_000; Date.now() < giveUp;) {
      const log = readFileSync(this.logFile, 'utf8');
      const found = /listening on (127\.0\.0\.1:\d+)/.exec(log);
      if (found) {
        this.address = found[1];
        return;
      }
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error(`The registry ended before it listened:\n${log}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The registry did not listen within 20 seconds:\n${readFileSync(this.logFile, 'utf8')}`);
  }
}
