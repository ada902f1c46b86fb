import { Carriers } from './carriers';
import { Text, valuesOfText } from './reference';
import { shown } from './shown';
import { Declaration, everyDeclaration } from '../declaration';
import { Graft } from '../graft';
import { Manifest } from '../replay';

/** What is wrong with the names of objects: that a user's values could garble one, or make two of them equal. */
export function problemOfNames(manifests: readonly Manifest[], carriers: Carriers): string | undefined {
  const known = new Map<string, Manifest>();
  for (const object of manifests) {
    if (object.role === 'notes') continue;
    const garbled = garbledName(object, carriers);
    if (garbled !== undefined) return garbled;
    const key = identityOf(object.json);
    const other = known.get(key);
    if (other) return equalNames(other, object, carriers);
    known.set(key, object);
  }
  return undefined;
}

/**
 * What is wrong with the ids of constructs, when a construct is refused because of one that is there already: if it is the same for all elements of a list,
 * that is an error of the program; any other may be an answer to the values. `refusal` runs the construct for other values, and gives its refusal.
 */
export function problemOfIds(message: Text, root: Declaration, values: any, refusal: (values: any) => string | undefined): string | undefined {
  const text = shown(message);
  const [, id, scope] = /^There is already a Construct with name '(.*)' in (.*)$/.exec(text) ?? [];
  if (id === undefined) return undefined;
  const isRefused = (one?: Declaration) => REPEATED.test(refusal(shortened(root, values, one)) ?? '');
  if (isRefused()) return undefined;
  const lists = everyDeclaration(root).filter((declaration) => (declaration.kind === 'list' || declaration.kind === 'map') && !isRefused(declaration));
  const paths = lists.map(({ path }) => path);
  const place = scope.replace(/ \[.*/, '').replace('ReleaseChart', 'the chart');
  return `The construct makes another one with the id ${JSON.stringify(id)} in ${place} for each element of ${listed(paths) || 'a list'}, `
    + 'so that it works for one element only. '
    + 'Let the id contain a field by which the elements differ, and give the object a metadata.name that contains it, too.';
}

const REPEATED = /^There is already a Construct with name/;

/** The values with no more than one element in a list, or in all lists. */
function shortened(declaration: Declaration, values: any, one?: Declaration): any {
  if (values === undefined || values === null) return values;
  const isShort = one === undefined || one === declaration;
  switch (declaration.kind) {
    case 'object': case 'optional': {
      const given = declaration.fields.filter(({ name }) => name in values);
      return { ...values, ...Object.fromEntries(given.map((field) => [field.name, shortened(field, values[field.name], one)])) };
    }
    case 'list':
      return values.slice(0, isShort ? 1 : undefined).map((element: any) => shortened(declaration.item!, element, one));
    case 'map':
      return Object.fromEntries(Object.entries(values).slice(0, isShort ? 1 : undefined));
    default:
      return values;
  }
}

/** An automatic name is made of the path in lower case and without what names cannot have, so that a value in the path comes out changed. */
function garbledName({ path, json, hasAutomaticName }: Manifest, carriers: Carriers): string | undefined {
  if (!hasAutomaticName) return undefined;
  const { text } = carriers.read(path);
  const values = valuesOfText(text);
  if (values.length === 0) return undefined;
  const paths = values.map(({ declaration }) => declaration.path);
  return `The ${json.kind} at ${shown(text)} has no metadata.name, so that its name is made of the path of its construct, which contains `
    + `${listed(paths.map((one) => `the value ${one}`))}. Such a name drops and changes characters, and two values could give the same. `
    + `Give it metadata: { name: ... }, made of ${listed(paths)}, or an id without a value.`;
}

/** What Kubernetes tells objects apart by. */
function identityOf({ apiVersion, kind, metadata }: any): string {
  const group = `${apiVersion}`.includes('/') ? `${apiVersion}`.split('/')[0] : '';
  return JSON.stringify([group, kind, metadata?.namespace, metadata?.name]);
}

function equalNames(a: Manifest, b: Manifest, carriers: Carriers): string {
  const paths = [a, b].map(({ path }) => shown(carriers.read(path).text));
  const lists = listsOf([a, b], carriers);
  const name = shown(carriers.read(`${b.json.metadata?.name}`).text);
  const of = lists.length === 0 ? '' : ` for different elements of ${listed(lists)}`;
  const places = paths[0] === paths[1] ? `two at ${paths[0]}` : `at ${paths[0]} and at ${paths[1]}`;
  return `Two objects of the kind ${b.json.kind} have the same metadata.name, ${JSON.stringify(name)}: ${places}${of}. `
    + 'In a cluster the one would take the place of the other. '
    + (lists.length === 0 ? 'Give each a name of its own.' : `Give each a name of its own, made of a field by which the elements of ${listed(lists)} differ.`);
}

/** The lists of which two objects show different elements. */
function listsOf(objects: readonly Manifest[], carriers: Carriers): string[] {
  const [one, other] = objects.map(({ path, json }) => elementsIn([path, json], carriers));
  return [...one].filter(([list, indices]) => other.has(list) && other.get(list) !== indices).map(([list]) => list);
}

/** The lists whose elements show in something, with the positions of those elements. */
function elementsIn(json: any, carriers: Carriers): Map<string, string> {
  const found = new Map<string, Set<string>>();
  const visit = (value: any): void => {
    const number = typeof value === 'number' ? carriers.readNumber(value) : undefined;
    const struct = value instanceof Graft ? value.struct : undefined;
    const values = typeof value === 'string' ? valuesOfText(carriers.read(value).text) : number ? valuesOfText([number]) : struct ? [struct] : [];
    for (const { declaration, indices } of values) {
      declaration.lists.forEach(({ path }, depth) => found.set(path, (found.get(path) ?? new Set()).add(indices.slice(0, depth + 1).join())));
    }
    if (typeof value === 'object' && value !== null && !struct) [...Object.keys(value), ...Object.values(value)].forEach(visit);
  };
  visit(json);
  return new Map([...found].map(([list, indices]) => [list, [...indices].sort().join(' ')]));
}

function listed(texts: readonly string[]): string {
  const all = [...new Set(texts)];
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all[all.length - 1]}`;
}
