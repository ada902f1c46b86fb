import { argument, conditionExpression } from './condition';
import { Context, insideLoop } from './context';
import { rawPath, textExpression } from './expression';
import { quoted } from './scalar';
import { Declaration, everyDeclaration } from '../declaration';
import { Refusal } from '../tree/template';
import { formerNames } from '../values/former-names';

/** The template that makes nothing and refuses what a schema cannot refuse; nothing if there is no such thing. */
export function printValidation(root: Declaration, refusals: readonly Refusal[], context: Context): string | undefined {
  const lines = [
    ...formerNames(root).flatMap(({ declaration, keys }) => printFormerName(declaration, keys, context)),
    ...root.fields.flatMap((field) => printDuplicates(field, context)),
    ...refusals.flatMap(({ when, message }) => [
      `{{- if ${conditionExpression(when, context)} }}`,
      `{{- fail ${argument(textExpression(message, context))} }}`,
      '{{- end }}',
    ]),
  ];
  return lines.length === 0 ? undefined : `{{- /* Refuses values that the schema cannot refuse. */}}\n${lines.join('\n')}\n`;
}

function printFormerName(declaration: Declaration, keys: readonly string[], context: Context): string[] {
  return printFormer(keys, `${context.root}.Values`, keys.join('.').replaceAll('.[]', '[]'), declaration);
}

function printFormer([key, ...rest]: readonly string[], path: string, former: string, declaration: Declaration): string[] {
  if (key === '[]') return [`{{- range ${path} }}`, ...printFormer(rest, '.', former, declaration), '{{- end }}'];
  if (rest.length === 0) {
    return [
      `{{- if hasKey ${path} ${quoted(key)} }}`,
      `{{- fail ${quoted(`The value ${former} was renamed; give ${declaration.path} instead.`)} }}`,
      '{{- end }}',
    ];
  }
  const inner = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? (path === '.' ? `.${key}` : `${path}.${key}`) : `(index ${path} ${quoted(key)})`;
  return [`{{- if ${inner} }}`, ...printFormer(rest, inner, former, declaration), '{{- end }}'];
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
      const seen = `$seen${inner.loops.length}`;
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
