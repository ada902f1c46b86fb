import { Context } from './context';
import { definedBlock, definedText } from './define';
import { printEntries } from './entries';
import { referenceExpression, textExpression } from './expression';
import { quoted } from './scalar';
import { twin } from './twins';
import { printValue } from './value';
import { CallTemplate, Template } from '../tree/template';

/** The expression for the result of a function. */
export function callExpression({ name, parameters }: CallTemplate, context: Context): string {
  const inner = { ...context, keys: [...context.keys, name] };
  return `(${twin(name, parameters.map((parameter) => parameterExpression(parameter, inner)), context)})`;
}

/** The expression of what a function or rule is called with. */
export function parameterExpression(parameter: Template, context: Context): string {
  switch (parameter.kind) {
    case 'constant': return typeof parameter.value === 'string' ? quoted(parameter.value) : JSON.stringify(parameter.value);
    case 'text': return textExpression(parameter.text, context);
    case 'exact': return referenceExpression(parameter.reference, context);
    case 'call': return callExpression(parameter, context);
    default: return isStructure(parameter) ? structureExpression(parameter, context) : `(${definedText(parameter, context)})`;
  }
}

/** Whether a template makes a mapping or list. */
function isStructure(template: Template): boolean {
  if (template.kind === 'choice') return isStructure(template.otherwise) || template.cases.some(({ value }) => isStructure(value));
  return template.kind === 'map' || template.kind === 'sequence' || (template.kind === 'constant' && typeof template.value === 'object');
}

/** The expression for a mapping or list: written as YAML by a definition of its own, and read again. */
function structureExpression(template: Template, context: Context): string {
  if (template.kind === 'map' && !template.mayBeEmpty) return `(${definedBlock((inner) => printEntries(template, 0, inner), context)} | fromYaml)`;
  return `(get (${definedBlock((inner) => printValue('value:', template, 0, inner), context)} | fromYaml) "value")`;
}
