import { Cuts } from './column';
import { CutFinder } from './cut-finder';
import { inspect } from './inspect';
import { Random } from './random';
import { Row } from './rows';
import { NO_LITERALS } from './source-literals';
import { Tracer } from './tracer';
import { getAt, setAt } from './value-at';
import { Declaration, everyDeclaration } from '../declaration';
import { Packaged } from '../prove';

/**
 * Finds comparisons that the construct makes, by other values in the place of carriers: limits, the neighbours of defaults, constants of the program, texts
 * that it was seen to look for. All values get another one at once; only when that shows are they tried one by one.
 *
 * A comparison with a constant becomes a cut. What a template cannot follow is refused: a construct that looks into a string, compares two values
 * or reads a key of a map by name.
 */
export function findCuts(packaged: Packaged): Map<Declaration, Cuts> {
  const tracer = new Tracer(packaged, new Map());
  const cuts = new Map<Declaration, Cuts>();
  for (const { row, tries } of basesOf(packaged, tracer)) {
    const { looks, compared, others } = inspect(packaged, row.environment, tracer.carriers);
    const inspection = { looks, compared: tries === 'looks' ? NO_LITERALS : compared, others: tries === 'all' ? others : NO_LITERALS };
    new CutFinder(packaged.root, tracer, row, inspection, cuts).find(tries !== 'looks');
  }
  return cuts;
}

/** A situation that the construct takes, and what is tried in it: everything, no constants that are only named, or only what it was seen to look for. */
interface Base {
  readonly row: Row;
  readonly tries: 'all' | 'compared' | 'looks';
}

/** Everything on, everything off but for lists and maps, and two at random. */
function basesOf(packaged: Packaged, tracer: Tracer): Base[] {
  const random = new Random(0xc075);
  const one = () => 1;
  const isFilled = (kind: string) => kind === 'list' || kind === 'map';
  const rows = [
    tracer.runSituation(({ choices }) => choices.length - 1, 0, one),
    tracer.runSituation(({ choices, declaration }) => (isFilled(declaration.kind) ? choices.length - 1 : 0), 0, one),
    tracer.runSituation(({ choices, declaration }) => (isFilled(declaration.kind) ? choices.length - 1 : random.below(choices.length)), 0, one),
    tracer.runSituation(({ choices, declaration }) => (isFilled(declaration.kind) ? choices.length - 1 : random.below(choices.length)), 0, one),
  ];
  return rows.flatMap((row, index) => {
    const accepted = acceptedFrom(packaged, tracer, row);
    return accepted ? [{ row: accepted, tries: TRIES[index] }] : [];
  });
}

const TRIES = ['all', 'compared', 'looks', 'looks'] as const;

/** Where the construct refuses the carriers, the defaults take their place, first of numbers alone: what it takes lies around them. */
function acceptedFrom({ root }: Packaged, tracer: Tracer, row: Row): Row | undefined {
  if (row.documents) return row;
  for (const kinds of [['integer', 'number'], ['integer', 'number', 'string']]) {
    const usual = everyDeclaration(root).filter(({ kind }) => kinds.includes(kind)).reduce((values, declaration) => {
      const { default: standard, examples = [] } = declaration.value._options;
      const known = standard ?? examples[0];
      return known !== undefined && known !== '' && getAt(declaration, values) !== undefined ? setAt(declaration, values, known) : values;
    }, row.environment.values);
    const changed = tracer.runner.runWith(usual, row.environment.surroundings.apis, 0);
    if (changed.documents) return changed;
  }
  return undefined;
}
