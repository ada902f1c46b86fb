/** Where a value was given. */
export interface Place {
  /** Path of the construct, e.g. `feaf-dashboard/postgres`. */
  readonly construct: string;

  /** Name of the property, e.g. `persistence.size`. */
  readonly property: string;
}

/**
 * Evaluates functions of values that are not known yet, such as those of a Helm chart.
 *
 * Without one, every function of this folder simply computes.
 */
export interface Interpreter {
  /** Whether a value, or something inside it, stands for one that is not known yet. */
  isUnknown(value: unknown): boolean;

  /**
   * Whether the named function or rule is noted down whatever its values are: the result of a function may tell nothing of them, so that it could not be
   * understood later, and a rule that is always broken is not about its values.
   */
  isAlwaysNoted?(name: string): boolean;

  /** Whether a value is handed through as it is, so that nobody may look into it. */
  isClosed?(value: unknown): boolean;

  /** Returns what stands for the result of the named function. */
  apply(name: string, values: readonly unknown[]): unknown;

  /** Keeps the named rule about values of a place, which cannot be decided yet. */
  require(name: string, place: Place, values: readonly unknown[]): void;
}

let current: Interpreter | undefined;

/** Runs `body` with an interpreter for values that are not known yet. */
export function interpret<R>(interpreter: Interpreter, body: () => R): R {
  const before = current;
  current = interpreter;
  try {
    return body();
  } finally {
    current = before;
  }
}

/** The interpreter to ask when one of the values is not known yet, otherwise nothing. */
export function interpreterFor(values: readonly unknown[]): Interpreter | undefined {
  return current && values.some((value) => current!.isUnknown(value)) ? current : undefined;
}

/** Whether a value can be looked into; one that is only handed through cannot. */
export function isClosed(value: unknown): boolean {
  return current?.isClosed?.(value) ?? false;
}

/** The interpreter to ask about a named function or rule: when one of the values is not known yet, or always. */
export function interpreterOf(name: string, values: readonly unknown[]): Interpreter | undefined {
  return interpreterFor(values) ?? (current?.isAlwaysNoted?.(name) ? current : undefined);
}

/**
 * The form of a function in the language of Go templates: the text of a definition, which finds what it is called with under the names of
 * the parameters (`.settings`), and writes the result.
 */
export interface Twin {
  readonly parameters: readonly string[];
  readonly body: (call: Call) => string;
}

/** Gives the expression for the result of a function of this folder in a template. */
export type Call = (name: string, ...parameters: string[]) => string;

/** Makes a named function that computes on known values and is only noted down for unknown ones. */
export function expression<A extends readonly unknown[], R>(name: string, compute: (...values: A) => R, twin?: Twin): (...values: A) => R {
  computations.set(name, compute as (...values: any[]) => unknown);
  if (twin) twins.set(name, twin);
  return (...values: A) => {
    const interpreter = interpreterOf(name, values);
    return interpreter ? (interpreter.apply(name, values) as R) : compute(...values);
  };
}

const twins = new Map<string, Twin>();

/** The form of a function in templates, if it has one of its own. */
export function twinOf(name: string): Twin | undefined {
  return twins.get(name);
}

const computations = new Map<string, (...values: any[]) => unknown>();

/** The function of a name, for known values. */
export function computation(name: string): (...values: any[]) => unknown {
  const found = computations.get(name);
  if (!found) throw new Error(`There is no function named ${name}.`);
  return found;
}
