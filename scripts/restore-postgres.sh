#!/usr/bin/env bash
# Restores a dump as one transaction: all of it, or the database stays as it was.

# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-credentials.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-credentials.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-pod.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-pod.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-database.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-database.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-contents.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-contents.sh" || exit 1

FILE=''
FORCE=no

usage() {
  cat <<'USAGE'
Usage: restore-postgres.sh [options] FILE

Restores FILE, a plain or custom dump of pg_dump, as the user of the Secret and as one transaction: when anything in it
fails, the database stays as it was. FILE.sha256 is checked when it is there. A database that holds anything (a table,
view, sequence, function, type, ... that no extension brought) is left alone unless --force is given.

  --force             first drop everything the database holds, in the same transaction, without asking: all schemas
                      but "public" with all that is in them, everything in "public", large objects, publications,
                      foreign servers and default privileges. Extensions and what they brought stay, and so do the
                      database itself, its settings, and roles.
  --timeout SECONDS   the longest that one request to the cluster, or the wait for somebody else's lock, may take
                      (default 30); the restore itself has no limit
USAGE
}

# What in a dump would undo the promise of one transaction, or stumble over what stays in the database. It is touched only
# where pg_dump itself writes, never inside data or the body of a function:
# - Large objects stand between a BEGIN and a COMMIT of their own.
# - In the head, up to the first object that is none of those listed: a schema may be there already, and the comment of an
#   extension may be changed only by its owner, who need not be the application's user.
# crlf=1: a dump that went through a terminal has a carriage return before every line end, and may begin with the echo (^D) of
# what reached the terminal in the meantime.
# restrict=0: psql is older than the \restrict command with which newer dumps begin and end.
# shellcheck disable=SC2016 # awk's own variables
FILTER='
  crlf { sub(/\r$/, ""); if (NR == 1) sub(/^(\^[A-Z@])+/, "") }
  copying { if ($0 == "\\.") copying = 0; print; next }
  /^COPY .* FROM stdin;$/ { copying = 1 }
  !restrict && !token && head && /^\\restrict [A-Za-z0-9]+$/ { token = $2; next }
  token && $0 == "\\unrestrict " token { next }
  /^-- (Data for )?Name: .*; Type: [A-Z ]+;/ {
    objects = /; Type: BLOBS;/
    if (!/; Type: (SCHEMA|EXTENSION|COMMENT|ACL|COLLATION|PROCEDURAL LANGUAGE|TRANSFORM);/) head = 0
  }
  objects && /^(BEGIN|COMMIT);$/ { next }
  head && /^COMMENT ON EXTENSION / { next }
  head && /^CREATE SCHEMA .*;$/ { sub(/^CREATE SCHEMA /, "CREATE SCHEMA IF NOT EXISTS ") }
  { print }'

read_format() {
  local begin first
  if [ ! -f "$FILE" ] || [ ! -r "$FILE" ] || [ ! -s "$FILE" ]; then stop "File $FILE cannot be read or is empty."; fi
  begin=$(head -c 5 "$FILE" | tr -d '\000')
  if [ "$begin" = PGDMP ]; then
    FORMAT=custom
    return
  fi
  head -n 10 "$FILE" | grep -q '^-- PostgreSQL database dump' ||
    stop "File $FILE is neither a plain nor a custom dump of pg_dump (a compressed one must be decompressed first)."
  FORMAT=plain
  has_trailer "$FILE" || stop "File $FILE is not complete: it does not end as pg_dump ends a dump. Nothing was changed."
  first=$(head -n 1 "$FILE")
  CRLF=0
  [[ $first != *$'\r' ]] || CRLF=1
}

check_sum() {
  local expected
  [ -e "$FILE.sha256" ] || return 0
  expected=$(cut -d ' ' -f 1 <"$FILE.sha256")
  [ "$expected" = "$(checksum "$FILE")" ] || stop "File $FILE is not the one of $FILE.sha256: the SHA-256 differs. Nothing was changed."
  mark_ok "The SHA-256 of $FILE is right."
}

