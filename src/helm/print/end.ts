import { isAlways } from './condition';
import { inElementOrder, inOrder, ROOT } from './order';
import { blockHeader, linesOf } from './value';
import { EntryTemplate, Item, Loop, Template } from '../tree/template';

/**
 * Whether an object may be printed so that its last character is a line break which belongs to a value: at the end of a block, or of a struct.
 * Helm 3 takes white space away from the end of every object.
 */
export function mayEndInBreak(template: Template, key = ROOT, isElement = false): boolean {
  switch (template.kind) {
    case 'constant': return typeof template.value === 'string' && template.value.includes('\n') && mayEndInBreak(linesOf(template.value));
    case 'lines': return template.separator === '\n' && blockHeader(template)?.header === '|';
    case 'exact': return template.reference.kind === 'value' && ['kubernetes', 'any'].includes(template.reference.declaration.kind);
    case 'choice': return [template.otherwise, ...template.cases.map(({ value }) => value)].some((value) => mayEndInBreak(value, key, isElement));
    case 'map': return anyAtEnd((isElement ? inElementOrder : inOrder)(template.entries, key), key);
    case 'sequence': return anyAtEnd(template.items, key);
    default: return false;
  }
}

/** Whether one of those may end so that can be the last. */
function anyAtEnd(parts: readonly (EntryTemplate | Item | Loop<EntryTemplate>)[], key: string): boolean {
  for (const part of [...parts].reverse()) {
    if (part.kind === 'loop') {
      if (anyAtEnd(part.items, key)) return true;
      continue;
    }
    const isItem = part.kind === 'item';
    if (mayEndInBreak(part.value, isItem ? key : part.key.join(''), isItem)) return true;
    if (isAlways(part.when)) return false;
  }
  return false;
}
