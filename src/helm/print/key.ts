import { Context } from './context';
import { quotable } from './expression';
import { isHarmlessText } from './safe';
import { yamlScalar } from './scalar';
import { inlineParts } from './text';
import { Reference, Text } from '../trace/reference';
import { longestOf, longestText } from '../values/longest';

/** YAML takes no more than 1,024 characters for a key on one line with its value, with quotes and all. */
const MOST = 1_000;

/** No name that Helm or Kubernetes gives is longer. */
const LONGEST_NAME = 63;

/** A key of a mapping, without the colon behind it. */
export function printKey(key: Text, context: Context): string {
  if (key.every((part) => typeof part === 'string')) return yamlScalar(key.join(''));
  if (isHarmlessText(key) && key.length > 1) return `"${inlineParts(key, 'quoted', context)}"`;
  return `{{ ${quotable(key, context)} | quote }}`;
}

/** A key as people speak of it. */
export function titleOf(key: Text): string {
  return key.map((part) => (typeof part === 'string' ? part : part.kind === 'value' ? `<${part.declaration.path}>` : '<...>')).join('');
}

/** Whether a key is short enough for one line with its value, whatever the user gives. */
export function fitsOnLine(key: Text): boolean {
  return key.reduce((sum, part) => sum + (typeof part === 'string' ? longestText(part) : longestReference(part)), 0) <= MOST;
}

function longestReference(reference: Reference): number {
  switch (reference.kind) {
    case 'value': return longestOf(reference.declaration);
    case 'release': return LONGEST_NAME;
    case 'call': return { sha256: 64, pathHash: 8 }[reference.name] ?? Infinity;
  }
}
