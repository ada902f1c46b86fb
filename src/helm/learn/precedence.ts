import { Learner } from './learner';
import { placeText, UnlearnedPlace } from './place';
import { Declaration } from '../declaration';
import { differenceInRow, distanceInRow } from '../trace/compare';
import { Row } from '../trace/rows';
import { Tracer } from '../trace/tracer';
import { ChartTemplate, EntryTemplate, Item, Loop, MapTemplate, Template } from '../tree/template';
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
    for (const { list } of mapsIn(map.entries)) {
      const literals = literalsIn(map.entries).filter((key) => mayBeKey(list, key));
      keys.set(list, [...new Set([...keys.get(list) ?? [], ...literals])]);
    }
  }
  if (keys.size === 0) return;
  // Two maps get a key in common, too.
  const shared = [...keys.keys()].length > 1 ? ['zqshared'] : [];
  for (const [list, own] of keys) keys.set(list, [...own, ...shared.filter((key) => mayBeKey(list, key))]);
  const rows = collisionRows(tracer, keys);
  for (const { map, place } of open) {
    // Nothing else depends on the order of its entries.
    const documents = chart.documents.filter(({ item }) => holds(item, map));
    const wrong = (limit = Infinity) => {
      let sum = 0;
      for (let index = 0; index < rows.length && sum < limit; index++) sum += distanceInRow(documents, rows[index], tracer.carriers);
      return sum;
    };
    let least = wrong();
    const accept = (order: Entries): void => {
      const before: Entries = map.entries;
      map.entries = order;
      const now = least === 0 ? Infinity : wrong(least);
      if (now < least) least = now;
      else map.entries = before;
    };
    for (const maps of permutations(mapsIn(map.entries))) accept(arranged(map.entries, maps, winnersIn(map.entries)));
    for (const entry of map.entries.filter((one): one is EntryTemplate => one.kind === 'entry')) {
      const winners = winnersIn(map.entries);
      accept(arranged(map.entries, mapsIn(map.entries), winners.includes(entry) ? winners.filter((one) => one !== entry) : [...winners, entry]));
    }
    for (const maps of permutations(mapsIn(map.entries))) accept(arranged(map.entries, maps, winnersIn(map.entries)));
    if (least === 0) continue;
    if (rows.every((row) => differenceInRow(chart, row, tracer.carriers) !== undefined) && open.length === 1) {
      throw new UnlearnedPlace(place, 'when a key of a map is one that the mapping has itself, what comes out is neither the one value nor the other');
    }
  }
  const row = rows.find((one) => differenceInRow(chart, one, tracer.carriers) !== undefined);
  if (row) {
    throw new Error(`${placeText(open[0].place)}: it is not clear who wins when a map of the values (${[...keys.keys()].map(({ path }) => path).join(', ')}) has a key that is there already `
      + `(${[...new Set([...keys.values()].flat())].join(', ')}). Spread the map before or after all other entries, or limit its keys with keyPattern.`);
  }
}

/** Runs in which the maps have the keys of all mappings that they flow into, some at a time. */
function collisionRows(tracer: Tracer, keys: ReadonlyMap<Declaration, readonly string[]>): Row[] {
  // The construct may refuse one of the keys, so that all together say nothing.
  const everyKey = [...new Set([...keys.values()].flat())];
  const inAllMaps = everyKey.map((key) => new Map([...keys].filter(([, own]) => own.includes(key)).map(([list]) => [list, [key]])));
  const sets = [keys, ...inAllMaps.filter(({ size }) => size > 1), ...[...keys].flatMap(([list, own]) => own.map((key) => new Map([[list, [key]]])))];
  return sets.flatMap((wanted) => [0, 1].map((kind) => tracer.runSituation((column) => (
    kind === 0 || keys.has(column.declaration) ? column.choices.length - 1 : tracer.random.below(column.choices.length)), 0, () => 1, wanted)))
    .filter(({ documents }) => documents !== undefined);
}

/** Whether a mapping is part of what an item makes. */
function holds(item: Item | EntryTemplate | Loop<Item | EntryTemplate>, map: MapTemplate): boolean {
  return item.kind === 'loop' ? item.items.some((inner) => holds(inner, map)) : holdsIn(item.value, map);
}

function holdsIn(template: Template, map: MapTemplate): boolean {
  switch (template.kind) {
    case 'map': return template === map || template.entries.some((entry) => holds(entry, map));
    case 'sequence': case 'lines': return template.items.some((item) => holds(item, map));
    case 'choice': return [...template.cases.map(({ value }) => value), template.otherwise].some((value) => holdsIn(value, map));
    case 'call': return template.parameters.some((parameter) => holdsIn(parameter, map));
    default: return false;
  }
}

/** The entries of the mapping itself that win over those of all maps. */
function winnersIn(entries: Entries): EntryTemplate[] {
  const last = Math.max(...mapsIn(entries).map((map) => entries.indexOf(map)));
  return entries.slice(last + 1).filter((entry): entry is EntryTemplate => entry.kind === 'entry');
}

/** The entries with maps in the given order, and with those that win behind them. */
function arranged(entries: Entries, maps: readonly Loop<EntryTemplate>[], winners: readonly EntryTemplate[]): Entries {
  const others = entries.filter((entry) => !maps.includes(entry as Loop<EntryTemplate>) && !winners.includes(entry as EntryTemplate));
  return [...others, ...maps, ...entries.filter((entry) => winners.includes(entry as EntryTemplate))];
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) => permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]));
}

function mapsIn(entries: Entries): Loop<EntryTemplate>[] {
  return entries.filter((entry): entry is Loop<EntryTemplate> => entry.kind === 'loop' && entry.list.kind === 'map');
}

function literalsIn(entries: Entries): string[] {
  return entries.flatMap((entry) => (entry.kind === 'entry' && entry.key.every((part) => typeof part === 'string') ? [entry.key.join('')] : []));
}

function mayBeKey(map: Declaration, key: string): boolean {
  const { keyPattern } = map.value._options;
  return keyPattern === undefined || regExpOf(keyPattern).test(key);
}
