/** A fault planted in the source. */
export interface Mutant {
  readonly name: string;
  /** Below `src/helm`. */
  readonly file: string;
  /** Texts of the file, each of which is there once, and what stands in their place. */
  readonly changes: readonly (readonly [string, string])[];
}

/** The source with a fault. Throws when a text is not there, or more than once. */
export function planted({ name, file, changes }: Mutant, source: string): string {
  return changes.reduce((text, [from, to]) => {
    const count = source.split(from).length - 1;
    if (count !== 1) {
      throw new Error(`The mutant "${name}" no longer applies: src/helm/${file} holds ${count === 0 ? 'no' : `${count} times the`} text ${JSON.stringify(from)}. `
        + 'Change test/helm/mutate/mutants.ts as the source was changed.');
    }
    return text.split(from).join(to);
  }, source);
}

const one = (name: string, file: string, from: string, to: string): Mutant => ({ name, file, changes: [[from, to]] });

export const MUTANTS: readonly Mutant[] = [
  one('int64 dropped', 'print/expression.ts', '`(int64 ${path})`', 'path'),
  one('int64 dropped in a comparison', 'print/condition.ts', '`(int64 ${path})`', 'path'),
  one('quote dropped from a string', 'print/value.ts', 'return `{{ ${quotable(text, context)} | quote }}`', 'return `{{ ${quotable(text, context)} }}`'),
  one('quote dropped from a key', 'print/key.ts', '`{{ ${quotable(key, context)} | quote }}`', '`{{ ${quotable(key, context)} }}`'),
  one('quote dropped from a definition', 'print/value.ts', '`${pad}${before} {{ ${definedText(template, context)} | quote }}`', '`${pad}${before} {{ ${definedText(template, context)} }}`'),
  one('quotes dropped from a constant', 'values/yaml-scalar.ts', '/^(y|n|yes|no|on|', '/^(y|n|no|on|'),
  one('backslashes not escaped', 'values/yaml-scalar.ts', "replace(/[\\\\\"]/g, '\\\\$&')", "replace(/[\"]/g, '\\\\$&')"),
  one('percent sign taken for a verb', 'print/expression.ts', "part.replace(/%/g, '%%')", 'part'),
  one('and becomes or', 'print/condition.ts', "`and ${expressions.map(argument).join(' ')}`", "`or ${expressions.map(argument).join(' ')}`"),
  one('or becomes and', 'print/condition.ts', "`or ${alternatives.map(argument).join(' ')}`", "`and ${alternatives.map(argument).join(' ')}`"),
  one('negation of a switch lost', 'print/condition.ts', "case 'off': return `not ${argument(path)}`", "case 'off': return path"),
  one('negation of a word lost', 'print/condition.ts', 'return `ne ${argument(path)} ${quoted(choice.value)}`', 'return `eq ${argument(path)} ${quoted(choice.value)}`'),
  one('negation of a guard lost', 'print/entries.ts', 'print: () => [`${pad}{{- if not ${test} }}`', 'print: () => [`${pad}{{- if ${test} }}`'),
  {
    name: 'branches of a value swapped',
    file: 'print/branches.ts',
    changes: [
      ['${conditionExpression(when, context)}`, value }));', '${conditionExpression(when, context)}`, value: cases.length === 1 ? otherwise : value }));'],
      ["{ action: 'else', value: otherwise }", "{ action: 'else', value: cases.length === 1 ? cases[0].value : otherwise }"],
    ],
  },
  one('branches of neighbours swapped', 'print/items.ts', 'if (opposite.length > 0) lines.push(`${pad}{{- else }}`, ...printConditionals(opposite, pad, context));',
    'if (opposite.length > 0) lines.push(...printConditionals(opposite, pad, context), `${pad}{{- else }}`, '
    + '...lines.splice(lines.lastIndexOf(`${pad}{{- if ${conditionExpression(condition, context)} }}`) + 1));'),
  one('branches of the evaluator swapped', 'tree/evaluate.ts', 'template.cases.find(({ when }) => holds(when, environment))', 'template.cases.find(({ when }) => !holds(when, environment))'),
  one('wrong loop variable', 'print/expression.ts', 'context.loops.find(({ list }) => list === parent)', 'context.loops[context.loops.length - 1]'),
  one('key and value of a loop swapped', 'print/expression.ts', 'declaration === parent.key ? loop.key! : loop.element', 'declaration === parent.key ? loop.element : loop.key ?? loop.element'),
  one('items of a list printed backwards', 'print/value.ts', 'return printConditionals(items.map((item)', 'return printConditionals([...items].reverse().map((item)'),
  one('elements of a list evaluated backwards', 'tree/evaluate.ts', ': inside(item.list, environment).flatMap(', ': inside(item.list, environment).reverse().flatMap('),
  one('entries of a map backwards', 'environment.ts', 'Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))', 'Buffer.compare(Buffer.from(b.key), Buffer.from(a.key))'),
  one('entries of a map without regard to case', 'environment.ts', 'Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))', '(a.key.toLowerCase() < b.key.toLowerCase() ? -1 : 1)'),
  one('precedence settled the wrong way', 'learn/precedence.ts', 'if (now < least) least = now;', 'if (now > least) least = now;'),
  one('precedence reversed in the template', 'print/entries.ts', 'const later = map.entries.slice(index + 1);', 'const later = map.entries.slice(0, index);'),
  one('key of a mapping not omitted from a map', 'print/entries.ts', 'const left = omitted.length === 0 ? path :', 'const left = omitted.length >= 0 ? path :'),
  one('key of a mapping printed beside that of a map', 'print/entries.ts', 'if (losesTo.length > 0) {', 'if (losesTo.length < 0) {'),
  one('braces not escaped', 'print/scalar.ts', 'text.replace(/\\{\\{|\\}\\}|\\{(?=\\}\\})/g, (braces) => `{{ "${braces}" }}`)', 'text'),
  one('brace before an action not escaped', 'print/scalar.ts', 'return escapeTemplate(text).replace(/\\{$/, LAST_BRACE);', 'return escapeTemplate(text);'),
  one('long key on one line', 'print/key.ts', '<= MOST;', '<= Infinity;'),
  one('number without quotes', 'values/yaml-scalar.ts', '!NUMBERS.some((number) => number.test(digits))', 'digits !== ""'),
  one('first line break of a definition kept', 'print/define.ts', "['trimPrefix \"\\\\n\"']", '[]'),
  one('last line break of a definition lost', 'print/define.ts', "['printf \"%s\\\\n\"']", '[]'),
  one("'' taken as present by the template", 'print/condition.ts', '`ne (toString ${path}) ""` : path;', '`ne (toString ${path}) ""` : `not (kindIs "invalid" ${path})`;'),
  one("'' taken as present by all", 'given.ts', "(given(declaration, raw) ?? '') === ''", 'given(declaration, raw) === undefined'),
  one('default taken for false', 'print/expression.ts', '`(ternary ${JSON.stringify(standard ?? \'\')} ${path} (kindIs "invalid" ${path}))`', '`(default ${JSON.stringify(standard ?? \'\')} ${path})`'),
  one('separator lost in a line', 'print/text.ts', '{{ if ${position} }}${separator}{{ end }}', ''),
  one('separator lost in join', 'print/value.ts', '`join ${quoted(loop.separator)}', '`join ""'),
  one('separator not learned', 'learn/items.ts', '...(separator ? { separator } : {})', ''),
  one('line break at the end lost', 'print/value.ts', "header: endsWithBreak ? '|' : '|-'", "header: '|-'"),
  one('enumeration value unseen', 'trace/column.ts', "...allowed.map((value) => ({ kind: 'is', value } as const))", "...allowed.slice(0, -1).map((value) => ({ kind: 'is', value } as const))"),
  one('certificate at k = 2', 'trace/seen.ts', 'for (let z = following[y]; z < all.length; z++)', 'for (let z = following[y]; z < 0; z++)'),
  one('certificate without what is missing', 'trace/certificate.ts', 'if (missing.length === 0) break;', 'if (missing.length >= 0) break;'),
  one('stale cache of runs: carriers', 'trace/rows.ts', 'JSON.stringify([set, values, [...apis]])', 'JSON.stringify([values, [...apis]])'),
  one('stale cache of runs: APIs', 'trace/rows.ts', 'JSON.stringify([set, values, [...apis]])', 'JSON.stringify([set, values])'),
  one('stale cache of runs: values', 'trace/rows.ts', 'JSON.stringify([set, values, [...apis]])', 'JSON.stringify([set, Object.keys(values), [...apis]])'),
  one('stale cache of carriers', 'trace/carriers.ts', 'this.strings.set(text, reference);\n    this.pattern = undefined;', 'this.strings.set(text, reference);'),
  one('strings of the program not tried', 'trace/samples.ts', '...(isKey ? [] : turned).map((value) => ({ value })),', ''),
  one('numbers of the program not tried', 'trace/samples.ts', '[...usual, ...constants]', '[...usual]'),
  one('limit of a comparison one too low', 'trace/boundary.ts', 'return isInteger ? high : shortest(low, high);', 'return isInteger ? low : shortest(low, high);'),
];
