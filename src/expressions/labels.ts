import { Place } from './expression';
import { refuse, rule } from './rule';

// k8s.io/apimachinery/pkg/util/validation: IsQualifiedName and IsValidLabelValue.
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const requireKey = rule('isLabelKey', (key: string) => isKey(key),
  'must be a name of 1 to 63 of the characters a-z, A-Z, 0-9, \'-\', \'_\' and \'.\', beginning and ending with a letter or digit,'
  + ' with or without a domain and a \'/\' before it');

const requireLabelValue = rule('isLabelValue', (value: string) => value === '' || (value.length <= 63 && NAME.test(value)),
  'must be empty or 1 to 63 of the characters a-z, A-Z, 0-9, \'-\', \'_\' and \'.\', beginning and ending with a letter or digit');

/** Requires labels that every object can have. */
export function requireLabels(place: Place, labels: { [name: string]: string } = {}): void {
  for (const [key, value] of Object.entries(labels)) {
    requireKey({ ...place, property: `key of ${place.property}` }, key);
    requireLabelValue({ ...place, property: `${place.property}.${key}` }, value);
  }
}

/** Requires labels that select something. */
export function requireSelectorLabels(place: Place, labels: { [name: string]: string }): void {
  if (Object.keys(labels).length === 0) refuse(place, labels, 'must have at least one label, or nothing would be found');
  requireLabels(place, labels);
}

/** Requires annotations that every object can have; their values are free. */
export function requireAnnotations(place: Place, annotations: { [name: string]: string } = {}): void {
  for (const key of Object.keys(annotations)) requireKey({ ...place, property: `key of ${place.property}` }, key);
}

function isKey(key: string): boolean {
  const [name, prefix, ...more] = key.split('/').reverse();
  return more.length === 0 && name.length <= 63 && NAME.test(name) && (prefix === undefined || (prefix.length <= 253 && PREFIX.test(prefix)));
}
