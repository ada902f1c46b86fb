#!/usr/bin/env bash
# Prepares the volume before the server starts; the arguments are those of initdb. Runs as init container at every start of the pod:
# - on an empty volume it makes the database, all or nothing: in a folder aside, renamed when complete, so no later start can meet half of it;
# - on a volume with a database it checks that this image may serve it, and puts the settings in place;
# - on anything else it stops with a sentence, and changes nothing.
set -Eeuo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$here/common.sh"

readonly lock_seconds=${POSTGRES_LOCK_SECONDS:-30}
readonly init_scripts=${POSTGRES_INIT_SCRIPTS:-/docker-entrypoint-initdb.d}

main() {
  require_environment PGDATA POSTGRES_VOLUME POSTGRES_MAJOR POSTGRES_USER POSTGRES_DB POSTGRES_PASSWORD_FILE POSTGRES_SETTINGS
  readonly aside=$POSTGRES_VOLUME/.initializing
  local status=0
  # The work runs as a child, so that a stop of the pod is obeyed at once and not when a long init script is done.
  prepare "$@" &
  readonly worker=$!
  trap interrupted TERM INT
  wait "$worker" || status=$?
  exit "$status"
}

# shellcheck disable=SC2317 # called by a trap
interrupted() {
  trap '' TERM INT
  log "Stopped from outside before the work was done; the next start begins afresh."
  kill "$worker" 2>/dev/null || true
  clean_up
  exit 143
}

prepare() {
  trap clean_up EXIT
  lock_volume "$lock_seconds"
  require_image_major
  if [ -e "$PGDATA/PG_VERSION" ]; then
    require_usable_data
    place_settings "$PGDATA"
    log "The database of PostgreSQL $POSTGRES_MAJOR is there and the settings are in place."
  else
    require_empty_place
    create_database "$@"
  fi
}

# Whatever ends the work: no server is left that would hold the lock.
# shellcheck disable=SC2317 # called by traps
clean_up() {
  discard_trial
  if [ -e "$aside/postmaster.pid" ]; then pg_ctl -D "$aside" -m immediate -t 10 -s stop >&2 || true; fi
  if [ -n "${private:-}" ]; then rm -rf "$private"; fi
}

require_image_major() {
  local version
  if ! version=$(postgres --version); then fail "The image has no working command 'postgres'; it must be a PostgreSQL $POSTGRES_MAJOR image."; fi
  if ! [[ $version =~ \(PostgreSQL\)\ ([0-9]+) ]] || [ "${BASH_REMATCH[1]}" != "$POSTGRES_MAJOR" ]; then
    fail "The image holds PostgreSQL ${BASH_REMATCH[1]:-$version}, but this deployment is for PostgreSQL $POSTGRES_MAJOR. Nothing was changed." \
      "Set the image back to PostgreSQL $POSTGRES_MAJOR, or state the new major for the deployment and move the data by dump and restore."
  fi
}

require_usable_data() {
  local major owner
  major=$(data_major "$PGDATA")
  if [ "$major" != "$POSTGRES_MAJOR" ]; then
    fail "The data in $(place "$PGDATA") of the volume was written by PostgreSQL $major, but this image is PostgreSQL $POSTGRES_MAJOR." \
      "Nothing was changed. $(way_between_majors "$major")"
  fi
  owner=$(stat -c %u "$PGDATA")
  if [ "$owner" != "$(id -u)" ]; then
    fail "The data in $(place "$PGDATA") of the volume belongs to uid $owner, but this container runs as uid $(id -u), and PostgreSQL serves" \
      "only data of its own uid. Nothing was changed. Set runAsUser to $owner, or run 'chown -R $(id -u)' on the folder once."
  fi
}

data_major() {
  local major=''
  if [ -r "$1/PG_VERSION" ]; then major=$(<"$1/PG_VERSION"); fi
  echo "${major:-? (PG_VERSION is empty or not readable)}"
}

