import { readFileSync } from 'fs';
import { join } from 'path';
import { interleave, median, run } from './measure';
import { ms, ratio, Section, target } from './report';

const programs = join(__dirname, 'programs');

interface Program {
  readonly args: string[];
  readonly environment: Record<string, string>;
}

/** (b) The FEAF synthesis as a process, precompiled, beside the least node and the least cdk8s-plus-28 app can do, and where its time goes. */
export function startToFinish(folder: string, quick: boolean): Section {
  const feaf: Program = { args: [join(__dirname, '..', 'lib', 'main.js')], environment: { CDK8S_OUTDIR: join(folder, 'feaf') } };
  const bare: Program = { args: [join(programs, 'bare.js'), join(folder, 'bare')], environment: {} };
  const node = ({ args, environment }: Program) => run(process.execPath, args, environment).milliseconds;

  const times = interleave(quick ? 5 : 21, {
    node: () => node({ args: ['-e', '0'], environment: {} }),
    bare: () => node(bare),
    feaf: () => node(feaf),
  });
  const parts = interleave(quick ? 3 : 11, { bare: () => timeSpent(folder, bare), feaf: () => timeSpent(folder, feaf) });

  const medians = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
  const names = [...new Set([...parts.bare, ...parts.feaf].flatMap((spent) => Object.keys(spent)))];
  const all = names.map((name) => ({
    name,
    bare: median(parts.bare.map((spent) => spent[name] ?? 0)),
    feaf: median(parts.feaf.map((spent) => spent[name] ?? 0)),
  }));
  const large = all.filter((part) => Math.max(part.bare, part.feaf) >= 1).sort((a, b) => b.feaf - a.feaf);
  const small = all.filter((part) => !large.includes(part));
  const breakdown = [...large, { name: 'all below 1 ms', bare: sum(small.map((part) => part.bare)), feaf: sum(small.map((part) => part.feaf)) }];
  const row = (name: string, bareTime: number, feafTime: number) =>
    [name, ms(bareTime), ms(feafTime), `${feafTime > bareTime ? '+' : ''}${ms(feafTime - bareTime)}`];
  return {
    title: `(b) The FEAF synthesis, start to finish, medians of ${times.feaf.length} (ms)`,
    header: ['', 'bare app', 'FEAF', 'difference'],
    rows: [
      ['whole process', ms(medians.bare), ms(medians.feaf), `x ${ratio(medians.feaf / medians.bare)}`],
      ...breakdown.map(({ name, bare: bareTime, feaf: feafTime }) => row(`  ${name}`, bareTime, feafTime)),
      row('  sum of the parts', ...(['bare', 'feaf'] as const).map((which) => sum(breakdown.map((part) => part[which]))) as [number, number]),
    ],
    notes: [
      `node -e 0: ${ms(medians.node)} ms. The bare app is bench/programs/bare.js: one StatefulSet, Service and ConfigMap of cdk8s-plus-28.`,
      'The parts are medians of other runs, with a hook that costs some milliseconds itself.',
      target('FEAF / bare app', medians.feaf / medians.bare, 1.15, 'at most'),
    ],
    figures: { times, medians, breakdown },
  };
}

function timeSpent(folder: string, { args, environment }: Program): Record<string, number> {
  const file = join(folder, 'time-spent.json');
  const start = performance.now();
  run(process.execPath, ['--require', join(programs, 'time-spent.js'), ...args], { ...environment, TIME_SPENT: file });
  const whole = performance.now() - start;
  const spent = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  return { ...spent, 'process starts and ends': whole - sum(Object.values(spent)) };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
