import { Context } from './context';
import { pathExpression } from './expression';
import { argument, bare } from './parentheses';
import { quoted } from './scalar';
import { Choice, Column } from '../trace/column';
import { Condition, Test } from '../tree/template';

/** A condition as what stands behind `if`. */
export function conditionExpression(condition: Condition, context: Context): string {
  const shared = sharedTests(condition);
  const rest = condition.map((tests) => tests.filter((test) => !shared.some((other) => sameTest(test, other))));
  const alternatives = rest.map((tests) => allOf(tests.map((test) => testExpression(test, context))));
  const either = rest.some((tests) => tests.length === 0) ? [] : [alternatives.length === 1 ? alternatives[0] : `or ${alternatives.map(argument).join(' ')}`];
  return bare(allOf([...shared.map((test) => testExpression(test, context)), ...either]));
}

/** Whether a condition always holds. */
export function isAlways(condition: Condition): boolean {
  return condition.some((tests) => tests.length === 0);
}

/** Whether one condition is just what the other is not. */
export function areOpposite(a: Condition, b: Condition): boolean {
  const columns = [...new Set([...a, ...b].flat().map(({ column }) => column))];
  if (columns.length === 0 || columns.length > 6) return false;
  return combinations(columns).every((choices) => holdsFor(a, choices) !== holdsFor(b, choices));
}

/** A name by which equal conditions are recognised. */
export function conditionKey(condition: Condition): string {
  return condition.map((tests) => tests.map(testKey).sort().join('&')).sort().join('|');
}

/** A name by which equal tests are recognised. */
export function testKey({ column, choices }: Test): string {
  return `${column.declaration.path}=${choices.join()}`;
}

function sharedTests(condition: Condition): Test[] {
  if (condition.length < 2) return [];
  return condition[0].filter((test) => condition.every((tests) => tests.some((other) => sameTest(test, other))));
}

function sameTest(a: Test, b: Test): boolean {
  return testKey(a) === testKey(b);
}

function allOf(expressions: readonly string[]): string {
  return expressions.length === 1 ? expressions[0] : `and ${expressions.map(argument).join(' ')}`;
}

function testExpression({ column, choices }: Test, context: Context): string {
  const { choices: all } = column;
  const complement = all.map((_choice, index) => index).filter((index) => !choices.includes(index));
  const values = (indices: readonly number[]) => indices.map((index) => all[index]);
  const areStrings = (indices: readonly number[]) => values(indices).every(({ kind }) => kind === 'is' || kind === 'absent' || kind === 'empty');
  // Beside constants, "present" is none of them, which the value alone does not say.
  const saysAll = (index: number) => all[index].kind !== 'present' || all.length === 2;
  if (choices.length === 1 && saysAll(choices[0])) return choiceExpression(column, all[choices[0]], context);
  if (complement.length === 1 && saysAll(complement[0])) return negated(column, all[complement[0]], context);
  if (column.declaration.kind === 'enumeration' || areStrings(choices)) {
    return `has ${argument(pathExpression(column.declaration, context))} (list ${values(choices).map((choice) => quoted(textOf(choice))).join(' ')})`;
  }
  if (areStrings(complement)) {
    return `not (has ${argument(pathExpression(column.declaration, context))} (list ${values(complement).map((choice) => quoted(textOf(choice))).join(' ')}))`;
  }
  return rangesExpression(column, choices, context);
}

function textOf(choice: Choice): string {
  return choice.kind === 'is' ? choice.value : '';
}

