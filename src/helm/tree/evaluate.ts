import { ChartTemplate, Condition, EntryTemplate, Item, Loop, MapTemplate, Template } from './template';
import { requireRule } from '../../expressions/rule';
import { Environment, inside, read } from '../environment';
import { chartName, fullname } from '../fullname';
import { call } from '../functions';
import { given, scalarText } from '../given';
import { parameterValue, Reference, shownInText, Text } from '../trace/reference';

/** Everything that a chart makes of values that its schema accepts; never calls the builder. */
export function evaluate(
  chart: ChartTemplate, environment: Environment,
): { readonly objects: any[]; readonly tests: any[]; readonly notes: string[] } {
  const refusal = chart.refusals.find(({ when }) => holds(when, environment));
  if (refusal) throw new Error(textOf(refusal.message, environment));
  const made = (role: string) => chart.documents.filter((document) => document.role === role).flatMap(({ item }) => itemsOf([item], environment));
  for (const { name, construct, property, values } of made('rule')) requireRule(name, { construct, property }, Object.values(values));
  return { objects: made('object'), tests: made('test'), notes: made('notes') };
}

/** Whether a condition holds. */
export function holds(condition: Condition, environment: Environment): boolean {
  return condition.some((tests) => tests.every(({ column, choices }) => choices.includes(column.of(environment))));
}

/** What a template makes. */
export function valueOf(template: Template, environment: Environment): any {
  switch (template.kind) {
    case 'constant': return template.value;
    case 'text': return textOf(template.text, environment);
    case 'exact': return referenced(template.reference, environment);
    case 'map': return Object.fromEntries(entriesOf(template, environment));
    case 'sequence': return itemsOf(template.items, environment);
    case 'lines': return joined(template.items, template.separator, environment);
    case 'call': return `${template.before}${call(template.name, template.parameters.map((parameter) => valueOf(parameter, environment)))}${template.after}`;
    case 'choice': return valueOf((template.cases.find(({ when }) => holds(when, environment)) ?? { value: template.otherwise }).value, environment);
  }
}

/** A text with the values in their places. */
export function textOf(text: Text, environment: Environment): string {
  return text.map((part) => (typeof part === 'string' ? part : shownInText(part, referenced(part, environment)))).join('');
}

/** What a reference stands for, as the construct gets it. */
export function referenced(reference: Reference, environment: Environment): any {
  switch (reference.kind) {
    case 'value': {
      const value = given(reference.declaration, read(reference.declaration, environment));
      return reference.declaration.kind === 'scalar' && value !== undefined ? scalarText(value) : value;
    }
    case 'release': {
      const { release } = environment.surroundings;
      switch (reference.fact) {
        case 'fullname': return fullname(environment);
        case 'chartName': return chartName(environment);
        default: return release[reference.fact];
      }
    }
    case 'call': return call(reference.name, reference.parameters.map((parameter) => parameterValue(parameter, (inner) => referenced(inner, environment))));
  }
}

function itemsOf(items: readonly Item[], environment: Environment): any[] {
  return items.flatMap((item) => {
    if (!holds(item.when, environment)) return [];
    return item.kind === 'item' ? [valueOf(item.value, environment)] : inside(item.list, environment).flatMap((element) => itemsOf(item.items, element));
  });
}

function joined(items: readonly Item[], separator: string, environment: Environment): string {
  return partsOf(items, separator, environment).join(separator);
}

function partsOf(items: readonly Item[], separator: string, environment: Environment): string[] {
  return items.flatMap((item): string[] => {
    if (!holds(item.when, environment)) return [];
    if (item.kind === 'item') return [valueOf(item.value, environment)];
    const blocks = inside(item.list, environment).map((element) => partsOf(item.items, separator, element));
    if (item.separator === undefined) return blocks.flat();
    const filled = blocks.filter((block) => block.length > 0);
    return filled.length === 0 ? [] : [filled.map((block) => block.join(separator)).join(item.separator)];
  });
}

function entriesOf(map: MapTemplate, environment: Environment): [string, any][] {
  const entries: [string, any][] = [];
  const collect = (entry: EntryTemplate | Loop<EntryTemplate>, here: Environment): void => {
    if (!holds(entry.when, here)) return;
    if (entry.kind === 'entry') {
      entries.push([textOf(entry.key, here), valueOf(entry.value, here)]);
    } else {
      for (const element of inside(entry.list, here)) entry.items.forEach((item) => collect(item, element));
    }
  };
  map.entries.forEach((entry) => collect(entry, environment));
  return entries;
}
