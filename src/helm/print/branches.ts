import { conditionExpression } from './condition';
import { Context } from './context';
import { ChoiceTemplate, Template } from '../tree/template';

/** One of several alternatives, with the action before it. */
interface Branch {
  readonly action: string;
  readonly value: Template;
}

/** The lines of some alternatives, each below its `if`, `else if` or `else`. */
export function printBranches(choice: ChoiceTemplate, pad: string, context: Context, print: (value: Template) => readonly string[]): string[] {
  return [...branchesOf(choice, context).flatMap(({ action, value }) => [`${pad}{{- ${action} }}`, ...print(value)]), `${pad}{{- end }}`];
}

/** Some alternatives in one line, without a space between. */
export function inlineBranches(choice: ChoiceTemplate, context: Context, print: (value: Template) => string): string {
  return `${branchesOf(choice, context).map(({ action, value }) => `{{ ${action} }}${print(value)}`).join('')}{{ end }}`;
}

function branchesOf({ cases, otherwise }: ChoiceTemplate, context: Context): Branch[] {
  const tested = cases.map(({ when, value }, index) => ({ action: `${index === 0 ? 'if' : 'else if'} ${conditionExpression(when, context)}`, value }));
  return [...tested, { action: 'else', value: otherwise }];
}
