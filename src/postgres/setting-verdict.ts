import { describeInvalidValue, findSetting, majors } from './settings-catalog';
import { catalogText, OCTAL } from './settings-text';
import { expression } from '../expressions/expression';

const DECIMAL = /^ *[-+]?(0|[1-9][0-9]*)(\.[0-9]+)? *[A-Za-z]* *$/;
const FRACTION_OF_NOTHING = /\.[0-9]+ *$/;
const MODE = /^(0[0-7]{0,3}|[1-9][0-9]?|[1-4][0-9]{2}|50[0-9]|51[01])$/;

/**
 * Whether a number is written in decimal digits, so that whoever works out the memory can read it. A server takes hexadecimal and octal ones as well;
 * modes of files may be octal. What is no number is not asked.
 */
export function isDecimal(value: string, name: string, major: string): boolean {
  const setting = findSetting(name, major);
  if (setting?.type !== 'integer' && setting?.type !== 'real') return true;
  if (OCTAL.includes(setting.name)) return MODE.test(value);
  return DECIMAL.test(value) && !(setting.type === 'integer' && FRACTION_OF_NOTHING.test(value));
}

/** `valid` for a setting of a major with a value that it takes, written in decimal digits, otherwise `invalid`. */
export const settingVerdict = expression('settingVerdict', (value: string, name: string, major: string): string =>
  isDecimal(value, name, major) && describeInvalidValue(name, value, major) === undefined ? 'valid' : 'invalid', {
  parameters: ['value', 'name', 'major'],
  body: () => [
    '{{ $value := .value }}{{ $name := lower .name }}{{ $catalog := "" }}',
    ...majors.map((major, index) => `{{${index === 0 ? ' if' : '- else if'} eq .major "${major}" }}{{ $catalog = ${JSON.stringify(`${catalogText(major)};`)} }}\n`),
    '{{- end }}{{ $mark := print ";" $name " " }}{{ $isValid := true }}',
    '{{ if not (contains $mark $catalog) }}',
    // A setting of an extension that is not known, unless the server knows all settings of that extension.
    '{{ $isValid = and (regexMatch "^[a-z_][a-z0-9_]*\\\\.[a-z_][a-z0-9_]*$" $name) (not (contains (print ";" (first (splitList "." $name)) ".") $catalog)) }}',
    '{{ else }}{{ $words := index (splitList $mark $catalog) 1 | splitList ";" | first | splitList " " }}{{ $type := first $words }}',
    '{{ if eq $type "fixed" }}{{ $isValid = false }}',
    '{{ else if eq $type "words" }}{{ $isValid = has (lower $value) (rest $words | join " " | splitList "|") }}',
    `{{ else if eq $type "octal" }}{{ $isValid = regexMatch ${JSON.stringify(MODE.source)} $value }}`,
    `{{ else if ne $type "text" }}{{ if not (regexMatch ${JSON.stringify(DECIMAL.source)} $value) }}{{ $isValid = false }}`,
    `{{ else if and (eq $type "whole") (regexMatch ${JSON.stringify(FRACTION_OF_NOTHING.source)} $value) }}{{ $isValid = false }}{{ else }}`,
    '{{ $suffix := regexFind "[A-Za-z]+ *$" $value | trim }}{{ $size := ternary "" "1" (ne $suffix "") }}',
    '{{ range slice $words 3 }}{{ if hasPrefix (print $suffix "=") . }}{{ $size = last (splitList "=" .) }}{{ end }}{{ end }}',
    '{{ $number := mulf (regexFind "[-+]?[0-9.]+" $value | trimPrefix "+" | float64) (float64 $size) }}',
    '{{ if eq $type "whole" }}{{ $number = floor (addf $number 0.5) }}{{ end }}',
    '{{ $isValid = and (ne $size "") (ge $number (index $words 1 | float64)) (le $number (index $words 2 | float64)) }}',
    '{{ range slice $words 3 }}{{ $bound := last (splitList "=" .) }}',
    '{{ if hasPrefix "%=" . }}{{ $isValid = and $isValid (eq (mod (int64 $number) $bound | int64) 0) }}',
    '{{ else if hasPrefix "!=" . }}{{ $isValid = and $isValid (ne $number (float64 $bound)) }}',
    '{{ else if hasPrefix "?=" . }}{{ $isValid = and $isValid (or (eq $number 0.0) (ge $number (float64 $bound))) }}{{ end }}{{ end }}',
    '{{ end }}{{ end }}{{ end }}',
    '{{ ternary "valid" "invalid" $isValid }}',
  ].join(''),
});
