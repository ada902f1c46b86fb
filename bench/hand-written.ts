import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'fs';
import { join } from 'path';
import { interleave, median, run } from './measure';
import { ms, ratio, Section } from './report';
import { build, GoIsMissing } from '../tools/build';

/** Two charts of equal function. */
interface Charts {
  readonly generated: string;
  readonly byHand: string;
}

const root = join(__dirname, '..');

/** Files of the golden chart that are not made from its construct, and that the other has no use for. */
const EXTRA = ['templates/certificate.yaml', 'templates/extra.yaml', 'crds', 'docs'];

/** (e) The generated chart of an example beside one of equal function that was written by hand. */
export function handWritten(folder: string, quick: boolean): Section {
  const charts: Charts = { generated: generatedChart(folder), byHand: join(__dirname, 'programs', 'hand-written', 'web') };
  const sizes = ['templates', 'templates/_helpers.tpl', 'values.yaml', 'values.schema.json']
    .map((part) => ({ part, generated: linesIn(join(charts.generated, part)), byHand: linesIn(join(charts.byHand, part)) }));
  const times = helmTimes(folder, charts, quick ? 5 : 21);
  const row = (name: string, { generated, byHand }: { generated: number; byHand: number }, text: (value: number) => string) => (
    [name, text(generated), text(byHand), ratio(generated / byHand)]);
  return {
    title: '(e) The chart of test/helm/golden/web beside one of equal function that was written by hand',
    header: ['', 'generated', 'by hand', 'ratio'],
    rows: [
      ...sizes.map((size) => row(`lines of ${size.part}`, size, String)),
      ...times.map((time) => row(`${time.helm} template (ms)`, time, ms)),
    ],
    notes: [
      'That both make the same objects is shown by test/helm/hand-written.test.ts. Lines with nothing on them do not count, those of comments do.',
      `The times are medians of ${quick ? 5 : 21} processes each, one chart after the other.`,
      ...(times.length > 0 ? [] : ['helm template is SKIPPED: there is no Go to build Helm with.']),
    ],
    figures: { sizes, times },
  };
}

function generatedChart(folder: string): string {
  const chart = join(folder, 'web');
  mkdirSync(chart);
  cpSync(join(root, 'test', 'helm', 'golden', 'web'), chart, { recursive: true });
  for (const file of EXTRA) rmSync(join(chart, file), { recursive: true });
  return chart;
}

/** Lines with something on them, in a file or in all files of a folder. */
function linesIn(path: string): number {
  const files = statSync(path).isFile() ? [path]
    : readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  return files.flatMap((file) => readFileSync(file, 'utf8').split('\n')).filter((line) => line.trim() !== '').length;
}

function helmTimes(folder: string, charts: Charts, rounds: number): { helm: string; generated: number; byHand: number }[] {
  // Without plugins, repositories or settings of whoever runs the bench.
  const environment = { HOME: join(folder, 'home'), KUBECONFIG: join(folder, 'none') };
  return helms().map(({ helm, command }) => {
    const time = (chart: string) => run(command, ['template', 'my-web', chart], environment).milliseconds;
    // The first run of a command reads it from disk.
    time(charts.generated);
    const times = interleave(rounds, { generated: () => time(charts.generated), byHand: () => time(charts.byHand) });
    return { helm, generated: median(times.generated), byHand: median(times.byHand) };
  });
}

function helms(): { helm: string; command: string }[] {
  try {
    return ([3, 4] as const).map((version) => ({ helm: `helm ${version}`, command: build(`helm${version}`) }));
  } catch (error) {
    if (!(error instanceof GoIsMissing) || process.env.CI === 'true') throw error;
    return [];
  }
}
