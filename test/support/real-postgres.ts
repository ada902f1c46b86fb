import { ChildProcess, execFile, spawn } from 'child_process';
import { chownSync, closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'fs';
import { createServer, AddressInfo } from 'net';
import { join } from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { promisify } from 'util';
import { Client, QueryResult } from 'pg';
import { PostgresBinaries, postgresBinaries, serverEnvironment, serverUser } from './postgres-binaries';
import { splitSql } from './split-sql';
import { makeTemporaryFolder, TemporaryFolder } from './temporary-folder';

/** How a server differs from what initdb makes. */
export interface RealPostgresOptions {
  /** The whole text of postgresql.conf. Address, port, socket directory and fsync are set over it. */
  readonly settings?: string;

  /** The whole text of pg_hba.conf; without it everybody is trusted. */
  readonly hostBasedAuthentication?: string;

  /** Further arguments of initdb. */
  readonly initdbArgs?: readonly string[];
}

/** Who connects, and to what. */
export interface ConnectOptions {
  readonly database?: string;
  readonly user?: string;
  readonly password?: string;

  /** A host name or the folder of the socket; by default 127.0.0.1. */
  readonly host?: string;
}

/** Says that a server does not start or does not take its settings, in the server's own words. */
export class ServerRefuses extends Error {
  public constructor(public readonly complaint: string) {
    super(`PostgreSQL refuses: ${complaint}`);
  }
}

/** A real PostgreSQL server on the loopback address, with a data directory of its own that does not outlive the test. */
export class RealPostgres {
  /** Makes a data directory and starts a server on it. */
  public static async start(major: string, options: RealPostgresOptions = {}): Promise<RealPostgres> {
    const server = new RealPostgres(major);
    try {
      await server.initialize(options);
      await server.run();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /**
   * What a server of that major says against a postgresql.conf when it is started with it; nothing when it takes it.
   * It really starts, since `postgres -C` takes some files that a start refuses, such as one that reserves more connections than there are.
   */
  public static async check(major: string, settings: string): Promise<string | undefined> {
    const server = checkServers.get(major) ?? new RealPostgres(major);
    checkServers.set(major, server);
    const turn = server.turn.then(() => server.tryStart(settings));
    server.turn = turn.catch(() => undefined);
    return turn;
  }

  public readonly version: string;
  public readonly dataDirectory: string;

  /** Folder of the Unix socket. */
  public readonly socketDirectory: string;

  private readonly binaries: PostgresBinaries;
  private readonly folder: TemporaryFolder;
  private readonly clients = new Set<Client>();
  private process?: ChildProcess;
  private currentPort = 0;
  private turn: Promise<string | undefined> = Promise.resolve(undefined);

  private constructor(major: string) {
    this.binaries = postgresBinaries(major);
    this.version = this.binaries.version;
    this.folder = makeTemporaryFolder();
    this.dataDirectory = join(this.folder.path, 'data');
    this.socketDirectory = this.folder.path;
    if (serverUser.uid !== undefined) chownSync(this.folder.path, serverUser.uid, serverUser.gid!);
  }

  public get port(): number {
    return this.currentPort;
  }

  /** Replaces postgresql.conf or pg_hba.conf; in force after `reload` or `restart`. */
  public writeConfiguration(file: 'postgresql.conf' | 'pg_hba.conf', text: string): void {
    writeFileSync(join(this.dataDirectory, file), text);
  }

  /** Connects; the connection is closed with the server at the latest. */
  public async connect(options: ConnectOptions = {}): Promise<Client> {
    const client = new Client({ host: '127.0.0.1', port: this.port, user: 'postgres', database: 'postgres', ...options });
    // A connection that its server ends while nobody asks anything would otherwise end the test run.
    client.on('error', () => this.clients.delete(client));
    await client.connect();
    this.clients.add(client);
    client.on('end', () => this.clients.delete(client));
    return client;
  }

  /** Runs one statement on a connection of its own. */
  public async query(sql: string, options: ConnectOptions = {}): Promise<QueryResult> {
    const client = await this.connect(options);
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  }

  /** Runs a plain SQL script on one connection, statement by statement; the first that fails ends it. */
  public async runScript(script: string, options: ConnectOptions = {}): Promise<void> {
    const client = await this.connect(options);
    try {
      for (const { text, line } of splitSql(script)) {
        await client.query(text).catch((error: Error) => {
          throw new Error(`line ${line}: ${error.message}, in: ${text}`, { cause: error });
        });
      }
    } finally {
      await client.end();
    }
  }

  /** Has the server read its files again; new connections see what changed. What needs a restart waits for it. */
  public async reload(): Promise<void> {
    const loadTime = async () => (await this.query('SELECT pg_conf_load_time()::text AS time')).rows[0].time;
    const timeBefore = await loadTime();
    const logBefore = this.log().length;
    this.process!.kill('SIGHUP');
    await this.until('the settings are read again', async () => {
      // A connection is served when the files have been dealt with, so that after it the log is complete.
      const isLoaded = await loadTime() !== timeBefore;
      const log = this.log().slice(logBefore);
      const isRefused = log.includes('pg_hba.conf was not reloaded') || (log.includes('contains errors') && await this.refusesSettings());
      if (isRefused) throw new ServerRefuses(withoutPrefixes(log));
      return isLoaded;
    });
  }

  /** Stops the server cleanly and starts it again on the same data. */
  public async restart(): Promise<void> {
    await this.end('SIGINT');
    await this.run();
  }

  /** Ends the server and removes its data. */
  public async stop(): Promise<void> {
    await this.end('SIGQUIT');
    this.folder.remove();
  }

  /** What the server wrote to its log so far. */
  public log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  private get logFile(): string {
    return join(this.folder.path, 'log');
  }

  private async initialize(options: RealPostgresOptions): Promise<void> {
    const args = ['-D', this.dataDirectory, '--username=postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C', ...options.initdbArgs ?? []];
    await promisify(execFile)(join(this.binaries.folder, 'bin', 'initdb'), args, { ...serverUser, cwd: this.folder.path, env: serverEnvironment });
    if (options.settings !== undefined) this.writeConfiguration('postgresql.conf', options.settings);
    if (options.hostBasedAuthentication !== undefined) this.writeConfiguration('pg_hba.conf', options.hostBasedAuthentication);
  }

  private async tryStart(settings: string): Promise<string | undefined> {
    if (!existsSync(this.dataDirectory)) await this.initialize({});
    this.writeConfiguration('postgresql.conf', settings);
    try {
      await this.run();
      return undefined;
    } catch (error) {
      if (error instanceof ServerRefuses) return error.complaint;
      throw error;
    } finally {
      await this.end('SIGINT');
    }
  }

  // The server also speaks of errors when a setting is right but cannot change before a restart.
  private async refusesSettings(): Promise<boolean> {
    const { rows } = await this.query(`SELECT FROM pg_file_settings LEFT JOIN pg_settings USING (name)
      WHERE error IS NOT NULL AND pending_restart IS NOT TRUE`);
    return rows.length > 0;
  }

  private async run(): Promise<void> {
    const log = this.log().length;
    for (let attempt = 1; ; attempt++) {
      this.currentPort = await freePort();
      this.launch();
      if (await this.isReady()) return;
      await this.end('SIGQUIT');
      const complaint = this.log().slice(log);
      // Somebody else may take the port between its choice and its use.
      if (attempt === 3 || !complaint.includes('could not create any TCP/IP sockets')) throw new ServerRefuses(withoutPrefixes(complaint));
    }
  }

  private launch(): void {
    const log = openSync(this.logFile, 'a');
    const set = (name: string, value: string | number) => ['-c', `${name}=${value}`];
    const args = [
      '-D', this.dataDirectory, ...set('listen_addresses', '127.0.0.1'), ...set('port', this.currentPort),
      ...set('unix_socket_directories', this.socketDirectory), ...set('fsync', 'off'),
    ];
    // Detached, so that Ctrl-C in the terminal reaches the server through the guard of its folder only.
    const child = spawn(join(this.binaries.folder, 'bin', 'postgres'), args, {
      ...serverUser, cwd: this.folder.path, env: serverEnvironment, stdio: ['ignore', log, log], detached: true,
    });
    closeSync(log);
    child.unref();
    child.on('exit', () => this.folder.guard(undefined));
    this.folder.guard(child.pid);
    this.process = child;
  }

  // As pg_ctl does it: the log may go elsewhere, and connecting may be forbidden.
  private async isReady(): Promise<boolean> {
    const statusFile = join(this.dataDirectory, 'postmaster.pid');
    let ready = false;
    await this.until('the server is ready', () => {
      const [pid, , , , , , , status] = existsSync(statusFile) ? readFileSync(statusFile, 'utf8').split('\n') : [];
      ready = pid === `${this.process!.pid}` && status?.trim() === 'ready';
      return ready || !this.isRunning;
    });
    return ready;
  }

  private get isRunning(): boolean {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    await Promise.all([...this.clients].map((client) => client.end().catch(() => {})));
    this.clients.clear();
    if (!this.isRunning) return;
    this.process!.kill(signal);
    await this.until('the server has ended', () => !this.isRunning);
  }

  private async until(event: string, hasHappened: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + TIMEOUT_MILLISECONDS;
    while (!await hasHappened()) {
      if (Date.now() > deadline) {
        throw new Error(`PostgreSQL ${this.version}: waited ${TIMEOUT_MILLISECONDS / 1000} seconds in vain until ${event}. Its log:\n${this.log()}`);
      }
      await sleep(POLL_MILLISECONDS);
    }
  }
}

// Making a data directory takes longer than everything else of a check, so that each major has one for all of them.
const checkServers = new Map<string, RealPostgres>();

const TIMEOUT_MILLISECONDS = 30_000;
const POLL_MILLISECONDS = 5;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.on('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

// Time and process id of a log line say nothing to the reader of a test.
function withoutPrefixes(log: string): string {
  return log.trim().replace(/^.*?(?=(?:LOG|WARNING|ERROR|FATAL|PANIC|HINT|DETAIL|CONTEXT): )/gm, '');
}
