import { fits } from './carriers';
import { Cuts, isElement, limitsOf } from './column';
import { shownIn } from './compare';
import { isAlwaysNoted } from './interpreter';
import { Row } from './rows';
import { Tracer } from './tracer';
import { Declaration, everyDeclaration } from '../declaration';
import { call } from '../functions';
import { Packaged } from '../prove';

/**
 * Finds comparisons of numbers and strings that the construct makes, as far as they show when one value alone is changed: to its limits, 0, 1,
 * the neighbours of its default, its examples.
 */
export function findCuts(packaged: Packaged): Map<Declaration, Cuts> {
  const tracer = new Tracer(packaged, new Map());
  const cuts = new Map<Declaration, Cuts>();
  const bases = basesOf(packaged, tracer);
  for (const base of bases) {
    const run = (values: any) => tracer.runner.runWith(values, base.environment.surroundings.apis, 0);
    for (const declaration of everyDeclaration(packaged.root)) {
      const isNumber = declaration.kind === 'integer' || declaration.kind === 'number';
      if (!isNumber && declaration.kind !== 'string') continue;
      const before = getAt(declaration, base.environment.values);
      if (before === undefined || before === '') continue;
      const compare = (sample: any) => isSameBut(tracer, run(setAt(declaration, base.environment.values, sample)), sample, base, before);
      const known = cuts.get(declaration) ?? { numbers: [], strings: [] };
      if (isNumber) {
        const numbers = numberCuts(declaration, before, compare);
        if (numbers.length > 0) cuts.set(declaration, { ...known, numbers: [...new Set([...known.numbers, ...numbers])] });
      } else {
        const strings = stringSamples(declaration).filter((sample) => !compare(sample));
        if (strings.length > 0) cuts.set(declaration, { ...known, strings: [...new Set([...known.strings, ...strings])] });
      }
    }
  }
  return cuts;
}

/**
 * Runs with nothing and with everything. Where the construct refuses the carriers, the defaults take their place: the
 * numbers that it takes lie around them.
 */
function basesOf({ root }: Packaged, tracer: Tracer): Row[] {
  return ([0, 'last'] as const).flatMap((which) => {
    const row = tracer.runEverything(which);
    if (row.documents) return [row];
    const usual = everyDeclaration(root).reduce((values, declaration) => {
      const { default: standard, examples = [] } = declaration.value._options;
      const known = standard ?? examples[0];
      const isScalar = ['integer', 'number', 'string'].includes(declaration.kind);
      return isScalar && known !== undefined && known !== '' && getAt(declaration, values) !== undefined ? setAt(declaration, values, known) : values;
    }, row.environment.values);
    return [tracer.runner.runWith(usual, row.environment.surroundings.apis, 0)].filter(({ documents }) => documents !== undefined);
  });
}

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

function numberCuts(declaration: Declaration, before: number, isSame: (sample: number) => boolean): number[] {
  const samples = [...new Set([...numberSamples(declaration), before])].sort((a, b) => a - b);
  const same = samples.map((sample) => sample === before || isSame(sample));
  return samples.flatMap((sample, index) => {
    if (index === 0 || same[index] === same[index - 1]) return [];
    const [a, b] = same[index] ? [sample, samples[index - 1]] : [samples[index - 1], sample];
    return [boundary(declaration, a, b, isSame)];
  });
}

function numberSamples(declaration: Declaration): number[] {
  const { minimum, maximum } = limitsOf(declaration);
  const { default: standard, examples = [] } = declaration.value._options;
  const near = typeof standard === 'number' ? [standard - 1, standard, standard + 1] : [];
  const wanted = [minimum, minimum + 1, maximum - 1, maximum, -1, 0, 1, 2, 10, 100, ...near, ...examples];
  return wanted.filter((sample) => Number.isFinite(sample) && sample >= minimum && sample <= maximum && Math.abs(sample) <= 1e12);
}

function stringSamples(declaration: Declaration): string[] {
  const { default: standard, examples = [] } = declaration.value._options;
  return [standard, ...examples].filter((sample) => typeof sample === 'string' && sample !== '' && fits(declaration, sample) && !isElement(declaration));
}

/** The number with the fewest digits above `low` and up to `high`. */
function shortest(low: number, high: number): number {
  for (let digits = 1; digits < 17; digits++) {
    const candidate = Number(high.toPrecision(digits));
    if (candidate > low && candidate <= high) return candidate;
  }
  return high;
}

/** Whether two runs show the same, but for the value itself where it stands. */
function isSameBut({ carriers }: Tracer, a: Row, valueOfA: any, b: Row, valueOfB: any): boolean {
  if (!a.documents || !b.documents) return a.documents === b.documents;
  return areSame(shownIn(a, carriers, spelled), valueOfA, shownIn(b, carriers, spelled), valueOfB);
}

/** What a function gives, or for one that hides its values, what it is called with: only in that are they found. */
function spelled(name: string, values: readonly unknown[]): unknown {
  return /hash/i.test(name) || isAlwaysNoted(name, values) ? `${name}(${JSON.stringify(values)})` : call(name, values);
}

function areSame(a: any, valueOfA: any, b: any, valueOfB: any): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') return a.split(`${valueOfA}`).join('\0') === b.split(`${valueOfB}`).join('\0');
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === valueOfA && b === valueOfB;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  // A key may be the value, too.
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => {
    const other = Object.hasOwn(b, key) ? key : key.split(`${valueOfA}`).join(`${valueOfB}`);
    return Object.hasOwn(b, other) && areSame(a[key], valueOfA, b[other], valueOfB);
  });
}

/** What values hold for a declaration, of the first elements of lists. */
export function getAt(declaration: Declaration, values: any): any {
  const { parent } = declaration;
  if (!parent) return values;
  const around = getAt(parent, values);
  if (around === undefined || around === null) return undefined;
  if (parent.kind === 'map') return declaration === parent.key ? undefined : Object.values(around)[0];
  return parent.kind === 'list' ? around[0] : around[declaration.name];
}

/** The values with another one for a declaration, of the first elements of lists. */
export function setAt(declaration: Declaration, values: any, value: any): any {
  const { parent } = declaration;
  if (!parent) return value;
  const around = getAt(parent, values);
  if (parent.kind === 'map') return setAt(parent, values, { ...around, [Object.keys(around)[0]]: value });
  return setAt(parent, values, parent.kind === 'list' ? [value, ...around.slice(1)] : { ...around, [declaration.name]: value });
}
