import { at, canonical, firstDifference, plain } from './compare';
import { requireEqualRuns } from './deterministic';
import { textKey } from './reference';
import { Row } from './rows';
import { shown } from './shown';
import { Tracer } from './tracer';
import { getAt, setAt } from './value-at';
import { Declaration, everyDeclaration } from '../declaration';
import { placeText, UnlearnedPlace } from '../learn/place';
import { Packaged } from '../prove';
import { escapePattern } from '../values/pattern';

/** A value that the construct does not hand on as it is, as seen when nothing but this value is changed. */
interface Finding {
  readonly declaration: Declaration;
  /** Where it shows, as in `app/Resource (Deployment): spec.replicas`. */
  readonly place: string;
  /** For two values of it: the value, and what is there, for people. */
  readonly seen: readonly (readonly [string, string])[];
}

/** Runs a part of a trace. When a place cannot be learned, the error names the values that are the cause, where there are any. */
export function explaining<R>(packaged: Packaged, tracer: Tracer, body: () => R): R {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof UnlearnedPlace)) throw error;
    for (const { environment } of tracer.rows.slice(0, RUN_AGAIN)) requireEqualRuns(packaged, tracer, environment);
    const findings = findingsOf(packaged.root, tracer);
    const [first] = findings.filter(({ place }) => place === placeText(error.place)).concat(findings);
    if (!first) throw new Error(`Nothing was written, since no template was found for ${placeText(error.place)}: ${error.reason.replace(/\.$/, '')}. ${REMEDY}`);
    throw new Error(sentence(findings.filter(({ place }) => place === first.place)));
  }
}

/** How many situations are run again to find out whether equal values give equal output. */
const RUN_AGAIN = 60;

const REMEDY = 'Hand values on as they are, decide by booleans and enumerations, go through lists as a whole, or use a function of src/expressions.';

function sentence([first, ...others]: readonly Finding[]): string {
  const names = [...new Set([first, ...others].map(({ declaration }) => declaration.path))];
  const values = names.length === 1 ? `the value ${names[0]} as it is` : `the values ${names.slice(0, -1).join(', ')} and ${names[names.length - 1]} as they are`;
  const examples = first.seen.map(([given, there]) => `with ${first.declaration.path} ${given} there is ${there}`).join(', ');
  const [them, each] = names.length === 1 ? ['it', 'it'] : ['them', 'each'];
  return `Nothing was written, since the construct does not hand on ${values}, at ${first.place}: ${examples}. It computes with ${them}, changes ${them}, looks into ${them} or `
    + `compares ${them}, which a template cannot follow. Hand ${each} on unchanged, make what is computed a value of its own, or use a function of src/expressions.`;
}

function quoted(value: unknown): string {
  return value === undefined ? 'nothing' : canonical(value).slice(0, 100);
}

/** The values that, changed alone, change more than the places where they stand. */
function findingsOf(root: Declaration, tracer: Tracer): Finding[] {
  const scalars = everyDeclaration(root).filter(({ kind, parent }) => ['string', 'scalar', 'integer', 'number'].includes(kind) && parent?.kind !== 'map');
  return [tracer.runEverything('last'), tracer.runEverything(0)].flatMap((base) => scalars.flatMap((declaration) => {
    const { values, surroundings } = base.environment;
    const before = getAt(declaration, values);
    const after = otherThan(before, declaration, tracer);
    if (after === undefined) return [];
    const row = tracer.runner.runWith(setAt(declaration, values, after), surroundings.apis, 0);
    const difference = differenceOf(base, before, row, after, declaration, tracer);
    if (!difference) return [];
    const { place, there } = difference;
    return [{ declaration, place, seen: [[quoted(before), there[0]], [quoted(after), there[1]]] as const }];
  }));
}

/** Another carrier for the same choice; nothing when the value is not there or not free. */
function otherThan(before: unknown, declaration: Declaration, tracer: Tracer): unknown {
  if (before === undefined || before === null || before === '') return undefined;
  const choice = tracer.choiceOf(declaration, before);
  if (choice && choice.kind !== 'present' && choice.kind !== 'range') return undefined;
  const after = tracer.carriers.of(declaration, declaration.lists.map(() => 0), choice, 1);
  return after === before ? undefined : after;
}

/** A place and what is there, for two values. */
interface Shown {
  readonly place: string;
  readonly there: readonly [string, string];
}

function differenceOf(
  a: Row, valueOfA: unknown, b: Row, valueOfB: unknown, declaration: Declaration, tracer: Tracer,
): Shown | undefined {
  if (!a.documents || !b.documents) {
    const refusals = [a, b].map(({ refusal }) => refusal && shown(refusal));
    const errors = refusals.map((refusal) => (refusal === undefined ? 'no error' : `the error "${refusal}"`));
    return errors[0] === errors[1] ? undefined : { place: 'all that it makes', there: [errors[0], errors[1]] };
  }
  for (const [index, document] of a.documents.entries()) {
    const other = b.documents[index];
    const one = withoutValue(plain(document.json), valueOfA, declaration, tracer);
    const two = withoutValue(plain(other?.json), valueOfB, declaration, tracer);
    if (canonical(one) === canonical(two)) continue;
    const place = firstDifference(one, two);
    return { place: `${shown(document.label)}${place ? `: ${place}` : ''}`, there: [quoted(at(plain(document.json), place)), quoted(at(plain(other?.json), place))] };
  }
  return undefined;
}

/** What is there with the path of a value in the place of its carriers, so that two carriers look the same. */
function withoutValue(json: any, value: unknown, declaration: Declaration, tracer: Tracer): any {
  const own = `<${declaration.path}>`;
  // A number without room is not known as a carrier; as a word of its own it is taken for the value.
  const escaped = escapePattern(`${value as string}`);
  const word = new RegExp(typeof value === 'number' ? `(?<![0-9.])${escaped}(?![0-9])` : `(?<![A-Za-z0-9.])${escaped}(?![A-Za-z0-9])`, 'g');
  const visit = (current: any): any => {
    if (current === value) return own;
    if (typeof current === 'string') return textKey(tracer.carriers.read(current.replace(word, () => own)).text);
    if (Array.isArray(current)) return current.map(visit);
    if (typeof current !== 'object' || current === null) return current;
    return Object.fromEntries(Object.entries(current).map(([key, member]) => [shown(tracer.carriers.read(key).text), visit(member)]));
  };
  return visit(json);
}
