import { Tracer } from './tracer';
import { Declaration } from '../declaration';
import { ChartTemplate } from '../tree/template';

/** Requires that every value is used. */
export function requireUsed(_root: Declaration, _template: ChartTemplate, _tracer: Tracer): void {}
