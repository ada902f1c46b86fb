import { Context } from './context';
import { twinOf } from '../../expressions/expression';

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

/** The number that a quantity stands for, without exponent. */
function quantity(text: string): string {
  return `(mulf (regexFind "^[0-9.]+" ${text} | float64) (get (fromJson ${JSON.stringify(JSON.stringify(POWERS))}) (regexFind "[A-Za-z]*$" ${text})))`;
}

const POWERS = {
  '': 1, 'm': 1e-3, 'k': 1e3, 'M': 1e6, 'G': 1e9, 'T': 1e12, 'P': 1e15, 'E': 1e18, 'Ki': 2 ** 10, 'Mi': 2 ** 20, 'Gi': 2 ** 30, 'Ti': 2 ** 40, 'Pi': 2 ** 50, 'Ei': 2 ** 60,
};

/** Rules in the language of templates: each is true where the rule of that name is broken. */
export const BREACHES: { readonly [name: string]: (...parameters: string[]) => string } = {
  fitsIntoConfigMap: (bytes) => `gt (int64 ${bytes}) 1048576`,
  hidesNone: (path, others) => `regexMatch (printf "(^|, )%s(/|,|$)" (regexQuoteMeta ${path})) ${others}`,
  isApplicationDatabase: (name) => `or (has ${name} (list "postgres" "template0" "template1")) (regexMatch "=|^postgres(ql)?://" ${name})`,
  isApplicationRole: (name) => `or (has ${name} (list "postgres" "public" "none")) (hasPrefix "pg_" ${name})`,
  memoryBudgetHolds: (_shown, total, limit) => `gt (float64 ${total}) ${quantity(limit)}`,
  sharedBuffersFit: (_value, bytes, limit) => `ge (float64 ${bytes}) ${quantity(limit)}`,
  isBytes: (text) => `lt ${quantity(text)} 1048576.0`,
  isFree: (name, taken) => `has ${name} (splitList ", " ${taken})`,
  isNotOwned: (_value, name, owned) => `has (lower ${name}) (splitList ", " ${owned})`,
  isNotTogether: () => 'true',
  isOneLine: (text) => `regexMatch "[\\x00\\n\\r]" ${text}`,
  isOneServer: (replicas) => `gt (int64 ${replicas}) 1`,
  isQuantity: (text) => `le ${quantity(text)} 0.0`,
  isQuantityAtMost: (text, limit) => `gt ${quantity(text)} ${quantity(limit)}`,
  isSelectorValue: (value, name, selector) => `and (contains (printf ", %s=" ${name}) (print ", " ${selector})) (not (has (print ${name} "=" ${value}) (splitList ", " ${selector})))`,
  keepsNoServer: (number) => `ne (int64 ${number}) 0`,
  letsServerGo: (number) => `lt (int64 ${number}) 1`,
  isValidSetting: (_value, verdict) => `ne ${verdict} "valid"`,
  isVolume: (name, volumes) => `not (has ${name} (splitList ", " ${volumes}))`,
  isTagOfMajor: (tag, version, repository) => {
    const pattern = `(ternary "(^|-pg|^pg)[0-9]{2}([^0-9]|$)" "(-|^)pg[0-9]{2}([^0-9]|$)" (regexMatch "(^|/)(postgres|postgresql|postgis)$" ${repository}))`;
    return `and (regexMatch ${pattern} ${tag}) (ne (regexFind "[0-9]{2}" (regexFind ${pattern} ${tag})) ${version})`;
  },
};

/** Whether a template can say that a rule is broken. */
export function hasBreach(name: string): boolean {
  return Object.hasOwn(BREACHES, name);
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
