import { canonical } from './compare';
import { requireEqualRuns } from './deterministic';
import { Expectation } from './expected';
import { inspect } from './inspect';
import { valuesOfText } from './reference';
import { AllRefused, Tracer } from './tracer';
import { getAt, setAt } from './value-at';
import { Declaration, everyDeclaration } from '../declaration';
import { placeText, UnlearnedPlace } from '../learn/place';
import { Packaged } from '../prove';

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
    if (error instanceof AllRefused) throw new Error(`${error.message.replace(/\.$/, '')}. ${refusalHint(packaged, tracer, error)}`);
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

/** What the construct asks of which values, as far as the run that it refused tells, and what to do. */
function refusalHint(packaged: Packaged, { carriers }: Tracer, { row }: AllRefused): string {
  const looks = inspect(packaged, row.environment, carriers).looks.filter(({ pattern, part }) => pattern || part !== undefined);
  const asked = looks.map(({ declaration, call }) => `${call} of ${declaration.path}`);
  const named = [...valuesOfText(row.refusal!), ...looks].map(({ declaration }) => declaration.path);
  const values = [...new Set(named)];
  return `${asked.length === 0 ? '' : `Before that it calls ${asked.slice(0, 3).join(', ')}. `}`
    + `Give ${values.length === 0 ? 'its values' : `the value ${values.slice(0, 3).join(', ')}`} limits (pattern, minimum, maximum), or examples, with which it works.`;
}

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
  return [tracer.runEverything('last'), tracer.runEverything(0)].flatMap((base) => {
    const { values, surroundings } = base.environment;
    const expectation = new Expectation(base, tracer.carriers);
    return scalars.flatMap((declaration) => {
      const before = getAt(declaration, values);
      const after = otherThan(before, declaration, tracer);
      if (after === undefined) return [];
      const row = tracer.runner.runWith(setAt(declaration, values, after), surroundings.apis, 0);
      const deviation = expectation.deviationOf(row, [{ declaration, before, after }]);
      if (!deviation) return [];
      return [{ declaration, place: deviation.place, seen: [[quoted(before), deviation.before], [quoted(after), deviation.there[1]]] as const }];
    });
  });
}

/** Another carrier for the same choice; nothing when the value is not there or not free. */
function otherThan(before: unknown, declaration: Declaration, tracer: Tracer): unknown {
  if (before === undefined || before === null || before === '') return undefined;
  const choice = tracer.choiceOf(declaration, before);
  if (choice && choice.kind !== 'present' && choice.kind !== 'range') return undefined;
  const after = tracer.carriers.of(declaration, declaration.lists.map(() => 0), choice, 1);
  return after === before ? undefined : after;
}
