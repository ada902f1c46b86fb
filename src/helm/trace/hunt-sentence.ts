import { attempt, canonical, Difference, differenceOf, evaluateAll, firstDifference } from './compare';
import { getAt, setAt } from './value-at';
import { Declaration, everyDeclaration } from '../declaration';
import { Environment } from '../environment';
import { inputsOf } from '../inputs';
import { nativeManifests } from '../native';
import { Packaged } from '../prove';
import { ChartTemplate } from '../tree/template';

/** A difference between a construct and its template that nothing can be made of. */
export interface Unexplained {
  readonly packaged: Packaged;
  readonly template: ChartTemplate;
  /** Values with carriers for all that does not matter. */
  readonly environment: Environment;
  /** The values without which there is no difference. */
  readonly guilty: readonly Declaration[];
}

/** What construct and template make of values, where that is not the same. */
export function differenceFor(packaged: Packaged, template: ChartTemplate, environment: Environment): Difference | undefined {
  return verdictFor(packaged, template, environment).difference;
}

/** The same, and whether both refuse the values, which says little about the template. */
export function verdictFor(
  { root, builders }: Packaged, template: ChartTemplate, environment: Environment,
): { readonly difference?: Difference; readonly isRefused: boolean } {
  const native = attempt(() => nativeManifests(builders, inputsOf(root, environment.values), environment).map(({ json }) => json));
  const evaluated = attempt(() => evaluateAll(template, environment));
  if (native instanceof Error || evaluated instanceof Error) {
    if (native instanceof Error && evaluated instanceof Error) return { isRefused: true };
    return { isRefused: false, difference: native instanceof Error ? { native: native.message } : { evaluated: (evaluated as Error).message } };
  }
  return { isRefused: false, difference: differenceOf(native, evaluated) };
}

/** What is wrong, where, because of which values, and what to do. */
export function huntSentence(unexplained: Unexplained): string {
  const { packaged, template, environment, guilty } = unexplained;
  const { native, evaluated } = differenceFor(packaged, template, environment)!;
  const what = typeof native === 'string' ? `the construct refuses these values (${native}), the template does not`
    : typeof evaluated === 'string' ? `the template refuses these values (${evaluated}), the construct does not` : 'the construct and the template differ';
  const by = guilty.length === 0 ? listsOf(unexplained)
    : guilty.map((declaration) => `${declaration.path} (${JSON.stringify(getAt(declaration, environment.values))?.slice(0, 80)})`).join(' and ');
  const does = guilty.length > 1 ? 'compares these values with each other' : 'looks into a value, compares values with each other';
  return `Nothing was written, since ${what}: ${placeOf(unexplained, native, evaluated)}, because of ${by}. The construct ${does}, or computes with them, which a template cannot `
    + 'follow. Hand the value on as it is, limit it (pattern, minimum, maximum, examples), use an enumeration or a boolean, or a function of src/expressions.';
}

/** As in `app/Resource (Deployment): spec.replicas`. */
function placeOf({ packaged: { root, builders }, environment }: Unexplained, native: unknown, evaluated: unknown): string {
  const object: any = typeof native === 'object' ? native : typeof evaluated === 'object' ? evaluated : undefined;
  if (!object) return 'the whole output';
  const manifests = attempt(() => nativeManifests(builders, inputsOf(root, environment.values), environment));
  const isOf = (json: any) => json === object || (json?.kind === object.kind && json?.metadata?.name === object.metadata?.name);
  const made = manifests instanceof Error ? undefined
    : manifests.find(({ json }) => canonical(json) === canonical(object)) ?? manifests.find(({ json }) => isOf(json));
  const label = made ? `${made.path}${made.role === 'notes' ? '' : ` (${object.kind})`}` : `${object.kind} ${object.metadata?.name}`;
  const place = native === undefined ? 'the template alone makes it' : evaluated === undefined ? 'the construct alone makes it' : firstDifference(native, evaluated);
  return `${label}: ${place || 'the whole object'}`;
}

/** The lists that have to do with it: with one element, or in another order, there is no difference. */
function listsOf({ packaged, template, environment }: Unexplained): string {
  const lists = everyDeclaration(packaged.root).filter(({ kind, lists: around }) => kind === 'list' && around.length === 0).filter((list) => {
    const elements = getAt(list, environment.values);
    if (!Array.isArray(elements) || elements.length < 2) return false;
    return [elements.slice(0, 1), [...elements].reverse()].some((values) => (
      differenceFor(packaged, template, { ...environment, values: setAt(list, environment.values, values) }) === undefined));
  });
  return lists.length === 0 ? 'the number of elements or an order' : `the number or the order of the elements of ${lists.map(({ path }) => path).join(' and ')}`;
}
