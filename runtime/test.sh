#!/usr/bin/env bash
# What `helm test` runs, in a pod of its own: it logs in as an application does, over TCP with the password of the Secret, writes a row and
# reads it back, and asks the server where its data lies. It leaves nothing behind, ends within three minutes, and its last line says in a
# sentence what is wrong, or what was seen.
set -Eeuo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$here/common.sh"

readonly wait_seconds=${POSTGRES_WAIT_SECONDS:-60}
bounded=(timeout -k 5 30)

main() {
  require_environment PGHOST POSTGRES_USER POSTGRES_DB POSTGRES_PASSWORD_FILE POSTGRES_MAJOR POSTGRES_VOLUME
  readonly address=$PGHOST:$server_port
  export PGUSER=$POSTGRES_USER PGDATABASE=$POSTGRES_DB PGPORT=$server_port
  export PGCLIENTENCODING=UTF8 PGCONNECT_TIMEOUT=10 PGAPPNAME="cdk8s-postgres $script_name" PGOPTIONS='-c client_min_messages=warning'
  private=$(mktemp -d /tmp/cdk8s-postgres.XXXXXX)
  trap 'rm -rf "$private"' EXIT
  if ! read_password; then fail "$problem"; fi
  write_password_file
  wait_for_server
  log_in
  check_server
  check_data_volume
  write_a_row
  log "The role \"$POSTGRES_USER\" logged in at $address${encryption:+ over $encryption}, wrote a row and read it back;" \
    "the data of PostgreSQL $POSTGRES_MAJOR lies on the volume $data_volume."
}

# A file, since the environment of a process can be read, and its arguments by everybody.
write_password_file() {
  local escaped=${password//\\/\\\\}
  export PGPASSFILE=$private/pgpass
  (umask 0077 && printf '*:*:*:*:%s\n' "${escaped//:/\\:}" >"$PGPASSFILE")
}

# One psql session of the application; the SQL comes from standard input. What psql complains of goes into a file, since what it finds is
# caught in a subshell.
application_sql() {
  "${bounded[@]}" psql --no-psqlrc --no-password --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 --file=- "$@" 2>"$private/errors"
}

# The first complaint of the last session, without what psql says before it.
complaint() {
  local line=''
  read -r line <"$private/errors" || true
  case $line in
    '') line='no answer within 30 seconds' ;;
    *'FATAL:  '*) line=${line#*FATAL:  } ;;
    *'ERROR:  '*) line=${line#*ERROR:  } ;;
    *) line=${line#psql: error: } ;;
  esac
  printf '%s' "${line%.}"
}

# A test right after an installation meets a server that still starts.
wait_for_server() {
  local deadline=$((SECONDS + wait_seconds)) status told=''
  while :; do
    status=0
    "${bounded[@]}" pg_isready --quiet --timeout=3 || status=$?
    if [ "$status" = 0 ]; then return 0; fi
    if [ "$SECONDS" -ge "$deadline" ]; then break; fi
    if [ -z "$told" ]; then log "The server at $address takes no connections yet; waiting up to $wait_seconds seconds."; fi
    told=1
    sleep 1
  done
  if application_sql <<<'' >/dev/null; then return 0; fi
  if [ "$status" = 1 ]; then
    fail "The server at $address did not take connections within $wait_seconds seconds: $(complaint)." \
      "It starts, recovers or stops; its log says how far it is (kubectl logs of its pod, container postgres)."
  fi
  fail "No server could be reached at $address within $wait_seconds seconds: $(complaint)." \
    "See whether the pod of the database is ready (it has none while replicas are 0), and whether its Service and NetworkPolicies let this pod in."
}

log_in() {
  if application_sql <<<'' >/dev/null; then return 0; fi
  case $(complaint) in
    *'password authentication failed'*)
      fail "The server at $address does not take the password of the Secret for the role \"$POSTGRES_USER\": $(complaint)." \
        "A changed password is applied to the server within two minutes, and a role whose name was changed later is not made;" \
        "the log of the container reload says what stands in the way."
      ;;
    *pg_hba.conf* | *'client certificate'*)
      fail "The rules of the server at $address (pg_hba.conf) do not let the role \"$POSTGRES_USER\" in with its password: $(complaint)." \
        "Add a row that does if applications are meant to use the password."
      ;;
  esac
  fail "The role \"$POSTGRES_USER\" could not log in to the database \"$POSTGRES_DB\" at $address: $(complaint)."
}

# Sets `encryption` to the version of TLS, empty without, and `data_volume`. Another server of the same password would be a Service that leads astray.
check_server() {
  local output
  local -a facts=()
  if ! output=$(application_sql <<'SQL'
SELECT pg_catalog.unnest(ARRAY[
  (pg_catalog.current_setting('server_version_num')::int / 10000)::text,
  (SELECT version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid() AND ssl),
  pg_catalog.current_setting('cdk8s_postgres.data_volume', true)]);
SQL
  ); then
    fail "The server at $address did not say what it is: $(complaint)."
  fi
  mapfile -t facts <<<"$output"
  encryption=${facts[1]:-} data_volume=${facts[2]:-}
  if [ "${facts[0]}" != "$POSTGRES_MAJOR" ]; then
    fail "The server at $address is PostgreSQL ${facts[0]}, but this deployment is PostgreSQL $POSTGRES_MAJOR." \
      "See whether the labels of the Service select the pod of another database."
  fi
  if [ -z "$encryption" ] && [ "${PGSSLMODE:-}" = require ]; then
    fail "The connection to $address is not encrypted, although the deployment has a certificate. See the log of the container reload."
  fi
}

check_data_volume() {
  if [ -z "$data_volume" ]; then
    fail "The server at $address does not say on which volume its data lies, so it was started by other scripts than those of this release." \
      "It says so after its next start (kubectl rollout restart of its StatefulSet)."
  fi
  if [[ $data_volume != "$POSTGRES_VOLUME ("* ]]; then
    fail "The data of the server at $address lies on the volume $data_volume, but the claim is mounted at $POSTGRES_VOLUME." \
      "See whether the labels of the Service select the pod of another database."
  fi
  if [[ $data_volume == *', emptyDir)' ]]; then
    fail "The data of the server at $address lies on an emptyDir at $POSTGRES_VOLUME, which is deleted with its pod." \
      "Something has changed the pod after the deployment: its volume \"data\" must be a PersistentVolumeClaim."
  fi
}

# Made and dropped in one transaction: nobody else ever sees it, a test that is killed leaves nothing, and yet the commit is flushed to the volume.
write_a_row() {
  local row="row of ${HOSTNAME:-unknown} at $EPOCHSECONDS" found
  if ! found=$(application_sql --set=row="$row" --set=schema="cdk8s_postgres_test_$EPOCHSECONDS$RANDOM" <<'SQL'
BEGIN READ WRITE;
CREATE SCHEMA :"schema";
CREATE TABLE :"schema".written (contents text);
INSERT INTO :"schema".written VALUES (:'row');
SELECT contents FROM :"schema".written;
DROP SCHEMA :"schema" CASCADE;
COMMIT;
SQL
  ); then
    fail "The role \"$POSTGRES_USER\" could not write a row into the database \"$POSTGRES_DB\" at $address: $(complaint)."
  fi
  if [ "$found" != "$row" ]; then fail "The server at $address gave back '$found' in the place of the row that was written, '$row'."; fi
}

main "$@"
