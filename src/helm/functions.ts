import { hashPath } from './replay';
import { computation } from '../expressions/expression';

/** Functions of our own, beside those of `src/expressions`. */
const OWN: { readonly [name: string]: (...values: any[]) => any } = {
  pathHash: hashPath,
  pathSegment: (text: string) => text.replace(/\//g, '--'),
};

/** Computes a named function on known values. */
export function call(name: string, values: readonly unknown[]): unknown {
  return (OWN[name] ?? computation(name))(...values);
}
