import { Learner } from './learner';
import { Tracer } from '../trace/tracer';
import { ChartTemplate } from '../tree/template';

/** Finds out which entry wins when a map of the values has a key that a mapping has itself. */
export function settlePrecedence(_chart: ChartTemplate, _mappings: Learner['mappings'], _tracer: Tracer): void {
}
