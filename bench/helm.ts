import { readdirSync } from 'fs';
import { join } from 'path';
import { interleave, median, run } from './measure';
import { SWITCHES } from './programs/helm-chart';
import { ms, ratio, Section, target } from './report';
import type { PackageReport } from '../src/helm/report';

/** One chart, traced and written in a process of its own. */
interface Written {
  /** Wall time without that of the process, in milliseconds. */
  readonly milliseconds: number;
  readonly bytes: number;
  readonly report: PackageReport;
}

interface Figures extends Written {
  readonly switches: number;
  readonly rounds: number;
  readonly templates: number;
}

/** What a chart may take, in milliseconds, by the number of its switches. */
const LIMITS: ReadonlyMap<number, number> = new Map([[30, 5_000], [60, 10_000]]);

/** What it may take beyond running the program once for each row, where that alone is over the limit. */
const MOST_BEYOND_REPLAYS = 1.5;

/** (d) A chart of Helm found by running its program: time and memory by the number of switches. */
export function helmCharts(folder: string, quick: boolean): Section {
  const figures = SWITCHES.filter((switches) => !quick || switches <= 20).map((switches) => measure(folder, switches, quick ? 1 : 3));
  return {
    title: '(d) A Helm chart with N switches, traced and written (times in ms)',
    header: [
      'N', 'rounds', 'all but the hunt', 'replaying', 'learning', 'certificate', 'the rest', 'hunt', 'MB', 'templates', 'branches', 'rows', 'replays',
      'rows x replay', 'ratio',
    ],
    rows: figures.map((figure) => {
      const { switches, rounds, bytes, templates, report } = figure;
      return [
        `${switches}`, `${rounds}`, ms(withoutHunt(figure)), ms(report.replayTime), ms(report.learnTime), ms(report.certificateTime), ms(rest(figure)),
        ms(report.huntTime), (bytes / 1e6).toFixed(0), `${templates}`, `${report.switches}`, `${report.rows}`, `${report.replays}`,
        ms(rowsTimesReplay(figure)), ratio(beyond(figure)),
      ];
    }),
    notes: [
      'The program is bench/programs/helm-chart.ts; N counts booleans, optional groups and enumerations outside lists, branches all that it can branch on.',
      'All but the hunt is from the declarations to the files; the rest looks for comparisons, checks what was learned, and writes. Rows x replay is what the program itself takes, once for each row; the ratio is what the first is of the second.',
      'MB is by how much the process grew at most. The runs that the certificate asked for are among the replays.',
      ...figures.map(huntNote),
      ...figures.flatMap(limitNotes),
    ],
    figures,
  };
}

function measure(folder: string, switches: number, rounds: number): Figures {
  const outdir = join(folder, `chart-${switches}`);
  const { written } = interleave(rounds, { written: () => write(switches, outdir) });
  const times = written.map(withoutHunt);
  const typical = written[times.indexOf([...times].sort((a, b) => Math.abs(a - median(times)) - Math.abs(b - median(times)))[0])];
  const templates = readdirSync(join(outdir, 'templates')).filter((file) => file.endsWith('.yaml')).length;
  return { switches, rounds, templates, ...typical };
}

function write(switches: number, outdir: string): Written {
  const program = join(__dirname, 'programs', 'write-chart.ts');
  return JSON.parse(run(process.execPath, ['-r', 'ts-node/register/transpile-only', program, `${switches}`, outdir]).output);
}

function withoutHunt({ milliseconds, report }: Written): number {
  return milliseconds - report.huntTime;
}

function rest(written: Written): number {
  const { replayTime, learnTime, certificateTime } = written.report;
  return withoutHunt(written) - replayTime - learnTime - certificateTime;
}

function rowsTimesReplay({ report }: Written): number {
  return report.rows * report.replayTime / report.replays;
}

function beyond(figure: Written): number {
  return withoutHunt(figure) / rowsTimesReplay(figure);
}

function huntNote({ switches, report }: Figures): string {
  return `N = ${switches}: hunted with ${report.huntCases} random sets of values, which found ${report.huntFound} differences; `
    + `${report.certificateChecks} sets certified, ${report.unreachable} combinations that no values reach.`;
}

function limitNotes(figure: Figures): string[] {
  const limit = LIMITS.get(figure.switches);
  if (limit === undefined) return [];
  const time = target(`N = ${figure.switches}, seconds without the hunt`, withoutHunt(figure) / 1000, limit / 1000, 'at most');
  if (rowsTimesReplay(figure) <= limit) return [time];
  return [time, target(`N = ${figure.switches}, its program alone is over that: all but the hunt / rows x replay`, beyond(figure), MOST_BEYOND_REPLAYS, 'at most')];
}
