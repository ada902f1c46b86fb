/**
 * Functions that need more than an expression, as the bodies of definitions that get their parameters as a list. Each makes the text that the function
 * of that name of the constructs makes.
 */
export const BODIES: { readonly [name: string]: string } = {
  // A line for each setting, in the order of the names, in which templates go through a map anyway.
  configuration: '{{ range $name, $value := index . 0 }}{{ $name }} = \'{{ $value | replace "\'" "\'\'" | replace "\\\\" "\\\\\\\\" }}\'{{ "\\n" }}{{ end }}',

  restartRequired: [
    '{{ $restart := index . 1 }}{{ range $name, $value := index . 0 }}',
    '{{ if or (contains (print " " $name " ") $restart) (and (contains "." $name) (not (contains (print " !" $name " ") $restart))) }}',
    '{{ $name }} = \'{{ $value | replace "\'" "\'\'" | replace "\\\\" "\\\\\\\\" }}\'{{ "\\n" }}{{ end }}{{ end }}',
  ].join(''),

  // The bytes of the parts of the memory that a server may use, one behind the other.
  memoryParts: [
    '{{ $settings := index . 0 }}{{ $units := index . 1 }}{{ $sizes := index . 2 }}{{ $numbers := dict }}',
    '{{ range $name, $unit := $units }}{{ $text := get $settings $name | trim }}',
    '{{ $size := get $sizes (default $unit (regexFind "[A-Za-z]+$" $text)) | default "1" }}',
    '{{ $_ := set $numbers $name (mulf (regexFind "^[-+]?[0-9.]+" $text | trimPrefix "+" | float64) ($size | float64)) }}{{ end }}',
    '{{ $wal := ternary (min (divf $numbers.shared_buffers 32 | int64) 16777216) ($numbers.wal_buffers | int64) (lt $numbers.wal_buffers 0.0) }}',
    '{{ $worker := ternary $numbers.maintenance_work_mem $numbers.autovacuum_work_mem (lt $numbers.autovacuum_work_mem 0.0) }}',
    '{{ printf "%d %d %d %d %d" (int64 $numbers.shared_buffers) $wal (mulf $numbers.max_connections $numbers.work_mem | int64)',
    ' (int64 $numbers.maintenance_work_mem) (mulf $numbers.autovacuum_max_workers $worker | int64) }}',
  ].join(''),
};

/** The same for rules: each makes a text exactly where the rule of that name is broken. */
export const BROKEN: { readonly [name: string]: string } = {
  // A row of the catalog has the name, the type and what belongs to it: words, or limits in the base unit and the size of each unit in it.
  isValidSetting: [
    '{{ $value := index . 0 }}{{ $name := index . 1 }}{{ $catalog := index . 3 }}{{ $mark := print ";" (lower $name) " " }}',
    '{{ if not (contains $mark $catalog) }}',
    '{{ if or (not (regexMatch "^[a-z_][a-z0-9_]*\\\\.[a-z_][a-z0-9_]*$" $name)) (contains (print ";" (first (splitList "." $name)) ".") $catalog) }}unknown{{ end }}',
    '{{ else }}{{ $row := index (splitList $mark $catalog) 1 | splitList ";" | first }}{{ $words := splitList " " $row }}{{ $type := first $words }}',
    '{{ if eq $type "fixed" }}fixed',
    '{{ else if eq $type "words" }}{{ if not (has (lower $value) (rest $words)) }}word{{ end }}',
    '{{ else if eq $type "number" }}{{ $plain := index $words 1 }}',
    '{{ if eq $plain "octal" }}{{ if not (regexMatch "^(0[0-7]{0,3}|[1-9][0-9]?|[1-4][0-9]{2}|50[0-9]|51[01])$" $value) }}number{{ end }}',
    '{{ else if not (regexMatch "^ *[-+]?(0|[1-9][0-9]*)(\\\\.[0-9]+)? *[A-Za-z]* *$" $value) }}number',
    '{{ else }}{{ $suffix := regexFind "[A-Za-z]+ *$" $value | trim }}{{ $digits := regexFind "[-+]?[0-9.]+" $value | trimPrefix "+" }}',
    '{{ $size := "" }}{{ range slice $words 4 }}{{ $unit := splitList "=" . }}{{ if eq (first $unit) $suffix }}{{ $size = last $unit }}{{ end }}{{ end }}',
    '{{ if and (not $size) $suffix }}unit{{ else if and (eq $plain "whole") (not $suffix) (contains "." $digits) }}fraction',
    '{{ else }}{{ $number := mulf ($digits | float64) (default "1" $size | float64) }}{{ if eq $plain "whole" }}{{ $number = round $number 0 }}{{ end }}',
    '{{ if or (lt $number (index $words 2 | float64)) (gt $number (index $words 3 | float64)) }}range{{ end }}{{ end }}{{ end }}{{ end }}{{ end }}',
  ].join(''),
};
