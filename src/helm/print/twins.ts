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

/** The call of a function as a template says it. Refused if it cannot. */
export function twin(name: string, parameters: readonly string[]): string {
  if (!Object.hasOwn(TWINS, name)) {
    throw new Error(`The function ${name} of src/expressions is applied to values of the chart, but has no form in templates; give its result as a value of its own.`);
  }
  return TWINS[name](...parameters);
}
