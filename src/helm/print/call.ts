import { Context } from './context';
import { define, definedText } from './define';
import { printEntries } from './entries';
import { referenceExpression, textExpression } from './expression';
import { quoted } from './scalar';
import { twin } from './twins';
import { CallTemplate, MapTemplate, Template } from '../tree/template';

/** The expression for the result of a function. */
export function callExpression({ name, parameters }: CallTemplate, context: Context): string {
  return `(${twin(name, parameters.map((parameter) => parameterExpression(`${name}-of`, parameter, context)), context)})`;
}

/** The expression of what a function or rule is called with. */
export function parameterExpression(label: string, parameter: Template, context: Context): string {
  switch (parameter.kind) {
    case 'constant': return typeof parameter.value === 'string' ? quoted(parameter.value) : JSON.stringify(parameter.value);
    case 'text': return textExpression(parameter.text, context);
    case 'exact': return referenceExpression(parameter.reference, context);
    case 'call': return parameter.before + parameter.after === '' ? callExpression(parameter, context) : `(${definedText(label, parameter, context)})`;
    case 'map': return `(fromYaml (${definedMap(label, parameter, context)}))`;
    default: return `(${definedText(label, parameter, context)})`;
  }
}

/** A map as a text in YAML. */
function definedMap(label: string, map: MapTemplate, context: Context): string {
  const { name, call } = define(label, (inner) => `\n${printEntries(map, 0, inner).join('\n')}\n`, context);
  return `include ${JSON.stringify(name)} ${call}`;
}
