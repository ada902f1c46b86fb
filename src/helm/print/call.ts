import { Context } from './context';
import { definedText } from './define';
import { referenceExpression, textExpression } from './expression';
import { quoted } from './scalar';
import { twin } from './twins';
import { CallTemplate, Template } from '../tree/template';

/** The expression for the result of a function. */
export function callExpression({ name, parameters }: CallTemplate, context: Context): string {
  return `(${twin(name, parameters.map((parameter) => parameterExpression(parameter, context)))})`;
}

/** The expression of what a function or rule is called with. */
export function parameterExpression(parameter: Template, context: Context): string {
  switch (parameter.kind) {
    case 'constant': return typeof parameter.value === 'string' ? quoted(parameter.value) : JSON.stringify(parameter.value);
    case 'text': return textExpression(parameter.text, context);
    case 'exact': return referenceExpression(parameter.reference, context);
    case 'call': return callExpression(parameter, context);
    default: return `(${definedText(parameter, context)})`;
  }
}
