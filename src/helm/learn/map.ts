import { hoist, learnLoop, Piece } from './items';
import { Learner, Variant } from './learner';
import { Place } from './place';
import { Declaration } from '../declaration';
import { Bits } from '../trace/bits';
import { bindText, MapNode, usesOf } from '../trace/node';
import { keyOf, Text, textKey, valuesOfText } from '../trace/reference';
import { Scope } from '../trace/scope';
import { EntryTemplate, Item, Loop, MapTemplate } from '../tree/template';

/** The template of a mapping that has entries: each with its condition, and loops for those whose keys come from lists and maps. */
export function learnMap(learner: Learner, variants: readonly Variant<MapNode>[], scope: Scope, domain: Bits, place: Place): MapTemplate {
  const loops = new Map<string, { readonly list: Declaration; readonly key: Text }>();
  const own = new Map<string, Text>();
  for (const { node } of variants) {
    for (const { key } of node.entries) {
      const list = listOf(key);
      if (!list) own.set(textKey(key), key);
      else loops.set(`${list.path} ${textKey(bound(key, list))}`, { list, key: bound(key, list) });
    }
  }
  const entries = [...own].map(([name, key]): EntryTemplate => {
    const members = variants.map(({ node, rows }) => ({ node: node.entries.find((entry) => textKey(entry.key) === name)?.node, rows }))
      .filter((member) => member.node !== undefined) as Variant[];
    const here = [...place, keyText(key)];
    const present = members.reduce((all, { rows }) => all.or(rows), Bits.of(scope.size));
    const when = learner.presence(present, scope, domain, here);
    return { kind: 'entry', when, key, value: learner.learn(members, scope, present, here) };
  });
  const looped = [...loops.values()].map(({ list, key }) => learnEntries(learner, variants, list, key, scope, domain, [...place, `[each of ${list.path}]`]));
  const map: MapTemplate = { kind: 'map', entries: [...entries, ...looped] };
  learner.mappings.push({ map, place });
  return map;
}

function listOf(key: Text): Declaration | undefined {
  return [...usesOf(valuesOfText(key)).keys()][0];
}

function bound(key: Text, list: Declaration): Text {
  const index = usesOf(valuesOfText(key)).get(list)!;
  return bindText(key, list, [...index][0]);
}

/** As a key looks in sentences. */
function keyText(key: Text): string {
  return key.map((part) => (typeof part === 'string' ? part : `<${keyOf(part)}>`)).join('');
}

/** The entries that the elements of a list made, all with the same pattern of a key. */
function learnEntries(
  learner: Learner, variants: readonly Variant<MapNode>[], list: Declaration, key: Text, scope: Scope, domain: Bits, place: Place,
): Loop<EntryTemplate> {
  const made = variants.map(({ node, rows }) => {
    const blocks: Piece[][] = [];
    for (const entry of node.entries) {
      if (listOf(entry.key) !== list || textKey(bound(entry.key, list)) !== textKey(key)) continue;
      const index = [...usesOf(valuesOfText(entry.key)).get(list)!][0];
      blocks[index] = [{ node: learner.nodes.bind(entry.node, list, index), label: key }];
    }
    return { rows, blocks };
  });
  const loop = learnLoop(learner, list, made, scope, domain, place, { isOrdered: false, placeOf: () => [] });
  const toEntry = (item: Item): EntryTemplate | Loop<EntryTemplate> => (item.kind === 'item'
    ? { kind: 'entry', when: item.when, key, value: item.value }
    : { ...item, items: item.items.map(toEntry) } as Loop<EntryTemplate>);
  const items = loop.items.map(toEntry);
  const { hoisted, rest } = hoist(items, list);
  return { kind: 'loop', when: loop.when.length === 1 && loop.when[0].length === 0 ? hoisted : loop.when, list, items: rest };
}
