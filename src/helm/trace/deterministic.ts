import { inWorld, World } from './another-world';
import { at, canonical, firstDifference, plain } from './compare';
import { interpreterOf } from './interpreter';
import { shown } from './shown';
import { Tracer } from './tracer';
import { interpret } from '../../expressions/expression';
import { Environment } from '../environment';
import { inputsOf } from '../inputs';
import { takeMisuse } from '../opaque';
import { Packaged } from '../prove';
import { Manifest, replay } from '../replay';

/** What one run gave: the objects, or the error with which it ended. */
type Outcome = readonly Manifest[] | Error;

/**
 * Requires that equal values give equal objects: the construct runs again with everything off and with everything on, and then under another clock,
 * with other random numbers and in another environment.
 */
export function requireDeterministic(packaged: Packaged): void {
  const tracer = new Tracer(packaged, new Map());
  for (const which of [0, 'last'] as const) requireEqualRuns(packaged, tracer, tracer.runEverything(which).environment);
}

/** Requires the same of one situation. */
export function requireEqualRuns(packaged: Packaged, tracer: Tracer, environment: Environment): void {
  const run = (world: World) => inWorld(world, () => outcomeOf(packaged, environment, tracer));
  const usual = run({});
  for (const world of WORLDS) {
    const difference = differenceOf(usual, run(world), tracer);
    if (difference === undefined) continue;
    throw new Error(`Nothing was written, since the construct gives different output for equal values: ${difference}. It depends on ${causeOf(run, tracer)}. ${REMEDY}`);
  }
}

/** Two times that have no part of a date or time in common. */
const EARLIER = Date.UTC(2003, 1, 7, 4, 9, 31, 127);
const LATER = Date.UTC(2041, 10, 26, 17, 52, 48, 603);

/** The real one, to find what an earlier run left behind, and other ones. */
const WORLDS: readonly World[] = [{}, { clock: EARLIER, random: 'low', environment: 'other' }, { clock: LATER, random: 'high', environment: 'none' }];

/** A world in which all is the same each time that can be. */
const KNOWN: World = { clock: EARLIER, random: 'low' };

const REMEDY = 'Make it a value of the chart, which the user gives, or a constant.';

function outcomeOf({ root, builders }: Packaged, environment: Environment, { carriers }: Tracer): Outcome {
  try {
    return interpret(interpreterOf(carriers, 0), () => replay(builders, inputsOf(root, environment.values), environment.surroundings));
  } catch (error) {
    return takeMisuse() ?? (error as Error);
  }
}

/** Which part of the world alone makes a difference. */
function causeOf(run: (world: World) => Outcome, tracer: Tracer): string {
  const usual = run(KNOWN);
  const isCause = (...worlds: readonly World[]) => worlds.some((world) => differenceOf(usual, run({ ...KNOWN, ...world }), tracer) !== undefined);
  if (isCause({})) return 'something that an earlier run changed, such as a counter or a cache outside the construct, or on a source of random numbers of its own';
  const causes = [
    ...(isCause({ clock: LATER }) ? ['the clock (Date or performance)'] : []),
    ...(isCause({ random: 'high' }) ? ['random numbers (Math.random or crypto)'] : []),
    ...(isCause({ environment: 'other' }, { environment: 'none' }) ? ['environment variables (process.env) or the name of the computer'] : []),
  ];
  return causes.join(' and ') || 'something outside its values';
}

/** Where two runs differ, for people; nothing if they do not. */
function differenceOf(one: Outcome, other: Outcome, tracer: Tracer): string | undefined {
  const people = (text: string) => shown(tracer.carriers.read(text).text);
  const quoted = (json: any) => people(json === undefined ? 'nothing' : canonical(json)).slice(0, 120);
  if (one instanceof Error || other instanceof Error) {
    const [a, b] = [one, other].map((outcome) => (outcome instanceof Error ? `the error "${people(outcome.message)}"` : 'no error'));
    return a === b ? undefined : `${a} once and ${b} another time`;
  }
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const [a, b] = [one[index], other[index]];
    if (a?.path !== b?.path || a.json?.kind !== b.json?.kind) {
      const [labelOfA, labelOfB] = [a, b].map((manifest) => (manifest ? labelOf(manifest, people) : 'no object'));
      return `its object number ${index + 1} is ${labelOfA} once and ${labelOfB} another time, because of the id of a construct or of an object that is not always made`;
    }
    const [plainA, plainB] = [plain(a.json), plain(b.json)];
    if (canonical(plainA) === canonical(plainB)) continue;
    const place = firstDifference(plainA, plainB);
    return `${labelOf(a, people)}${place ? ` at ${people(place)}` : ''} is ${quoted(at(plainA, place))} once and ${quoted(at(plainB, place))} another time`;
  }
  return undefined;
}

function labelOf({ path, role, json }: Manifest, people: (text: string) => string): string {
  return role === 'notes' ? path : `${people(path)} (${json.kind})`;
}
