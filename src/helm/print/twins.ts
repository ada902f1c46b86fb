import { Context } from './context';
import { twinOf } from '../../expressions/expression';
import { ruleNamed } from '../../expressions/rule';

/** Functions on values in the language of templates: each does what the function of that name does. */
export const TWINS: { readonly [name: string]: (...parameters: string[]) => string } = {
  escapeReferences: (text) => `${text} | replace "$" "$$"`,
  pathHash: (path) => `${path} | sha256sum | trunc 8`,
  pathSegment: (text) => `${text} | replace "/" "--"`,
  // A plus sign in the text itself is written as %2B.
  percentEncode: (text) => `urlquery ${text} | replace "+" "%20"`,
  quoteLiteral: (text) => `printf (ternary "E'%s'" "'%s'" (contains "\\\\" ${text})) (${text} | replace "'" "''" | replace "\\\\" "\\\\\\\\")`,
  quoteSetting: (text) => `printf "'%s'" (${text} | replace "'" "''" | replace "\\\\" "\\\\\\\\")`,
  sha256: (text) => `sha256sum ${text}`,
};

/** Whether a template can say that a rule is broken. */
export function hasBreach(name: string): boolean {
  return ruleNamed(name).breach !== undefined;
}

/** The test in a template whether a rule about values is broken. */
export function breach(name: string, values: readonly string[], context: Context): string {
  return ruleNamed(name).breach!((inner, ...given) => twin(inner, given, context), ...values);
}

/** The call of a function as a template says it. Refused if it cannot. */
export function twin(name: string, parameters: readonly string[], context: Context): string {
  if (Object.hasOwn(TWINS, name)) return TWINS[name](...parameters);
  const own = twinOf(name);
  if (!own) {
    throw new Error(`The function ${name} of src/expressions is applied to values of the chart, but has no form in templates; give its result as a value of its own.`);
  }
  const text = own.body((inner, ...given) => twin(inner, given, context));
  const definition = context.helpers.define(`${context.chart}.${dashed(name)}`, ` -}}\n${text}{{ end }}`, `the function ${name}`);
  return `include ${JSON.stringify(definition)} (dict ${own.parameters.map((parameter, index) => `${JSON.stringify(parameter)} ${parameters[index]}`).join(' ')})`;
}

/** As in `quoteSetting` -> `quote-setting`. */
function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
