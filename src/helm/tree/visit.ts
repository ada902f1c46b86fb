import { ChartTemplate, Condition, EntryTemplate, Item, Loop, Template } from './template';
import { Declaration } from '../declaration';
import { Column } from '../trace/column';
import { Reference, Text, valuesOf } from '../trace/reference';

/** What is told of each value that a template needs: where, by the loops around that place. */
export type Visitor = (declaration: Declaration, loops: readonly Declaration[], column?: Column) => void;

/** Tells of all values that a chart needs. */
export function visitChart(chart: ChartTemplate, visitor: Visitor): void {
  for (const { when, message } of chart.refusals) {
    visitCondition(when, visitor, []);
    visitText(message, visitor, []);
  }
  for (const { item } of chart.documents) visitItem(item, visitor, []);
}

/** Tells of all values that an item needs. */
export function visitItem(item: Item | EntryTemplate | Loop<EntryTemplate>, visitor: Visitor, loops: readonly Declaration[]): void {
  visitCondition(item.when, visitor, loops);
  if (item.kind === 'loop') {
    visitor(item.list, loops);
    for (const inner of item.items) visitItem(inner, visitor, [...loops, item.list]);
  } else {
    if (item.kind === 'entry') visitText(item.key, visitor, loops);
    visitTemplate(item.value, visitor, loops);
  }
}

/** Tells of all values that a template needs. */
export function visitTemplate(template: Template, visitor: Visitor, loops: readonly Declaration[]): void {
  switch (template.kind) {
    case 'constant': return;
    case 'text': visitText(template.text, visitor, loops); return;
    case 'exact': visitReference(template.reference, visitor, loops); return;
    case 'map': template.entries.forEach((entry) => visitItem(entry, visitor, loops)); return;
    case 'sequence': case 'lines': template.items.forEach((item) => visitItem(item, visitor, loops)); return;
    case 'call': template.parameters.forEach((parameter) => visitTemplate(parameter, visitor, loops)); return;
    case 'choice':
      for (const { when, value } of template.cases) {
        visitCondition(when, visitor, loops);
        visitTemplate(value, visitor, loops);
      }
      visitTemplate(template.otherwise, visitor, loops);
  }
}

function visitCondition(condition: Condition, visitor: Visitor, loops: readonly Declaration[]): void {
  for (const { column } of condition.flat()) visitor(column.declaration, loops, column);
}

function visitText(text: Text, visitor: Visitor, loops: readonly Declaration[]): void {
  for (const part of text) if (typeof part !== 'string') visitReference(part, visitor, loops);
}

function visitReference(reference: Reference, visitor: Visitor, loops: readonly Declaration[]): void {
  for (const { declaration } of valuesOf(reference)) visitor(declaration, loops);
}
