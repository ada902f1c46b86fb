#!/usr/bin/env bash
# Dumps the database into a file that exists only when it is complete.

# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-credentials.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-credentials.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-pod.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-pod.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-database.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-database.sh" || exit 1

FILE=''
FORMAT=plain

usage() {
  cat <<'USAGE'
Usage: backup-postgres.sh [options] [FILE]

Dumps the database with pg_dump into FILE (default: DATABASE-TIME.sql, or .dump, in this folder), with its SHA-256 in
FILE.sha256, both readable by you alone. FILE appears only when the dump is complete and arrived unchanged. An existing
file is never overwritten. Restore it with restore-postgres.sh.

  --format plain|custom  SQL (default), or the compressed format of pg_dump
  --timeout SECONDS      the longest that one request to the cluster may take (default 30); the dump itself has no limit
USAGE
}

choose_file() {
  local extension=sql
  [ "$FORMAT" = plain ] || extension=dump
  [ -n "$FILE" ] || FILE=${SECRET_DATABASE//\//_}-$(date -u +%Y%m%dT%H%M%SZ).$extension
  [ -d "$(dirname "$FILE")" ] || stop "Folder $(dirname "$FILE") does not exist."
  [ ! -d "$FILE" ] || stop "$FILE is a folder; name a file in it."
  refuse_existing
}

refuse_existing() {
  local existing
  for existing in "$FILE" "$FILE.sha256"; do
    if [ -e "$existing" ] || [ -L "$existing" ]; then stop "$existing exists and was left as it is. Name another file."; fi
  done
}

# The pod sums what it sends, so that a dump cut short on the way is noticed whatever its format. A named pipe, because
# bash cannot wait for a process substitution, and without /dev/fd, because that cannot reopen a socket.
# shellcheck disable=SC2016 # expanded in the pod
DUMP_COMMAND='
  set -o pipefail
  folder=$(mktemp -d) && mkfifo "$folder/copy" || exit 1
  sha256sum <"$folder/copy" >"$folder/sum" &
  pg_dump "$@" | tee "$folder/copy"
  status=$?
  wait
  echo "sha256 $(cut -d " " -f 1 "$folder/sum")" >&2
  rm -rf "$folder"
  exit "$status"'

dump() {
  local sent received line
  kube_unbounded exec "$POD" --container "$CONTAINER" -- bash -c "$DUMP_COMMAND" pg_dump --no-password --format="$FORMAT" \
    -p "$PORT" -U "$SECRET_USER" -d "$SECRET_DATABASE" >"$PARTIAL" </dev/null || stop "pg_dump failed, and no file was made: $(explain_dump)."
  sent=$(sed -n 's/^sha256 //p' "$WORKSPACE/stderr" | tail -n 1)
  received=$(checksum "$PARTIAL")
  [ "$sent" = "$received" ] ||
    stop "What arrived is not what the pod sent (SHA-256 ${received:-unknown} instead of ${sent:-unknown}), and no file was made. Is the disk full?"
  while IFS= read -r line; do
    mark_warning "$line"
  done < <(grep 'warning:' "$WORKSPACE/stderr")
}

explain_dump() {
  grep -v '^sha256 ' "$WORKSPACE/stderr" >"$WORKSPACE/said"
  mv "$WORKSPACE/said" "$WORKSPACE/stderr"
  explain
}

require_complete() {
  if [ "$FORMAT" = plain ]; then
    has_trailer "$PARTIAL" || stop 'The dump does not end as pg_dump ends one, and no file was made.'
  else
    kube_unbounded exec -i "$POD" --container "$CONTAINER" -- pg_restore --list <"$PARTIAL" >/dev/null ||
      stop "pg_restore cannot read the dump, and no file was made: $(explain)."
  fi
}

# The dump first: a checksum alone would say nothing.
publish() {
  refuse_existing
  if ! mv "$PARTIAL" "$FILE" || ! printf '%s  %s\n' "$(checksum "$FILE")" "$(basename "$FILE")" >"$FILE.sha256"; then
    stop "$FILE or $FILE.sha256 cannot be written."
  fi
}

while [ $# -gt 0 ]; do
  split_option "$@"; set -- "${WORDS[@]}"
  case $1 in
    --format)
      require_value "$@"
      [ "$2" = plain ] || [ "$2" = custom ] || refuse_usage "Option --format is \"$2\": use plain or custom."
      FORMAT=$2
      shift 2
      ;;
    -*) take_common_option "$@"; shift "$CONSUMED" ;;
    *)
      [ -z "$FILE" ] || refuse_usage "One file can be written, not both \"$FILE\" and \"$1\"."
      [ -n "$1" ] || refuse_usage 'The name of the file is empty.'
      FILE=$1
      shift
      ;;
  esac
done
# A name that begins with '-' would be an option to cat, mv and tail.
case $FILE in -*) FILE=./$FILE ;; esac
# shellcheck disable=SC2034 # read in common.sh
REQUEST_SECONDS=$TIMEOUT
make_workspace
require_database
choose_file
PARTIAL=$FILE.partial.$$
trap 'rm -rf "$WORKSPACE" "$PARTIAL"' EXIT
: >"$PARTIAL" || stop "Nothing can be written in folder $(dirname "$FILE")."
dump
require_complete
publish
mark_ok "Database $SECRET_DATABASE of pod $POD is in $FILE ($(wc -c <"$FILE" | tr -d ' ') bytes, SHA-256 in $FILE.sha256)."
