import { parameterExpression } from './call';
import { conditionExpression, isAlways } from './condition';
import { Context, insideLoop } from './context';
import { collectionPath, rawPath, textExpression } from './expression';
import { needsName } from './items';
import { argument } from './parentheses';
import { quoted } from './scalar';
import { breach } from './twins';
import { ruleNamed } from '../../expressions/rule';
import { Declaration, everyDeclaration } from '../declaration';
import { ChartTemplate, Item, MapTemplate, Template } from '../tree/template';
import { RefusedName, refusedNames } from '../values/refused-names';

/** The template that makes nothing and refuses what a schema cannot refuse; nothing if there is no such thing. */
export function printValidation(root: Declaration, { refusals, documents }: ChartTemplate, context: Context): string | undefined {
  const lines = [
    ...printRefusedNames(root, context),
    ...root.fields.flatMap((field) => printDuplicates(field, context)),
    ...refusals.flatMap(({ when, message }) => [
      `{{- if ${conditionExpression(when, context)} }}`,
      `{{- fail ${argument(textExpression(message, context))} }}`,
      '{{- end }}',
    ]),
    ...documents.filter(({ role }) => role === 'rule').flatMap(({ item }) => printRule(item, context)),
  ];
  return lines.length === 0 ? undefined : `${lines.join('\n')}\n`;
}

/** Refuses paths that are no values. Those beside each other stand in one table, which is quick however long it is. */
function printRefusedNames(root: Declaration, { root: dot }: Context): string[] {
  const groups = new Map<string, RefusedName[]>();
  for (const name of refusedNames(root)) {
    const parent = name.keys.slice(0, -1).join('\0');
    groups.set(parent, [...(groups.get(parent) ?? []), name]);
  }
  return [...groups.values()].flatMap((names) => printRefusedIn(names[0].keys.slice(0, -1), `${dot}.Values`, names));
}

function printRefusedIn([key, ...rest]: readonly string[], path: string, names: readonly RefusedName[]): string[] {
  if (key === '[]') return [`{{- range ${path} }}`, ...printRefusedIn(rest, '.', names), '{{- end }}'];
  if (key === undefined) {
    const sentences = names.map(({ keys, path: name, verdict }) => `  ${quoted(keys[keys.length - 1])} ${quoted(`The value ${name} ${verdict}.`)}`);
    return [
      '{{- $refused := dict', ...sentences, '}}',
      `{{- range $key, $_ := ${path} }}`, '{{- if hasKey $refused $key }}', '{{- fail (get $refused $key) }}', '{{- end }}', '{{- end }}',
    ];
  }
  const inner = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? (path === '.' ? `.${key}` : `${path}.${key}`) : `(index ${path} ${quoted(key)})`;
  return [`{{- if ${inner} }}`, ...printRefusedIn(rest, inner, names), '{{- end }}'];
}

/** Refuses elements of a list that have the same key, also in lists inside. */
function printDuplicates(declaration: Declaration, context: Context): string[] {
  if (!hasKeyedList(declaration)) return [];
  switch (declaration.kind) {
    case 'optional': {
      const path = rawPath(declaration, context);
      const enabled = declaration.lists.length > 0 ? `(${path}).enabled` : `${path}.enabled`;
      return [`{{- if ${enabled} }}`, ...declaration.fields.flatMap((field) => printDuplicates(field, context)), '{{- end }}'];
    }
    case 'object':
      return declaration.fields.flatMap((field) => printDuplicates(field, context));
    case 'list': {
      const { context: inner, range } = insideLoop(context, declaration, true);
      const key = keyOf(declaration);
      const seen = `$seen${inner.loops.length === 1 ? '' : inner.loops.length}`;
      const check = key ? checkLines(declaration, key, seen, inner) : [];
      return [
        ...(key ? [`{{- ${seen} := dict }}`] : []),
        `{{- range ${range}${rawPath(declaration, context)} }}`,
        ...check,
        ...printDuplicates(declaration.item!, inner),
        '{{- end }}',
      ];
    }
    default:
      return [];
  }
}

function checkLines(list: Declaration, key: Declaration, seen: string, context: Context): string[] {
  const value = argument(textExpression([{ kind: 'value', declaration: key, indices: [] }], context));
  return [
    `{{- if hasKey ${seen} ${value} }}`,
    `{{- fail (printf ${quoted(`The list ${list.path} has several elements with the ${key.name} %q; each must have its own.`)} ${value}) }}`,
    '{{- end }}',
    `{{- $_ := set ${seen} ${value} true }}`,
  ];
}

function keyOf(list: Declaration): Declaration | undefined {
  return list.item!.fields.find(({ name }) => name === list.value._options.key);
}

function hasKeyedList(declaration: Declaration): boolean {
  return everyDeclaration(declaration).some((one) => one.kind === 'list' && keyOf(one) !== undefined);
}

/** A rule about values that are known only to the template. */
function printRule(item: Item, context: Context): string[] {
  const lines = item.kind === 'loop' ? printRuleOfEach(item, context) : ruleLines(item.value, context);
  return isAlways(item.when) ? lines : [`{{- if ${conditionExpression(item.when, context)} }}`, ...lines, '{{- end }}'];
}

function printRuleOfEach(loop: Item & { readonly kind: 'loop' }, context: Context): string[] {
  const { context: inner, range } = insideLoop(context, loop.list, needsName(loop));
  return [`{{- range ${range}${collectionPath(loop.list, context)} }}`, ...loop.items.flatMap((item) => printRule(item, inner)), '{{- end }}'];
}

function ruleLines(template: Template, context: Context): string[] {
  const expression = (value: Template) => argument(parameterExpression(value, context));
  const name = `${valueOf(part(template, 'name'))}`;
  const given = part(template, 'values') as MapTemplate;
  const templates = given.entries.map((_entry, index) => part(given, `${index}`));
  const values = templates.map(expression);
  const { format, parameters } = allowedText(name, templates, values);
  return [
    `{{- if ${breach(name, values, context)} }}`,
    `{{- fail (printf ${[quoted(`%s is %s; it ${format}.`), expression(part(template, 'property')), `(toJson ${values[0]})`, ...parameters].join(' ')}) }}`,
    '{{- end }}',
  ];
}

/** What stands behind `printf`. */
interface FormattedText {
  readonly format: string;
  readonly parameters: readonly string[];
}

/** What a rule allows, as a format and its parameters: a rule may name other values that it was asked about. */
function allowedText(name: string, templates: readonly Template[], values: readonly string[]): FormattedText {
  const { allowed, inGeneral } = ruleNamed(name);
  const standIns = templates.map((template, index) => (template.kind === 'constant' ? template.value : `\0${index}\0`));
  const sentence = inGeneral ? inGeneral(...standIns) : typeof allowed === 'string' ? allowed : allowed(...standIns);
  const [first, ...rest] = sentence.replace(/%/g, '%%').split('\0');
  // Between two marks stands the position of a value.
  const pieces = rest.map((piece, index) => (index % 2 === 0 ? '%v' : piece));
  return { format: [first, ...pieces].join(''), parameters: rest.flatMap((piece, index) => (index % 2 === 0 ? [values[Number(piece)]] : [])) };
}

function part(template: Template, key: string): Template {
  const entry = template.kind === 'map' ? template.entries.find((one) => one.kind === 'entry' && one.key.join('') === key) : undefined;
  if (entry?.kind !== 'entry') throw new Error(`A rule of the construct has no ${key} that a template could say.`);
  return entry.value;
}

function valueOf(template: Template): unknown {
  return template.kind === 'constant' ? template.value : undefined;
}
