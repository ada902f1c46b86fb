import { Learner } from './learner';
import { placeText, UnlearnedPlace } from './place';
import { differenceInRow } from '../trace/compare';
import { Row } from '../trace/rows';
import { Tracer } from '../trace/tracer';
import { Declaration } from '../declaration';
import { ChartTemplate, EntryTemplate, Loop, MapTemplate } from '../tree/template';
import { regExpOf } from '../values/pattern';

type Entries = MapTemplate['entries'];

/**
 * Finds out which entry wins when a map of the values has a key that a mapping has itself, or that another map has: the construct is run with
 * such keys, and the entries are put in the order that explains what comes out.
 */
export function settlePrecedence(chart: ChartTemplate, mappings: Learner['mappings'], tracer: Tracer): void {
  const open = mappings.filter(({ map }) => mapsIn(map.entries).length > 0);
  const keys = new Map<Declaration, string[]>();
  for (const { map } of open) {
    for (const { list } of mapsIn(map.entries)) keys.set(list, [...new Set([...keys.get(list) ?? [], ...literalsIn(map.entries).filter((key) => mayBeKey(list, key))])]);
  }
  if (keys.size === 0) return;
  // Two maps get a key in common, too.
  const shared = [...keys.keys()].length > 1 ? ['zqshared'] : [];
  for (const [list, own] of keys) keys.set(list, [...own, ...shared.filter((key) => mayBeKey(list, key))]);
  const rows = collisionRows(tracer, keys);
  for (const { map, place } of open) {
    const wrong = () => rows.filter((row) => differenceInRow(chart, row) !== undefined).length;
    let least = wrong();
    if (least === 0) return;
    for (const order of ordersOf(map.entries)) {
      const before: Entries = map.entries;
      map.entries = order;
      const now = wrong();
      if (now < least) least = now;
      else map.entries = before;
      if (least === 0) return;
    }
    if (rows.every((row) => differenceInRow(chart, row) !== undefined) && open.length === 1) {
      throw new UnlearnedPlace(place, 'when a key of a map is one that the mapping has itself, what comes out is neither the one value nor the other');
    }
  }
  const row = rows.find((one) => differenceInRow(chart, one) !== undefined);
  if (row) {
    throw new Error(`${placeText(open[0].place)}: it is not clear who wins when a map of the values (${[...keys.keys()].map(({ path }) => path).join(', ')}) has a key that is there already `
      + `(${[...new Set([...keys.values()].flat())].join(', ')}). Spread the map before or after all other entries, or limit its keys with keyPattern.`);
  }
}

/** Runs in which the maps have the keys of all mappings that they flow into, some at a time. */
function collisionRows(tracer: Tracer, keys: ReadonlyMap<Declaration, readonly string[]>): Row[] {
  const sets = [keys, ...[...keys].flatMap(([list, own]) => own.map((key) => new Map([[list, [key]]])))];
  return sets.flatMap((wanted) => [0, 1].map((kind) => tracer.runSituation(
    (column) => (kind === 0 || keys.has(column.declaration) ? column.choices.length - 1 : tracer.random.below(column.choices.length)), 0, () => 1, wanted)))
    .filter(({ documents }) => documents !== undefined);
}

/** Orders in which one entry of the mapping itself, or one map, has another place among those that may win. */
function ordersOf(entries: Entries): Entries[] {
  const maps = mapsIn(entries);
  const own = entries.filter((entry) => !maps.includes(entry as Loop<EntryTemplate>));
  const orders: Entries[] = [[...maps, ...own]];
  if (maps.length > 1) orders.push([...own, ...[...maps].reverse()], [...[...maps].reverse(), ...own]);
  for (const entry of own) {
    const others = own.filter((other) => other !== entry);
    orders.push([...others, ...maps, entry], [entry, ...maps, ...others]);
  }
  return orders;
}

function mapsIn(entries: Entries): Loop<EntryTemplate>[] {
  return entries.filter((entry): entry is Loop<EntryTemplate> => entry.kind === 'loop' && entry.list.kind === 'map' && entry.list.lists.length === 0);
}

function literalsIn(entries: Entries): string[] {
  return entries.flatMap((entry) => (entry.kind === 'entry' && entry.key.every((part) => typeof part === 'string') ? [entry.key.join('')] : []));
}

function mayBeKey(map: Declaration, key: string): boolean {
  const { keyPattern } = map.value._options;
  return keyPattern === undefined || regExpOf(keyPattern).test(key);
}