function choiceExpression(column: Column, choice: Choice, context: Context): string {
  const { declaration } = column;
  if (column.api !== undefined) {
    const has = `${context.root}.Capabilities.APIVersions.Has ${quoted(column.api)}`;
    return choice.kind === 'on' ? has : `not (${has})`;
  }
  const path = declaration.kind === 'optional' ? enabledPath(column, context) : pathExpression(declaration, context);
  const isNumber = declaration.kind === 'integer' || declaration.kind === 'number';
  switch (choice.kind) {
    case 'on': return path;
    case 'off': return `not ${argument(path)}`;
    case 'present': return declaration.kind === 'scalar' ? `ne (toString ${path}) ""` : path;
    case 'absent': case 'empty':
      if (isNumber) return `kindIs "invalid" ${path}`;
      return declaration.kind === 'scalar' ? `eq (toString ${path}) ""` : `not ${argument(path)}`;
    case 'is': return `eq ${argument(path)} ${quoted(choice.value)}`;
    case 'range': return rangesExpression(column, [column.choices.indexOf(choice)], context);
  }
}

function negated(column: Column, choice: Choice, context: Context): string {
  const { declaration } = column;
  const path = pathExpression(declaration, context);
  const isNumber = declaration.kind === 'integer' || declaration.kind === 'number';
  if (choice.kind === 'is') return `ne ${argument(path)} ${quoted(choice.value)}`;
  if (choice.kind === 'absent' && isNumber) return `not (kindIs "invalid" ${path})`;
  if ((choice.kind === 'absent' || choice.kind === 'empty') && declaration.kind !== 'scalar') return path;
  if (choice.kind === 'range') return rangesExpression(column, column.choices.map((_choice, index) => index).filter((index) => column.choices[index] !== choice), context);
  return `not (${choiceExpression(column, choice, context)})`;
}

function enabledPath({ declaration }: Column, context: Context): string {
  const path = pathExpression(declaration, context);
  return declaration.lists.length > 0 ? `(${path}).enabled` : `${path}.enabled`;
}

/** A number is in one of these ranges, or absent where that is among the choices. */
function rangesExpression(column: Column, choices: readonly number[], context: Context): string {
  const { declaration } = column;
  const path = pathExpression(declaration, context);
  const number = declaration.kind === 'integer' ? `(int64 ${path})` : `(float64 ${path})`;
  const mayBeAbsent = column.choices.some(({ kind }) => kind === 'absent');
  const allowsAbsent = choices.some((index) => column.choices[index].kind === 'absent');
  const ranges = choices.map((index) => column.choices[index]).filter((choice) => choice.kind === 'range');
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of ranges) {
    const last = merged[merged.length - 1];
    if (last && last.to === from) last.to = to;
    else merged.push({ from, to });
  }
  const all = column.choices.filter((choice) => choice.kind === 'range');
  const lowest = all[0]?.from;
  const tests = merged.map(({ from, to }) => {
    const parts = [...(from === lowest ? [] : [`ge ${number} ${literal(from, declaration.kind)}`]), ...(to === Infinity ? [] : [`lt ${number} ${literal(to, declaration.kind)}`])];
    return parts.length === 0 ? 'true' : allOf(parts);
  });
  const inside = tests.length === 1 ? tests[0] : `or ${tests.map(argument).join(' ')}`;
  if (!mayBeAbsent) return inside;
  const absent = `kindIs "invalid" ${path}`;
  if (allowsAbsent) return inside === 'true' ? 'true' : `or (${absent}) ${argument(inside)}`;
  return inside === 'true' ? `not (${absent})` : `and (not (${absent})) ${argument(inside)}`;
}

function literal(number: number, kind: string): string {
  return kind === 'integer' || !Number.isInteger(number) ? `${number}` : `${number}.0`;
}

function combinations(columns: readonly Column[]): Map<Column, number>[] {
  return columns.reduce<Map<Column, number>[]>((all, column) => (
    all.flatMap((choices) => column.choices.map((_choice, index) => new Map([...choices, [column, index]])))), [new Map()]);
}

function holdsFor(condition: Condition, choices: ReadonlyMap<Column, number>): boolean {
  return condition.some((tests) => tests.every((test) => test.choices.includes(choices.get(test.column)!)));
}
