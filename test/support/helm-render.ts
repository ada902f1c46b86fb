import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { tool } from './tools';

/** The majors of Helm that charts are tested with. */
export type HelmVersion = 3 | 4;

/** One set of values, and what else `helm template` would be told. */
export interface RenderRequest {
  /** What the first file of values holds; without it there is none. */
  readonly values?: object;

  /** YAML texts of further files of values, each over those before it and over `values`. */
  readonly valuesFiles?: readonly string[];

  /** What follows `--set`, each as in `a.b=1`. */
  readonly set?: readonly string[];

  /** What follows `--set-string`, each as in `a.b=1`. */
  readonly setString?: readonly string[];

  /** The release; named `release-name` in namespace `default` where nothing is said. */
  readonly release?: { readonly name?: string; readonly namespace?: string };

  /** The Kubernetes that the templates see, `1.34.0` by default. */
  readonly kubeVersion?: string;

  /** The APIs that the templates see besides those that Helm knows, each as in `monitoring.coreos.com/v1`. */
  readonly apiVersions?: readonly string[];
}

/** An object as Kubernetes would read it. */
export type RenderedObject = Record<string, any>;

/** What a chart became. */
export interface Rendered {
  /** The objects that are no hooks, in the order in which Helm installs them. */
  readonly manifests: RenderedObject[];

  /** The template that each of `manifests` came from, as in `chart/templates/service.yaml`. */
  readonly files: string[];

  /** The hooks, in the order in which `helm template` prints them. */
  readonly hooks: RenderedObject[];

  /** The template that each of `hooks` came from. */
  readonly hookFiles: string[];

  /** The text of NOTES.txt, empty when there is none. */
  readonly notes: string;

  /** What Helm said on the way, such as of a list that became a table; mostly nothing. */
  readonly warnings: string[];

  readonly error?: undefined;
}

/** Why Helm refused to render. */
export interface NotRendered {
  /** The words of Helm, without the `Error: ` that its command sets before them. */
  readonly error: string;
}

/** What came of one request; it has an `error` or it has objects. */
export type RenderResult = Rendered | NotRendered;

/** Renders a chart with many sets of values in one process, with the engine of Helm itself: what takes `helm` a while takes this a moment. */
export class HelmRenderer {
  constructor(private readonly version: HelmVersion, private readonly chartFolder: string) {}

  /**
   * What Helm makes of each request, in their order. The chart is read once for each call.
   *
   * @throws Error when Helm cannot load the chart, and when a request ends Helm itself, as a `tpl` does that calls itself for ever.
   */
  render(requests: readonly RenderRequest[]): RenderResult[] {
    return this.renderLines(requests).map((line) => JSON.parse(line));
  }

  /** The same as JSON texts, for numbers that JavaScript cannot hold. */
  renderLines(requests: readonly RenderRequest[]): string[] {
    const result = spawnSync(tool(`render${this.version}`), [this.chartFolder], {
      input: requests.map((request) => `${JSON.stringify(request)}\n`).join(''),
      encoding: 'utf8',
      maxBuffer: 1024 * 1024 * 1024,
    });
    const lines = (result.stdout ?? '').split('\n').slice(0, -1);
    if (result.error || result.status !== 0) {
      // The stack of a Go program that overflowed is endless.
      const reason = `${result.error?.message ?? result.signal ?? result.status}: ${(result.stderr ?? '').slice(0, 1000)}`;
      throw new Error(`Helm ${this.version} answered ${lines.length} of ${requests.length} requests to render ${this.chartFolder}, then ended with ${reason}`);
    }
    return lines;
  }
}

/** How a run of the `helm` command ended. */
export interface HelmRun {
  /** The exit code; null when a signal ended it. */
  readonly status: number | null;

  readonly stdout: string;

  readonly stderr: string;
}

/** Runs the real command, without a cluster, and without plugins, repositories or settings of whoever calls. */
export function helm(version: HelmVersion, ...args: readonly string[]): HelmRun {
  const home = mkdtempSync(join(tmpdir(), 'helm-home-'));
  try {
    const { status, stdout, stderr, error } = spawnSync(tool(`helm${version}`), args, {
      env: { PATH: process.env.PATH, HOME: home, KUBECONFIG: join(home, 'none') },
      encoding: 'utf8',
      maxBuffer: 1024 * 1024 * 1024,
    });
    if (error) throw error;
    return { status, stdout, stderr };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
