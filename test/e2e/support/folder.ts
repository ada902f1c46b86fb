import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CommandOptions, execute, Result, run } from './command';
import { FEAF } from './namespaces';

const REPOSITORY = join(__dirname, '../../..');

/** A folder `k8s` as in the deployment document: the manifests and all scripts beside each other. */
export class Folder {
  public readonly path: string;

  private readonly parent = mkdtempSync(join(tmpdir(), 'cdk8s-postgres-e2e-'));

  /** For another namespace than that of the document, the manifests are changed, as with sed. */
  public constructor(private readonly namespace = FEAF) {
    this.path = join(this.parent, 'k8s');
    mkdirSync(this.path);
    cpSync(join(REPOSITORY, 'dist/feaf-dashboard'), this.path, { recursive: true });
    for (const script of readdirSync(join(REPOSITORY, 'scripts')).filter((name) => name.endsWith('.sh'))) {
      cpSync(join(REPOSITORY, 'scripts', script), join(this.path, script));
    }
    if (namespace !== FEAF) this.rename(this.path);
  }

  /** Runs a command line in the folder, whatever its exit status. */
  public async execute(command: string, options: CommandOptions = {}): Promise<Result> {
    return execute(command, { cwd: this.path, ...options });
  }

  /** Runs a command line in the folder, which must succeed. */
  public async run(command: string, options: CommandOptions = {}): Promise<Result> {
    return run(command, { cwd: this.path, ...options });
  }

  /** Runs one of the scripts with the namespace of the folder, whatever its exit status. */
  public async script(line: string, options: CommandOptions = {}): Promise<Result> {
    return this.execute(this.namespace === FEAF ? `./${line}` : `./${line} --namespace ${this.namespace}`, { seconds: 330, ...options });
  }

  /** Removes it. */
  public remove(): void {
    rmSync(this.parent, { recursive: true, force: true });
  }

  private rename(path: string): void {
    for (const name of readdirSync(path)) {
      const entry = join(path, name);
      if (statSync(entry).isDirectory()) this.rename(entry);
      else if (name.endsWith('.yaml')) writeFileSync(entry, readFileSync(entry, 'utf8').replaceAll(FEAF, this.namespace));
    }
  }
}
