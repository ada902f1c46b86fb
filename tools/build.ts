import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'fs';
import { join, relative } from 'path';
import { withLock } from './lock';
import { installPackages, PythonCommand, PythonIsMissing, starter } from './python';

/** A command line tool of a Go module that one of the go.mod files here pins, or one of our own upon such a module. */
interface Command {
  /** Folder of that go.mod, relative to this one. */
  readonly folder: string;
  /** The module that is pinned; its version is that of the tool. */
  readonly module: string;
  /** The package of the command, below the module; one of our own starts with `./` and lies below the folder. */
  readonly package: string;
  /** What the tool's own release sets at link time; without it the tool does not know its version. */
  readonly variables?: (pinned: (module: string) => string) => Record<string, string>;
}

const helm3 = 'helm.sh/helm/v3';
const helm4 = 'helm.sh/helm/v4';
const distributionModule = 'github.com/distribution/distribution/v3';
const kubeconform = 'github.com/yannh/kubeconform';
const kubeScore = 'github.com/zegl/kube-score';

const helm3Variables: Command['variables'] = (pinned) => {
  // Without these, `helm template` renders for Kubernetes 1.20. Version 0.N of client-go is that of Kubernetes 1.N.
  const minor = pinned('k8s.io/client-go').split('.')[1];
  const places = [`${helm3}/pkg/chartutil`, `${helm3}/pkg/lint/rules`];
  return {
    [`${helm3}/internal/version.version`]: pinned(helm3),
    ...Object.fromEntries(places.flatMap((place) => [[`${place}.k8sVersionMajor`, '1'], [`${place}.k8sVersionMinor`, minor]])),
  };
};

const helm4Variables: Command['variables'] = (pinned) => ({ [`${helm4}/internal/version.version`]: pinned(helm4) });

const commands = {
  'kubeconform': {
    folder: '.',
    module: kubeconform,
    package: 'cmd/kubeconform',
    variables: (pinned) => ({ 'main.version': pinned(kubeconform) }),
  },
  'kustomize': { folder: 'kustomize', module: 'sigs.k8s.io/kustomize/kustomize/v5', package: '' },
  'helm4': { folder: '.', module: helm4, package: 'cmd/helm', variables: helm4Variables },
  'helm3': { folder: 'helm3', module: helm3, package: 'cmd/helm', variables: helm3Variables },
  // Templates see the version of Helm, so these have to know it as well.
  'render4': { folder: '.', module: helm4, package: './render', variables: helm4Variables },
  'render3': { folder: 'helm3', module: helm3, package: './render', variables: helm3Variables },
  'kube-score': { folder: 'kube-score', module: kubeScore, package: 'cmd/kube-score', variables: (pinned) => ({ 'main.version': pinned(kubeScore) }) },
  'pod-security': { folder: 'pod-security', module: 'k8s.io/pod-security-admission', package: './' },
  'checkov': { folder: 'checkov', distribution: 'checkov', runs: 'checkov.main' },
  'archive': { folder: 'archive', module: helm4, package: './' },
  'throwaway-key': { folder: 'archive', module: 'github.com/ProtonMail/go-crypto', package: './throwaway-key' },
  'registry': {
    folder: 'registry',
    module: distributionModule,
    package: './',
    variables: (pinned) => ({ [`${distributionModule}/version.version`]: pinned(distributionModule) }),
  },
} satisfies Record<string, Command | PythonCommand>;

export type ToolName = keyof typeof commands;

export const toolNames = Object.keys(commands) as ToolName[];

/** Go itself is not installed: a failure that a laptop may pass over. */
export class GoIsMissing extends Error {}

/** Whether a failure is that of a laptop without Go or Python. */
export function isForWantOfLanguage(error: unknown): error is Error {
  return error instanceof GoIsMissing || error instanceof PythonIsMissing;
}

/**
 * The path of a built tool. Builds it when it is missing or older than what pins it or our sources of it.
 *
 * Several processes may ask at once: the binary is replaced in one step, and the lock spares them doing the same work twice.
 *
 * @throws GoIsMissing or PythonIsMissing when it has to be built and there is no such language; Error with the compiler's output when it does not compile.
 */
export function build(name: ToolName, binaries = join(__dirname, '.bin')): string {
  const command: Command | PythonCommand = commands[name];
  const binary = join(binaries, name);
  const stamp = `${binary}.stamp`;
  const wanted = fingerprint(command);
  const isCurrent = () => existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (!isCurrent()) {
    mkdirSync(binaries, { recursive: true });
    withLock(`${binary}.lock`, () => {
      if (!isCurrent()) {
        if (isPython(command)) install(name, command, binary);
        else compile(name, command, binary);
        replaceFile(stamp, wanted);
      }
    });
  }
  return binary;
}

