#!/usr/bin/env bash
# Collects what checks find, and prints it for people or as JSON. Sourced, never run.
# A check has any number of findings (ok, warning, failed, skipped); its status is the worst of them.

OUTPUT=text
CHECK_NAMES=()
CHECK_STATUS=()
FINDING_CHECK=()
FINDING_STATUS=()
FINDING_TEXT=()

rank() {
  case $1 in
    failed) printf 3 ;;
    skipped) printf 2 ;;
    warning) printf 1 ;;
    *) printf 0 ;;
  esac
}

mark() {
  case $1 in
    ok) printf '✔' ;;
    failed) printf '✘' ;;
    *) printf '!' ;;
  esac
}

# begin_check NAME TITLE
begin_check() {
  CHECK_NAMES+=("$1")
  CHECK_STATUS+=(ok)
  [ "$OUTPUT" = json ] || printf '%s\n' "$2"
}

# found STATUS TEXT: about the check begun last. With --strict a warning is a failure.
found() {
  local status=$1 current=$((${#CHECK_NAMES[@]} - 1))
  [ "$status" = warning ] && [ "$STRICT" = yes ] && status=failed
  FINDING_CHECK+=("$current")
  FINDING_STATUS+=("$status")
  FINDING_TEXT+=("$2")
  if [ "$(rank "$status")" -gt "$(rank "${CHECK_STATUS[current]}")" ]; then CHECK_STATUS[current]=$status; fi
  [ "$OUTPUT" = json ] || printf '  %s %s\n' "$(mark "$status")" "$2"
}

# count STATUS: how many checks have it.
count() {
  local status number=0
  for status in "${CHECK_STATUS[@]}"; do
    [ "$status" != "$1" ] || number=$((number + 1))
  done
  printf '%s' "$number"
}

# json_string TEXT: a JSON string whatever the bytes: pure ASCII, and U+FFFD for what is no UTF-8.
json_string() {
  local text=$1 quoted='' i=0 code length point following unit
  while ((i < ${#text})); do
    printf -v code '%d' "'${text:i:1}"
    code=$((code & 255))
    i=$((i + 1))
    length=0
    if ((code < 0x80)); then point=$code
    elif ((code >= 0xC2 && code < 0xE0)); then length=1 point=$((code & 0x1F))
    elif ((code >= 0xE0 && code < 0xF0)); then length=2 point=$((code & 0x0F))
    elif ((code >= 0xF0 && code < 0xF5)); then length=3 point=$((code & 0x07))
    else point=0xFFFD
    fi
    for ((following = 0; following < length; following++)); do
      printf -v code '%d' "'${text:i+following:1}"
      code=$((code & 255))
      ((code >= 0x80 && code < 0xC0)) || break
      point=$((point << 6 | code & 0x3F))
    done
    if ((length > 0)); then
      # Cut short, longer than needed, a surrogate, or above the last code point: one U+FFFD for the first byte.
      if ((following < length || (length == 2 && point < 0x800) || (length == 3 && point < 0x10000) ||
        (point >= 0xD800 && point < 0xE000) || point > 0x10FFFF)); then
        point=0xFFFD
      else
        i=$((i + length))
      fi
    fi
    if ((point == 0x22)); then unit='\"'
    elif ((point == 0x5C)); then unit="\\\\"
    elif ((point >= 0x20 && point < 0x7F)); then unit=${text:i-1:1}
    elif ((point < 0x10000)); then printf -v unit '\\u%04x' "$point"
    else printf -v unit '\\u%04x\\u%04x' $((0xD800 + ((point - 0x10000) >> 10))) $((0xDC00 + ((point - 0x10000) & 0x3FF)))
    fi
    quoted=$quoted$unit
  done
  printf '"%s"' "$quoted"
}

# print_json OK: everything that was found, as one object.
print_json() {
  local check finding separator='' inner
  printf '{"ok":%s,"namespace":%s,"name":%s,"checks":[' "$1" "$(json_string "$NAMESPACE")" "$(json_string "$NAME")"
  for check in "${!CHECK_NAMES[@]}"; do
    printf '%s\n{"check":%s,"status":"%s","findings":[' "$separator" "$(json_string "${CHECK_NAMES[$check]}")" "${CHECK_STATUS[$check]}"
    inner=''
    for finding in ${FINDING_CHECK[@]+"${!FINDING_CHECK[@]}"}; do
      [ "${FINDING_CHECK[$finding]}" = "$check" ] || continue
      printf '%s{"status":"%s","text":%s}' "$inner" "${FINDING_STATUS[$finding]}" "$(json_string "${FINDING_TEXT[$finding]}")"
      inner=,
    done
    printf ']}'
    separator=,
  done
  printf '\n],"summary":{"ok":%s,"warning":%s,"failed":%s,"skipped":%s}}\n' \
    "$(count ok)" "$(count warning)" "$(count failed)" "$(count skipped)"
}

# finish: prints the summary and ends the script, 0 only when nothing failed and nothing was left out.
finish() {
  local ok=true
  if [ "$(count failed)" -gt 0 ] || [ "$(count skipped)" -gt 0 ]; then ok=false; fi
  if [ "$OUTPUT" = json ]; then
    print_json "$ok"
  else
    printf '%s checks: %s ok, %s with a warning, %s failed, %s not made\n' "${#CHECK_NAMES[@]}" "$(count ok)" "$(count warning)" \
      "$(count failed)" "$(count skipped)"
  fi
  [ "$ok" = true ] || exit 1
  exit 0
}
