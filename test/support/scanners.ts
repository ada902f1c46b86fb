import { spawnSync } from 'child_process';
import { tool } from './tools';
import { ToolName } from '../../tools/build';

/** What one scanner says against manifests. */
export interface Scan {
  /** Ids of the checks that failed, each once, sorted. */
  readonly findings: readonly string[];
  /** How many checks were made and passed. */
  readonly passed: number;
}

/** The tools that are asked. */
export const SCANNERS: readonly ToolName[] = ['checkov', 'kube-score', 'pod-security'];

const KUBERNETES = 'v1.34';

/** What checkov says of a file, with its checks for Kubernetes. Nothing is skipped, and nothing is fetched. */
export function checkov(file: string): Scan {
  // A status of 1 says that there are findings.
  const { results, summary } = JSON.parse(run('checkov', [0, 1], '--file', file, '--framework', 'kubernetes', '--output', 'json', '--compact', '--quiet', '--skip-download'));
  if (summary.parsing_errors > 0 || summary.skipped > 0) throw new Error(`checkov could not read, or was told to skip: ${JSON.stringify(summary)}`);
  return { findings: sorted(results.failed_checks.map((check: any) => check.check_id)), passed: summary.passed };
}

/** What kube-score says of a file, critical or as a warning, with its optional tests or without. Annotations that switch tests off count for nothing. */
export function kubeScore(file: string, isWithOptional: boolean): Scan {
  const optional = isWithOptional ? ['--all-default-optional'] : [];
  const options = ['--kubernetes-version', KUBERNETES, '--disable-ignore-checks-annotations', ...optional];
  const objects = JSON.parse(run('kube-score', [0, 1], 'score', ...options, '--output-format', 'json', file));
  const checks = objects.flatMap((object: any) => object.checks).filter((check: any) => !check.skipped);
  // The grades of kube-score: 1 is critical, 5 a warning, 7 nearly good, 10 good.
  const findings = checks.filter((check: any) => check.grade < 7);
  return { findings: sorted(findings.map((check: any) => check.check.id)), passed: checks.length - findings.length };
}

/** What breaks a level of Pod Security, in the words of the API server, and how many pods or templates of pods keep it. */
export function podSecurity(file: string, level: 'baseline' | 'restricted'): Scan {
  const lines = run('pod-security', [0], '-version', KUBERNETES, file).split('\n').filter((line) => line !== '');
  const verdicts = lines.map((line) => JSON.parse(line)).filter((verdict) => verdict.level === level);
  return { findings: sorted(verdicts.flatMap((verdict) => verdict.reasons)), passed: verdicts.filter((verdict) => verdict.allowed).length };
}

function run(name: ToolName, statuses: readonly number[], ...args: readonly string[]): string {
  const { stdout, stderr, status, error } = spawnSync(tool(name), args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error || status === null || !statuses.includes(status)) throw new Error(`${name} ended with ${error?.message ?? status}: ${stderr}`);
  return stdout;
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}
