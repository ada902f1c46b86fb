import { boundary } from './boundary';
import { fits } from './carriers';
import { Cuts, limitsOf } from './column';
import { differenceInRow } from './compare';
import { differenceFor, huntSentence, verdictFor } from './hunt-sentence';
import { Random } from './random';
import { withAround } from './samples';
import { Tracer } from './tracer';
import { getAt, setAt } from './value-at';
import { Declaration, everyDeclaration } from '../declaration';
import { Environment } from '../environment';
import { Packaged } from '../prove';
import { ChartTemplate } from '../tree/template';
import { problemsOf } from '../values/problems';
import { fewerOf, randomValues } from '../values/random-values';

/** So many random values in a row must show no difference. */
export const HUNT_CASES = 200;

/** The most comparisons with constants that are looked for in one string. */
const MOST_CONSTANTS = 4;

/** What the hunt for differences found. */
export interface Hunted {
  readonly template: ChartTemplate;
  readonly cases: number;
  readonly found: number;
  readonly time: number;
  /** Comparisons that were found, with which all begins anew. */
  readonly cuts?: ReadonlyMap<Declaration, Cuts>;
}

/**
 * Compares the template with the construct for random known values. A difference is a situation that was not tried, and becomes a new row; or a comparison of
 * a number or string, and becomes a cut; or it is an error.
 */
export function hunt(packaged: Packaged, tracer: Tracer, learned: ChartTemplate, cuts: ReadonlyMap<Declaration, Cuts>): Hunted {
  const started = performance.now();
  const random = new Random(0x40117);
  const apis = () => new Set([...tracer.runner.apis].filter(() => random.next() < 0.5));
  let template = learned;
  let found = 0;
  let cases = 0;
  for (let quiet = 0; quiet < HUNT_CASES; quiet++, cases++) {
    const drawn = environmentOf(packaged, withEquals(packaged, randomValues(packaged.root, random), random), random, apis());
    const environment = takenOf(packaged, template, drawn, random);
    if (!differenceFor(packaged, template, environment)) continue;
    found += 1;
    quiet = -1;
    const row = tracer.runner.runWith(withCarriers(packaged.root, environment.values, tracer), environment.surroundings.apis, 0);
    if (differenceInRow(template, row, tracer.carriers) && tracer.keep(row)) {
      template = tracer.trace();
      if (!differenceFor(packaged, template, environment)) continue;
    }
    const cut = cutFor(packaged, template, environment, row.environment.values, cuts);
    return { template, cases, found, time: performance.now() - started, cuts: cut };
  }
  return { template, cases, found, time: performance.now() - started };
}

/** Values that are not refused by both, if some can be found by leaving more and more of them out: a refusal shows nothing of the template. */
function takenOf(packaged: Packaged, template: ChartTemplate, drawn: Environment, random: Random): Environment {
  let environment = drawn;
  for (const share of [0.5, 0.7, 0.85, 0.95]) {
    if (!verdictFor(packaged, template, environment).isRefused) break;
    environment = { ...drawn, values: fewerOf(packaged.root, packaged.defaults, drawn.values, share, random) };
  }
  return environment;
}

/** Now and then two strings, or two numbers, are the same, or a string is a number: code that compares them, or keeps them in an object, shows. */
function withEquals({ root, schema }: Packaged, values: any, random: Random): any {
  if (random.next() > 0.2) return values;
  const scalars = everyDeclaration(root).filter(({ kind, lists, parent }) => (kind === 'string' || kind === 'integer') && lists.length === 0 && parent !== undefined);
  if (scalars.length < 2) return values;
  const from = random.pick(scalars);
  const to = random.pick(scalars.filter(({ kind }) => kind === from.kind));
  const value = random.next() < 0.3 && from.kind === 'string' ? '10' : getAt(from, values);
  const changed = value === undefined || getAt(to, values) === undefined ? values : setAt(to, setAt(from, values, value), value);
  return problemsOf(schema, changed).length === 0 ? changed : values;
}

function environmentOf({ chart }: Packaged, values: any, random: Random, apis: ReadonlySet<string>): Environment {
  return { values, surroundings: { chart, release: { name: random.pick(['r', 'my-release', `x${chart.name}y`]), namespace: 'n' }, apis } };
}

