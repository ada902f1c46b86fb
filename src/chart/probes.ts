import { FIGURE } from './limits';
import { Values } from '../helm/values';

/** Figures of one probe. */
const probe = (threshold: number, description: string) => Values.object({
  initialDelaySeconds: Values.integer({ optional: true, ...FIGURE, minimum: 0, description: 'Seconds before the first try.' }),
  periodSeconds: Values.integer({ default: 10, ...FIGURE, description: 'Seconds from one try to the next.' }),
  timeoutSeconds: Values.integer({ default: 5, ...FIGURE, description: 'Seconds after which a try has failed.' }),
  failureThreshold: Values.integer({ default: threshold, ...FIGURE, description: 'Failed tries in a row after which the probe has failed.' }),
}, { description });

/** When the server counts as started, as alive and as ready. */
export const PROBES = {
  startupProbe: probe(360, 'Whether the server has come up; an hour by default, since a long recovery must not be cut short.'),
  livenessProbe: probe(6, 'Whether the server lives. One that recovers does.'),
  readinessProbe: probe(3, 'Whether the server takes connections.'),
};