# A folder as the user sees it, relative to the volume.
place() {
  if [ "$1" = "$POSTGRES_VOLUME" ]; then echo 'the root'; else echo "${1#"$POSTGRES_VOLUME"/}"; fi
}

way_between_majors() {
  echo "To go on as before, set the image back to PostgreSQL $1." \
    "To upgrade, dump the database there (scripts/backup-postgres.sh) and restore the dump (scripts/restore-postgres.sh) into a new" \
    "release of PostgreSQL $POSTGRES_MAJOR with a volume of its own."
}

# A database is made only where there is certainly none: an empty one beside the user's data would look like lost data.
require_empty_place() {
  local complaints found file folder='' major slashes depth=0
  if [ -e "$PGDATA" ] && { [ ! -d "$PGDATA" ] || [ -n "$(ls -A "$PGDATA")" ]; }; then
    fail "The folder $(place "$PGDATA") of the volume is not empty, but has no PG_VERSION, so it is no complete database." \
      "Nothing was changed. If it is a damaged database, restore a backup into a new release; if it is nothing of value, empty it by hand."
  fi
  complaints=$(mktemp /tmp/cdk8s-postgres.XXXXXX)
  # The root, and four levels of folders. Our own unfinished work never was a database.
  found=$(find "$POSTGRES_VOLUME" -maxdepth 5 \( -path "$aside" -o -path "$POSTGRES_VOLUME/lost+found" \) -prune -o -name PG_VERSION -print \
    2>"$complaints" | LC_ALL=C sort) || true
  if [ -s "$complaints" ]; then
    fail "The volume cannot be searched for an earlier database: $(head -n 1 "$complaints"). Nothing was changed." \
      "Make its folders readable for uid $(id -u), or use an empty volume."
  fi
  rm -f "$complaints"
  [ -n "$found" ] || return 0
  # Every database inside a data directory has a PG_VERSION of its own: the outermost is the one to name.
  while IFS= read -r file; do
    slashes=${file//[!\/]/}
    if [ -z "$folder" ] || [ "${#slashes}" -lt "$depth" ]; then folder=${file%/PG_VERSION} depth=${#slashes}; fi
  done <<<"$found"
  major=$(data_major "$folder")
  if [ "$major" != "$POSTGRES_MAJOR" ]; then
    fail "The volume holds a database of PostgreSQL $major in $(place "$folder"), but this image is PostgreSQL $POSTGRES_MAJOR." \
      "No empty database is made beside it, and nothing was changed. $(way_between_majors "$major")"
  fi
  fail "The volume holds a database of PostgreSQL $major in $(place "$folder"), made by another deployment: this one keeps its data in" \
    "$(place "$PGDATA"). No empty database is made beside it, and nothing was changed. It cannot be used as it is, since its roles differ" \
    "(there the application user is the superuser, and there may be no role postgres)." \
    "Run the earlier deployment again, dump the database (scripts/backup-postgres.sh), and restore the dump" \
    "(scripts/restore-postgres.sh) into this one on a new or emptied volume."
}

create_database() {
  local started=$SECONDS
  check_names
  if ! read_password; then fail "$problem"; fi
  if [ -e "$aside" ]; then
    log "An earlier first start did not come to its end; what it left in ${aside##*/} was never the database and is removed."
    rm -rf "$aside"
  fi
  run_initdb "$@"
  place_settings "$aside"
  start_private_server
  create_role_and_database
  run_init_scripts
  demote_application_user
  stop_private_server
  # Init scripts may have left settings of their own (ALTER SYSTEM).
  place_settings "$aside"
  publish
  log "The database \"$POSTGRES_DB\" of \"$POSTGRES_USER\" was made in $((SECONDS - started)) seconds."
}

check_names() {
  # In the C locale the length is that in bytes.
  local LC_ALL=C name value
  for name in POSTGRES_USER POSTGRES_DB; do
    value=${!name}
    if [ "${#value}" -gt 63 ]; then
      fail "$name is longer than 63 bytes, which is all that PostgreSQL keeps of a name: \"$value\"."
    fi
  done
  if [ "$POSTGRES_USER" = postgres ]; then
    fail "POSTGRES_USER is \"postgres\", the superuser, which has no password and is for the inside of the pod only." \
      "Choose another name for the application's user."
  fi
  case $POSTGRES_DB in template0 | template1) fail "POSTGRES_DB is \"$POSTGRES_DB\", a template of PostgreSQL itself. Choose another name." ;; esac
}

run_initdb() {
  local output
  local -a environment=()
  name_this_user
  log "Making a new database: initdb${*:+ $*}."
  # The flush to disk comes once, at the end.
  if ! output=$(env "${environment[@]}" initdb --pgdata="$aside" --username=postgres --encoding=UTF8 --auth-local=trust \
    --auth-host=scram-sha-256 --no-sync "$@" 2>&1); then
    printf '%s\n' "$output" >&2
    fail "initdb failed with the arguments '$*': ${output##*initdb: }. Nothing was made; the next start begins afresh."
  fi
}

# initdb wants a name for its uid. Where the platform picks a uid that /etc/passwd does not know (OpenShift), the images carry
# nss_wrapper for this.
name_this_user() {
  local library
  if getent passwd "$(id -u)" >/dev/null; then return 0; fi
  for library in /usr/lib/libnss_wrapper.so /usr/lib/*/libnss_wrapper.so /usr/lib64/libnss_wrapper.so; do
    if [ -e "$library" ]; then
      printf 'postgres:x:%s:%s:PostgreSQL:/tmp:/bin/false\n' "$(id -u)" "$(id -g)" >/tmp/.passwd
      printf 'postgres:x:%s:\n' "$(id -g)" >/tmp/.group
      environment=(LD_PRELOAD="$library" NSS_WRAPPER_PASSWD=/tmp/.passwd NSS_WRAPPER_GROUP=/tmp/.group)
      return 0
    fi
  done
  fail "The uid $(id -u) has no name in this image, and the image has no libnss_wrapper.so to give it one, so initdb cannot run." \
    "Use the official image, or run as a uid the image knows."
}

place_settings() {
  local data=$1 name
  if ! stage_settings "$data" || ! check_settings; then fail "$problem Nothing was changed."; fi
  if ! install_settings "$data"; then fail "$problem"; fi
  if [ "${#shadowing[@]}" -gt 0 ]; then
    if ! install_file "$trial/postgresql.auto.conf" "$data/postgresql.auto.conf"; then fail "$problem"; fi
    for name in "${shadowing[@]}"; do
      log "The setting $name was also set by ALTER SYSTEM, which would hide the deployment's own; that entry of postgresql.auto.conf is removed."
    done
  fi
  discard_trial
}

# No TCP, a private socket, and nothing of what the settings ask of a server in service: it ends before anyone knows of it.
start_private_server() {
  local options
  private=$(mktemp -d /tmp/cdk8s-postgres.XXXXXX)
  export PGHOST=$private PGPORT=$server_port
  printf 'local all all trust\n' >"$private/pg_hba.conf"
  options="-c listen_addresses='' -c unix_socket_directories='$private' -c hba_file='$private/pg_hba.conf' -c port=$server_port"
  options+=" -c ssl=off -c archive_mode=off -c logging_collector=off -c log_destination=stderr -c fsync=off -c synchronous_standby_names=''"
  options+=" -c default_transaction_read_only=off -c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0"
  if ! pg_ctl -D "$aside" -w -t 300 -s -o "$options" start >&2; then
    fail "The server for the first start did not start; its own messages stand before this line. The next start begins afresh."
  fi
}

stop_private_server() {
  if ! pg_ctl -D "$aside" -w -t 3600 -s -m fast stop >&2; then fail "The server for the first start did not stop. The next start begins afresh."; fi
}

# Until the init scripts are done the application user is superuser, as in the official image, so that they may create extensions and
# that what they create belongs to the application.
create_role_and_database() {
  if ! superuser_psql --set=ON_ERROR_STOP=1 --set=user="$POSTGRES_USER" --set=db="$POSTGRES_DB" >&2 <<'SQL'; then
CREATE ROLE :"user" LOGIN SUPERUSER;
SELECT format('CREATE DATABASE %I TEMPLATE template0', :'db')
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = :'db') \gexec
ALTER DATABASE :"db" OWNER TO :"user";
SQL
    fail "The user \"$POSTGRES_USER\" with the database \"$POSTGRES_DB\" could not be created; the server's message stands before this line."
  fi
  if ! set_password "$POSTGRES_USER" "$password"; then fail "$problem"; fi
}

demote_application_user() {
  if ! superuser_psql --set=ON_ERROR_STOP=1 --set=user="$POSTGRES_USER" >&2 <<<'ALTER ROLE :"user" NOSUPERUSER;'; then
    fail "The user \"$POSTGRES_USER\" could not be made an ordinary user after the init scripts; did one of them drop or rename it?"
  fi
}

run_init_scripts() {
  local script number=0
  local -a scripts=()
  list_init_scripts
  for script in "${scripts[@]}"; do
    number=$((number + 1))
    log "Running init script ${script##*/} ($number of ${#scripts[@]})."
    run_init_script "$script" "$number" "${#scripts[@]}"
  done
}

list_init_scripts() {
  # The C locale orders names by their bytes, the same in every image.
  local LC_ALL=C file
  [ -d "$init_scripts" ] || return 0
  for file in "$init_scripts"/*; do
    case $file in
      *.sql | *.sql.gz | *.sql.xz | *.sql.zst | *.sh) if [ -f "$file" ]; then scripts+=("$file"); continue; fi ;;
      "$init_scripts/*") continue ;;
    esac
    log "The file ${file##*/} among the init scripts is ignored: only *.sql, *.sql.gz, *.sql.xz, *.sql.zst and *.sh are run."
  done
}

run_init_script() {
  local script=$1 number=$2 total=$3 line first_error='' report
  report=$(mktemp /tmp/cdk8s-postgres.XXXXXX)
  if execute_init_script "$script" 2>&1 | relay_and_note_error "$report"; then
    rm -f "$report"
    return 0
  fi
  first_error=$(<"$report")
  fail "Init script ${script##*/} ($number of $total) failed${first_error:+: $first_error}." \
    "The database is not served; mend the script, and the next start begins afresh with all of them."
}

execute_init_script() (
  export PGUSER=$POSTGRES_USER PGDATABASE=$POSTGRES_DB
  case $1 in
    *.sh) bash "$1" ;;
    *.sql) application_psql --file="$1" ;;
    *.gz) gzip -dc "$1" | application_psql ;;
    *.xz) xz -dc "$1" | application_psql ;;
    *.zst) zstd -dc "$1" | application_psql ;;
  esac
)

application_psql() {
  psql --no-psqlrc --no-password --set=ON_ERROR_STOP=1 "$@"
}

# Passes the output of a script on to the log, and keeps its first error (with file and line, as psql gives it), or else its last line.
relay_and_note_error() {
  local line error='' last=''
  while IFS= read -r line || [ -n "$line" ]; do
    printf '%s\n' "$line" >&2
    if [ -z "$error" ] && [[ $line =~ (ERROR|FATAL): ]]; then error=$line; fi
    if [ -n "$line" ]; then last=$line; fi
  done
  printf '%s' "${error:-$last}" >"$1"
}

# From here on it is the database: all on disk first, then one rename, then the rename itself on disk.
publish() {
  local parent
  parent=$(dirname "$PGDATA")
  if ! initdb --pgdata="$aside" --sync-only >/dev/null; then fail "The new database could not be flushed to disk. The next start begins afresh."; fi
  mkdir -p "$parent"
  if [ -d "$PGDATA" ]; then rmdir "$PGDATA"; fi
  mv "$aside" "$PGDATA"
  # Not every file system can flush a folder by itself.
  sync "$PGDATA" "$parent" "$POSTGRES_VOLUME" 2>/dev/null || sync
}

main "$@"