/** The values with a carrier for each string and number that is no choice. */
function withCarriers(declaration: Declaration, value: any, tracer: Tracer, indices: readonly number[] = []): any {
  if (value === undefined || value === null) return value;
  switch (declaration.kind) {
    case 'object': case 'optional': {
      const fields = Object.fromEntries(declaration.fields.filter(({ name }) => name in value).map((field) => (
        [field.name, withCarriers(field, value[field.name], tracer, indices)])));
      return declaration.kind === 'optional' ? { enabled: value.enabled === true, ...fields } : fields;
    }
    case 'list':
      return value.slice(0, 3).map((element: any, index: number) => withCarriers(declaration.item!, element, tracer, [...indices, index]));
    case 'map': {
      const keys = [0, 1, 2].reverse().map((index) => tracer.carriers.of(declaration.key!, [...indices, index], undefined, 0)).reverse();
      return Object.fromEntries(Object.values(value).slice(0, 3).map((entry, index) => (
        [keys[index], withCarriers(declaration.item!, entry, tracer, [...indices, index])])));
    }
    case 'string': case 'scalar': case 'integer': case 'number': {
      const choice = tracer.choiceOf(declaration, value);
      if (choice && choice.kind !== 'present' && choice.kind !== 'range') return value;
      return tracer.carriers.of(declaration, indices, choice, 0);
    }
    case 'kubernetes': case 'any':
      return Object.keys(value).length === 0 ? value : { [tracer.carriers.of(declaration, indices, undefined, 0)]: 'zq' };
    default:
      return value;
  }
}

/** The comparison that explains a difference which carriers do not show. Throws when no single value explains it. */
function cutFor(
  packaged: Packaged, template: ChartTemplate, environment: Environment, carried: any, cuts: ReadonlyMap<Declaration, Cuts>,
): ReadonlyMap<Declaration, Cuts> {
  const differs = (values: any) => differenceFor(packaged, template, { ...environment, values }) !== undefined;
  const scalars = everyDeclaration(packaged.root).filter(({ kind, parent }) => (
    ['string', 'scalar', 'integer', 'number'].includes(kind) && parent?.kind !== 'map'));
  // One value after the other gets its carrier, as long as the difference stays.
  let values = environment.values;
  const guilty: Declaration[] = [];
  for (const declaration of scalars) {
    const carrier = getAt(declaration, carried);
    const given = getAt(declaration, values);
    if (carrier === undefined || given === undefined || carrier === given) continue;
    const changed = setAt(declaration, values, carrier);
    if (differs(changed)) values = changed;
    else guilty.push(declaration);
  }
  const [declaration, ...others] = guilty;
  const partner = declaration && others.length === 0 ? partnerOf(declaration, scalars, values, environment.values, differs) : undefined;
  if (declaration && others.length === 0 && !partner) {
    const given = getAt(declaration, values);
    const known = cuts.get(declaration) ?? { numbers: [], strings: [] };
    const isSame = (sample: any) => !differs(setAt(declaration, values, sample));
    if (typeof given === 'number' && known.numbers.length < 6) {
      const cut = boundary(declaration, getAt(declaration, carried), given, isSame);
      if (!known.numbers.includes(cut)) return new Map([...cuts, [declaration, { ...known, numbers: [...known.numbers, cut] }]]);
    }
    if (isComparedAsWhole(declaration, given, known, isSame)) {
      return new Map([...cuts, [declaration, { ...known, strings: [...known.strings, given] }]]);
    }
  }
  throw new Error(huntSentence({ packaged, template, environment: { ...environment, values }, guilty: partner ? [declaration, partner] : guilty }));
}

/** Another value without which the difference would not be, so that the two are compared with each other. */
function partnerOf(
  declaration: Declaration, scalars: readonly Declaration[], values: any, drawn: any, differs: (values: any) => boolean,
): Declaration | undefined {
  const given = getAt(declaration, values);
  return scalars.find((other) => {
    const now = getAt(other, values);
    if (other === declaration || now === undefined || typeof now !== typeof given) return false;
    const { minimum, maximum } = limitsOf(other);
    const isAllowed = (value: any) => (typeof value === 'number' ? value >= minimum && value <= maximum && (other.kind !== 'integer' || Number.isInteger(value))
      : typeof value === 'string' && value !== '' && fits(other, value));
    return [getAt(other, drawn), given].some((value) => isAllowed(value) && value !== now && !differs(setAt(other, values, value)));
  });
}

/** Whether a string may be compared with a constant: those that only hold it make no difference. */
function isComparedAsWhole(declaration: Declaration, given: unknown, known: Cuts, isSame: (sample: string) => boolean): given is string {
  return typeof given === 'string' && declaration.kind === 'string' && fits(declaration, given)
    && known.strings.length < MOST_CONSTANTS && !known.strings.includes(given) && withAround(declaration, given).every(isSame);
}
