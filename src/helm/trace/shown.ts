import { Text, valuesOf } from './reference';

/** A text with references for people, as in `web/queue-<queues[].name>`. */
export function shown(text: Text): string {
  return text.map((part) => {
    if (typeof part === 'string') return part;
    if (part.kind === 'release') return `<${part.fact}>`;
    const paths = valuesOf(part).map(({ declaration }) => declaration.path).join(', ');
    return part.kind === 'value' ? `<${paths}>` : `<${part.name}(${paths})>`;
  }).join('');
}
