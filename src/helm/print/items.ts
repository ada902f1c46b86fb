import { areOpposite, conditionExpression, conditionKey, isAlways, testKey } from './condition';
import { Context } from './context';
import { Declaration } from '../declaration';
import { Condition, EntryTemplate, Item, Loop, Template, Test } from '../tree/template';
import { visitItem } from '../tree/visit';

/** Something printed under a condition. */
export interface Conditional {
  readonly when: Condition;
  readonly print: () => readonly string[];
}

/** The lines of some things in their order, with `if` around those that have a condition: one for neighbours that share it. */
export function printConditionals(units: readonly Conditional[], pad: string, context: Context): string[] {
  const lines: string[] = [];
  for (let index = 0; index < units.length;) {
    const unit = units[index];
    if (isAlways(unit.when)) {
      lines.push(...unit.print());
      index += 1;
      continue;
    }
    const run = runFrom(units, index);
    const condition = run.condition;
    lines.push(`${pad}{{- if ${conditionExpression(condition, context)} }}`, ...printConditionals(run.inner, pad, context));
    index += run.inner.length;
    const opposite: Conditional[] = [];
    while (index < units.length && !isAlways(units[index].when) && areOpposite(condition, units[index].when)) {
      opposite.push({ when: [[]], print: units[index].print });
      index += 1;
    }
    if (opposite.length > 0) lines.push(`${pad}{{- else }}`, ...printConditionals(opposite, pad, context));
    lines.push(`${pad}{{- end }}`);
  }
  return lines;
}

/** Whether all templates among some items are as asked. */
export function everyItem(items: readonly (Item | EntryTemplate | Loop<EntryTemplate>)[], isSo: (template: Template) => boolean): boolean {
  return items.every((item) => (item.kind === 'loop' ? everyItem(item.items, isSo) : isSo(item.value)));
}

/** Whether a loop's element is needed in a loop inside, where the dot is another. */
export function needsName(loop: Loop<Item> | Loop<EntryTemplate>): boolean {
  let isNeeded = false;
  const visit = (declaration: Declaration, loops: readonly Declaration[]) => {
    const innermost = declaration.lists[declaration.lists.length - 1];
    if (innermost === loop.list && loops[loops.length - 1] !== loop.list) isNeeded = true;
  };
  for (const item of loop.items) visitItem(item, visit, [loop.list]);
  return isNeeded;
}

/** The neighbours from one on that share a part of its condition, with what is left of theirs. */
function runFrom(units: readonly Conditional[], start: number): { readonly condition: Condition; readonly inner: Conditional[] } {
  const first = units[start];
  if (first.when.length !== 1) {
    let end = start;
    while (end < units.length && conditionKey(units[end].when) === conditionKey(first.when)) end++;
    return { condition: first.when, inner: units.slice(start, end).map(({ print }) => ({ when: [[]], print })) };
  }
  let shared: readonly Test[] = first.when[0];
  let end = start + 1;
  for (; end < units.length && units[end].when.length === 1; end++) {
    const keys = units[end].when[0].map(testKey);
    const common = shared.filter((test) => keys.includes(testKey(test)));
    if (common.length === 0) break;
    shared = common;
  }
  const names = shared.map(testKey);
  const inner = units.slice(start, end).map(({ when, print }) => ({ when: [when[0].filter((test) => !names.includes(testKey(test)))], print }));
  return { condition: [shared], inner };
}
