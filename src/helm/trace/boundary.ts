import { Declaration } from '../declaration';

/** The numbers from which on a declaration makes the construct do something else, between two numbers that do not. */
export function boundary(declaration: Declaration, same: number, other: number, isSame: (sample: number) => boolean): number {
  let [low, high] = same < other ? [same, other] : [other, same];
  const lowIsSame = same < other;
  const isInteger = declaration.kind === 'integer';
  for (let round = 0; round < 60 && (isInteger ? high - low > 1 : true); round++) {
    const middle = isInteger ? Math.floor((low + high) / 2) : (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (isSame(middle) === lowIsSame) low = middle;
    else high = middle;
  }
  return isInteger ? high : shortest(low, high);
}

/** The number with the fewest digits above `low` and up to `high`. */
function shortest(low: number, high: number): number {
  for (let digits = 1; digits < 17; digits++) {
    const candidate = Number(high.toPrecision(digits));
    if (candidate > low && candidate <= high) return candidate;
  }
  return high;
}
