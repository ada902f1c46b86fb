import { rmSync } from 'fs';
import { join } from 'path';
import { firstDifference, interleave, median, run } from './measure';
import { ms, ratio, Section, target } from './report';

const kinds = ['App', 'LinearApp'] as const;

interface Figures {
  readonly databases: number;
  readonly rounds: number;
  /** Medians in milliseconds. */
  readonly construct: Record<string, number>;
  readonly synth: Record<string, number>;
  readonly process: Record<string, number>;
}

/** (a) Synthesis of many databases, each in its own chart: cdk8s' `App` beside `LinearApp` on the same constructs. */
export function synthScale(folder: string, quick: boolean): Section {
  const counts = quick ? [1, 10, 100] : [1, 10, 100, 1000];
  const figures = counts.map((count) => measure(folder, count, quick || count === 1000 ? 3 : 7));
  const inside = ({ construct, synth }: Figures, kind: string) => construct[kind] + synth[kind];
  const perDatabase = (databases: number) => {
    const row = figures.find((figure) => figure.databases === databases);
    return row && inside(row, 'LinearApp') / databases;
  };
  const largest = figures[figures.length - 1];
  const notes = ['In-process is synth() alone, construct is the same for both, process is the whole of node, start to end.',
    'The output of both is equal to the byte in every row.'];
  if (quick) {
    notes.push('--quick: without the 1,000 databases that the targets speak of.');
  } else {
    notes.push(
      target('LinearApp, construct and synth per database, at 1,000 relative to 100', perDatabase(1000)! / perDatabase(100)!, 1.2, 'at most'),
      target('App / LinearApp at 1,000, synth', largest.synth.App / largest.synth.LinearApp, 5, 'at least'),
      target('App / LinearApp at 1,000, whole process', largest.process.App / largest.process.LinearApp, 5, 'at least'),
    );
  }
  return {
    title: '(a) Synthesis of N databases like FEAF\'s, each in its own Chart (ms)',
    header: ['N', 'rounds', 'construct', 'synth: App', 'LinearApp', 'ratio', 'process: App', 'LinearApp', 'ratio', 'LinearApp per database'],
    rows: figures.map((figure) => [
      `${figure.databases}`, `${figure.rounds}`, ms(figure.construct.LinearApp),
      ms(figure.synth.App), ms(figure.synth.LinearApp), ratio(figure.synth.App / figure.synth.LinearApp),
      ms(figure.process.App), ms(figure.process.LinearApp), ratio(figure.process.App / figure.process.LinearApp),
      ms(inside(figure, 'LinearApp') / figure.databases),
    ]),
    notes,
    figures,
  };
}

/** Synthesizes that many databases with `LinearApp` into a folder. */
export function synthesize(kind: typeof kinds[number], count: number, outdir: string) {
  return run(process.execPath, [join(__dirname, 'programs', 'databases.js'), kind, `${count}`, outdir]);
}

function measure(folder: string, databases: number, rounds: number): Figures {
  const outdir = (kind: string) => join(folder, `${kind}-${databases}`);
  const runs = interleave(rounds, Object.fromEntries(kinds.map((kind) => [kind, () => {
    rmSync(outdir(kind), { recursive: true, force: true });
    const { milliseconds, output } = synthesize(kind, databases, outdir(kind));
    return { ...JSON.parse(output) as { construct: number; synth: number }, process: milliseconds };
  }])));
  const difference = firstDifference(outdir('App'), outdir('LinearApp'));
  if (difference) throw new Error(`App and LinearApp differ in ${difference} of ${databases} databases; compare the folders in ${folder}.`);
  const medians = (part: 'construct' | 'synth' | 'process') =>
    Object.fromEntries(kinds.map((kind) => [kind, median(runs[kind].map((result) => result[part]))]));
  for (const kind of kinds) rmSync(outdir(kind), { recursive: true, force: true });
  return { databases, rounds, construct: medians('construct'), synth: medians('synth'), process: medians('process') };
}
