import { Cuts } from './column';
import { Tracer } from './tracer';
import { Declaration } from '../declaration';
import { Packaged } from '../prove';
import { ChartTemplate } from '../tree/template';

/** What the hunt for differences found. */
export interface Hunted {
  readonly template: ChartTemplate;
  readonly cases: number;
  readonly found: number;
  readonly time: number;
  /** Comparisons that were found, with which all begins anew. */
  readonly cuts?: ReadonlyMap<Declaration, Cuts>;
}

export function hunt(_packaged: Packaged, _tracer: Tracer, template: ChartTemplate, _cuts: ReadonlyMap<Declaration, Cuts>): Hunted {
  return { template, cases: 0, found: 0, time: 0 };
}
