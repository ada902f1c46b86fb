import { existsSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { median, run } from './measure';
import { ms, Section } from './report';
import { synthesize } from './synth-scale';

/** (c) `kustomize build` of the same output, for scale. */
export function kustomizeBuild(folder: string, quick: boolean): Section {
  const title = '(c) kustomize build of the same output, one file per database (ms)';
  const kustomize = join(__dirname, '..', 'tools', '.bin', 'kustomize');
  if (!existsSync(kustomize)) {
    if (process.env.CI === 'true') throw new Error(`${kustomize} is missing; build it with \`npm run tools\`.`);
    return { title, header: ['SKIPPED'], rows: [], notes: [`${kustomize} is missing; build it with \`npm run tools\`.`], figures: {} };
  }
  const figures = (quick ? [1, 10, 100] : [1, 10, 100, 1000]).map((databases) => {
    const outdir = join(folder, `kustomize-${databases}`);
    synthesize('LinearApp', databases, outdir);
    const resources = readdirSync(outdir);
    writeFileSync(join(outdir, 'kustomization.yaml'), JSON.stringify({ resources }));
    // The time grows with the square or faster, so once must do for the largest, and not to its end.
    const runs = Array.from({ length: databases === 1000 ? 1 : 5 }, () => run(kustomize, ['build', outdir], {}, 30_000));
    return { databases, rounds: runs.length, milliseconds: median(runs.map((one) => one.milliseconds)), finished: runs.every((one) => one.finished) };
  });
  return {
    title,
    header: ['N', 'rounds', 'kustomize build', 'per database'],
    rows: figures.map(({ databases, rounds, milliseconds, finished }) =>
      [`${databases}`, `${rounds}`, ...[milliseconds, milliseconds / databases].map((value) => `${finished ? '' : 'over '}${ms(value)}`)]),
    notes: ['It only reads, orders and prints what synthesis has written.'],
    figures,
  };
}
