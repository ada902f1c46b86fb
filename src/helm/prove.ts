import { Declaration } from './declaration';
import { ChartData } from './environment';
import { Builders } from './replay';
import { PackageReport } from './report';
import { Cuts } from './trace/column';
import { requireDeterministic } from './trace/deterministic';
import { explaining } from './trace/explaining';
import { findCuts } from './trace/find-cuts';
import { hunt } from './trace/hunt';
import { Tracer } from './trace/tracer';
import { requireUsed } from './trace/used';
import { ChartTemplate } from './tree/template';

/** What is to be packaged. */
export interface Packaged {
  readonly chart: ChartData;
  readonly root: Declaration;
  readonly schema: any;
  readonly defaults: any;
  readonly builders: Builders;
}

/** How often all begins anew because a comparison was found. */
const MOST_ROUNDS = 12;

/** Templates that were confirmed, and how. */
export interface ProvenChart {
  readonly template: ChartTemplate;
  readonly report: PackageReport;
}

/** Finds the templates of a package, with certificate and hunt. Throws rather than give one that could not be confirmed. */
export function prove(packaged: Packaged): ProvenChart {
  const started = performance.now();
  requireDeterministic(packaged);
  let cuts: ReadonlyMap<Declaration, Cuts> = findCuts(packaged);
  for (let round = 0; ; round++) {
    if (round > MOST_ROUNDS) throw new Error(`The construct ${packaged.chart.name} compares numbers and strings in more ways than can be followed; use enumerations and booleans.`);
    const tracer = new Tracer(packaged, cuts);
    const template = explaining(packaged, tracer, () => tracer.trace());
    const hunted = explaining(packaged, tracer, () => hunt(packaged, tracer, template, cuts));
    if (hunted.cuts) {
      cuts = hunted.cuts;
      continue;
    }
    packaged.builders.overrideUse?.requireFound();
    requireUsed(packaged, hunted.template, tracer.runEverything('last').environment.values);
    const { stats } = tracer;
    return {
      template: hunted.template,
      report: {
        switches: stats.columns,
        rows: stats.rows,
        replays: stats.replays,
        replayTime: stats.replayTime,
        learnTime: stats.learnTime,
        certificateChecks: stats.certificateChecks,
        certificateTime: stats.certificateTime,
        unreachable: stats.unreachable,
        huntCases: hunted.cases,
        huntFound: hunted.found,
        huntTime: hunted.time,
        totalTime: performance.now() - started,
      },
    };
  }
}