refuse_contents() {
  local number list
  number=$(query "SELECT count(*) FROM ($CONTENTS) c") || stop "The contents of the database cannot be listed: $(explain). Nothing was changed."
  [ "$number" != 0 ] || return 0
  if [ "$FORCE" = yes ]; then
    mark_warning "Database $SECRET_DATABASE holds $number object(s), which are dropped first."
    return
  fi
  list=$(query "SELECT i.type || ' ' || i.identity FROM ($CONTENTS) c, pg_identify_object(c.classid, c.objid, 0) i ORDER BY 1 LIMIT 5" | tr '\n' ',')
  stop "Database $SECRET_DATABASE is not empty: it holds $number object(s): ${list%,}$([ "$number" -le 5 ] || printf ', ...'). \
Nothing was changed. With --force all of them are dropped before the restore."
}

# psql ARGUMENTS for the restore: BEGIN here, COMMIT as the last line of the stream, so that a stream cut short commits nothing.
restore_arguments() {
  PSQL=(psql -X -q -w -v ON_ERROR_STOP=1 -p "$PORT" -U "$SECRET_USER" -d "$SECRET_DATABASE"
    -c 'BEGIN' -c "SET LOCAL lock_timeout = '${REQUEST_SECONDS}s'")
  [ "$FORCE" = no ] || PSQL+=(-c "$DROP_CONTENTS")
  PSQL+=(-f -)
  ENVIRONMENT=(PGOPTIONS='-c client_min_messages=warning -c statement_timeout=0 -c idle_in_transaction_session_timeout=0')
}

# Does psql know \restrict? Those before 14.19, 15.14, 16.10 and 17.6 do not, and fail on it.
knows_restrict() {
  printf '\\restrict a\n\\unrestrict a\n' |
    kube exec -i "$POD" --container "$CONTAINER" -- psql -X -q -w -v ON_ERROR_STOP=1 -p "$PORT" -U "$SECRET_USER" -d "$SECRET_DATABASE" >/dev/null
}

restore_plain() {
  local restrict=0
  if knows_restrict; then restrict=1; fi
  {
    awk -v head=1 -v crlf="$CRLF" -v restrict="$restrict" "$FILTER" <"$FILE" && printf 'COMMIT;\n'
  } | kube_unbounded exec -i "$POD" --container "$CONTAINER" -- env "${ENVIRONMENT[@]}" "${PSQL[@]}" >/dev/null
}

# pg_restore writes SQL, which then goes the same way; it fails on a dump cut short, and then there is no COMMIT.
restore_custom() {
  # shellcheck disable=SC2016 # expanded in the pod
  kube_unbounded exec -i "$POD" --container "$CONTAINER" -- env "${ENVIRONMENT[@]}" bash -c '
    set -o pipefail
    filter=$1
    shift
    {
      pg_restore -f - | LC_ALL=C awk -v head=1 -v crlf=0 -v restrict=1 "$filter" && printf "COMMIT;\n"
    } | "$@"' restore "$FILTER" "${PSQL[@]}" <"$FILE" >/dev/null
}

explain_restore() {
  grep -E 'ERROR|FATAL|error:|DETAIL|HINT' "$WORKSPACE/stderr" | tail -n 6 | sed 's/^/      /' >&2
  stop "The restore failed, and the database is as it was before: $(explain)."
}

# The planner knows nothing of restored tables until they are analysed.
analyse() {
  kube_unbounded exec "$POD" --container "$CONTAINER" -- env PGOPTIONS='-c client_min_messages=error -c statement_timeout=0' \
    psql -X -q -w -p "$PORT" -U "$SECRET_USER" -d "$SECRET_DATABASE" -c 'ANALYZE' </dev/null >/dev/null ||
    mark_warning "The data is restored, but ANALYZE failed: $(explain)."
}

while [ $# -gt 0 ]; do
  split_option "$@"; set -- "${WORDS[@]}"
  case $1 in
    --force) FORCE=yes; shift ;;
    -*) take_common_option "$@"; shift "$CONSUMED" ;;
    *)
      [ -z "$FILE" ] || refuse_usage "One file can be restored, not both \"$FILE\" and \"$1\"."
      FILE=$1
      shift
      ;;
  esac
done
[ -n "$FILE" ] || refuse_usage 'Name the file to restore.'
# shellcheck disable=SC2034 # read in common.sh
REQUEST_SECONDS=$TIMEOUT
make_workspace
read_format
check_sum
require_database
refuse_contents
restore_arguments
"restore_$FORMAT" || explain_restore
analyse
mark_ok "$FILE is restored: database $SECRET_DATABASE of pod $POD holds $(query "SELECT count(*) FROM pg_class c JOIN pg_namespace n \
ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'") table(s)."
