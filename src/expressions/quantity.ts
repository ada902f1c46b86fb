import { Call, expression, Twin } from './expression';
import { rule } from './rule';

// The grammar of k8s.io/apimachinery/pkg/api/resource, without a sign: no quantity here may be negative.
const QUANTITY = /^(\d+(?:\.\d*)?|\.\d+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,2}))?$/;

const DECIMAL = { n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
const BINARY = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };
const POWERS: { readonly [suffix: string]: number } = { ...DECIMAL, ...BINARY };

const MEBIBYTE = 2 ** 20;

/** The number that a Kubernetes quantity such as `500m` or `2Gi` stands for; NaN when it is none. */
export const quantityValue = expression('quantityValue', valueOf, {
  parameters: ['quantity'],
  body: () => `{{ mulf (regexFind "^[0-9.]+" .quantity | float64) (get (fromJson ${quoted(JSON.stringify({ '': 1, ...POWERS }))}) (regexFind "[A-Za-z]*$" .quantity)) }}`,
});

/** The bytes of a quantity of memory, as a whole number in digits. */
export const quantityBytes = expression('quantityBytes', (quantity: string): string => Math.ceil(valueOf(quantity)).toFixed(0), {
  parameters: ['quantity'],
  body: (call) => `{{ printf "%.0f" (ceil ${numberOf(call, '.quantity')}) }}`,
});

/** A share of a quantity of memory, at most `most` MiB, written as a Kubernetes quantity such as `256Mi`. */
export const shareOfQuantity = expression('shareOfQuantity', (quantity: string, divisor: number, most: number): string =>
  `${mebibytes(quantity, divisor, most)}Mi`, shareTwin('Mi'));

/** The same share, written as a PostgreSQL memory setting such as `256MB`. */
export const shareOfQuantityAsSetting = expression('shareOfQuantityAsSetting', (quantity: string, divisor: number, most: number): string =>
  `${mebibytes(quantity, divisor, most)}MB`, shareTwin('MB'));

/** Requires a quantity such as `500m`, `2Gi` or `1.5`. */
export const requireQuantity = rule('isQuantity', (quantity: string) => valueOf(quantity) > 0,
  'must be a Kubernetes quantity above zero, such as 500m, 1.5 or 2', { breach: (call, quantity) => `le ${numberOf(call, quantity)} 0.0` });

/** Requires a quantity of memory or storage. Less than a mebibyte is a wrong suffix: `512m` is half a byte. */
export const requireBytes = rule('isBytes', (quantity: string) => valueOf(quantity) >= MEBIBYTE,
  'must be a Kubernetes quantity of at least 1Mi, such as 512Mi or 20Gi (not GB or GiB; m means thousandths)',
  { breach: (call, quantity) => `lt ${numberOf(call, quantity)} ${MEBIBYTE}.0` });

/** Requires a quantity that is at most another one. */
export const requireQuantityAtMost = rule('isQuantityAtMost', (quantity: string, limit: string) => valueOf(quantity) <= valueOf(limit),
  (_quantity, limit) => `must not be above the limit of ${limit}`,
  { breach: (call, quantity, limit) => `gt ${numberOf(call, quantity)} ${numberOf(call, limit)}` });

/** The expression for the number of a quantity in a template. */
export function numberOf(call: Call, quantity: string): string {
  return `(${call('quantityValue', quantity)} | float64)`;
}

function shareTwin(unit: string): Twin {
  return {
    parameters: ['quantity', 'divisor', 'most'],
    body: (call) => `{{ printf "%d${unit}" (max 1 (min .most (divf ${numberOf(call, '.quantity')} .divisor ${MEBIBYTE} | floor | int64))) }}`,
  };
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function valueOf(quantity: string): number {
  const match = QUANTITY.exec(quantity);
  if (!match) return NaN;
  const [, digits, suffix, exponent] = match;
  return Number(digits) * (suffix ? POWERS[suffix] : 1) * 10 ** Number(exponent ?? 0);
}

function mebibytes(quantity: string, divisor: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(valueOf(quantity) / divisor / MEBIBYTE)));
}