/** The version that go.mod pins, as in `v4.3.1`. */
export function pinnedVersion(name: ToolName): string {
  const command: Command | PythonCommand = commands[name];
  return isPython(command) ? versionOfPackage(command) : versionOf(command, command.module);
}

function isPython(command: Command | PythonCommand): command is PythonCommand {
  return 'distribution' in command;
}

function install(name: ToolName, command: PythonCommand, binary: string): void {
  const started = Date.now();
  process.stderr.write(`Installing ${name} ${pinnedVersion(name)} into ${relative(process.cwd(), binary)}, once; half a minute ...\n`);
  installPackages(command, `${binary}.environment`);
  replaceFile(binary, starter(command, `${name}.environment`));
  chmodSync(binary, 0o755);
  process.stderr.write(`Installed ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}

function versionOfPackage({ folder, distribution }: PythonCommand): string {
  const pin = readFileSync(join(__dirname, folder, 'requirements.txt'), 'utf8').split('\n').find((line) => line.startsWith(`${distribution}==`));
  if (!pin) throw new Error(`${join('tools', folder, 'requirements.txt')} does not pin ${distribution}.`);
  return pin.slice(distribution.length + 2);
}

function compile(name: ToolName, command: Command, binary: string): void {
  const started = Date.now();
  process.stderr.write(`Building ${name} ${pinnedVersion(name)} into ${relative(process.cwd(), binary)}, once; a minute or two on a fresh machine ...\n`);
  const unfinished = `${binary}.${process.pid}`;
  const result = spawnSync('go', ['build', ...buildFlags(command), '-o', unfinished, packagePath(command)], {
    cwd: join(__dirname, command.folder),
    // Go alone has to be enough, so no C compiler.
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if ((result.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    throw new GoIsMissing(`${name} must be built, but the command "go" was not found. Install Go 1.26 or newer (https://go.dev/dl) and run it again.`);
  }
  if (result.error || result.status !== 0) {
    rmSync(unfinished, { force: true });
    throw new Error(`go build of ${name} in ${join('tools', command.folder)} failed (${result.error?.message ?? result.signal ?? result.status}):\n${result.stderr}`);
  }
  renameSync(unfinished, binary);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stderr.write(`Built ${name} in ${seconds} s, ${(statSync(binary).size / 1e6).toFixed(0)} MB.\n`);
}

function buildFlags(command: Command): string[] {
  const variables = command.variables?.((module) => versionOf(command, module)) ?? {};
  const set = Object.entries(variables).map(([variable, value]) => ` -X ${variable}=${value}`);
  return ['-trimpath', '-buildvcs=false', `-ldflags=-s -w${set.join('')}`];
}

function packagePath(command: Command): string {
  return isOurs(command) ? command.package : [command.module, command.package].filter(Boolean).join('/');
}

function isOurs(command: Command): boolean {
  return command.package.startsWith('./');
}

function versionOf(command: Command, module: string): string {
  const lines = readFileSync(join(__dirname, command.folder, 'go.mod'), 'utf8').split('\n');
  const required = lines.map((line) => line.trim().replace('require ', '').split(' ')).find(([path, version]) => path === module && version);
  if (!required) {
    throw new Error(`${join('tools', command.folder, 'go.mod')} does not require ${module}. Run "go get ${isOurs(command) ? module : `-tool ${packagePath(command)}`}@VERSION" there.`);
  }
  return required[1];
}

function fingerprint(command: Command | PythonCommand): string {
  const hash = createHash('sha256');
  if (isPython(command)) {
    return hash.update(readFileSync(join(__dirname, command.folder, 'requirements.txt'))).update([command.runs, process.platform, process.arch].join('\n')).digest('hex');
  }
  for (const file of ['go.mod', 'go.sum', ...sources(command)]) {
    hash.update(readFileSync(join(__dirname, command.folder, file)));
  }
  return hash.update([...buildFlags(command), packagePath(command), process.platform, process.arch].join('\n')).digest('hex');
}

function sources(command: Command): string[] {
  const files = isOurs(command) ? readdirSync(join(__dirname, command.folder, command.package)) : [];
  return files.filter((file) => file.endsWith('.go')).sort().map((file) => join(command.package, file));
}

function replaceFile(path: string, content: string): void {
  writeFileSync(`${path}.${process.pid}`, content);
  renameSync(`${path}.${process.pid}`, path);
}

/** `npm run tools [-- NAME...]` */
function main(names: string[]): void {
  const unknown = names.filter((name) => !toolNames.includes(name as ToolName));
  if (unknown.length > 0) {
    throw new Error(`There is no tool "${unknown.join('", "')}". The tools are ${toolNames.join(', ')}; without a name all are built.`);
  }
  for (const name of names.length > 0 ? (names as ToolName[]) : toolNames) {
    process.stdout.write(`${build(name)}\n`);
  }
}

if (require.main === module) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
