import { PackageReport } from './report';

/** Whether whoever runs the program asks for figures: by `--stats` among its arguments, or where it has none, by a variable of the environment. */
export function areStatsWanted(): boolean {
  const { CDK8S_POSTGRES_STATS: variable = '' } = process.env;
  return process.argv.slice(2).includes('--stats') || !['', '0', 'false'].includes(variable);
}

/** The figures of a chart that was written, for people. */
export function statsText(chart: string, folder: string, report: PackageReport): string {
  const { rows, replays, replayTime, learnTime, certificateChecks, certificateTime, unreachable, huntCases, huntFound, huntTime } = report;
  const lines = [
    ['switches', count(report.switches), 'values and elements of lists that the construct can branch on'],
    ['rows', count(rows), `situations that the templates were learned from, in ${time(learnTime)}`],
    ['replays', count(replays), `runs of the construct, in ${time(replayTime)}, ${(replayTime / Math.max(1, replays)).toFixed(1)} ms each`],
    ['certificate', count(certificateChecks), `sets of values checked, in ${time(certificateTime)}; ${counted(unreachable, 'combination')} out of reach`],
    ['hunt', count(huntCases), `random cases without a difference, in ${time(huntTime)}; ${counted(huntFound, 'difference')} found and learned before`],
  ];
  return `${chart} was written to ${folder} in ${time(report.totalTime)}\n${lines.map(([name, figure, words]) => `  ${name.padEnd(11)} ${figure.padStart(9)} ${words}\n`).join('')}`;
}

function time(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

function counted(number: number, what: string): string {
  return `${count(number)} ${what}${number === 1 ? '' : 's'}`;
}

function count(number: number): string {
  return number.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}
