#!/usr/bin/env bash
# Tests of runtime/*.sh on a real server, without a cluster: `bash test/e2e/runtime/run.sh [PATTERN...]` runs all tests, or those whose
# name contains a pattern. Wants the binaries of one PostgreSQL (POSTGRES_BIN, or the newest of /usr/lib/postgresql) and psql, and user
# namespaces, which stand for the process namespace of a pod. As root it goes on as the user postgres, since the server refuses root.
# A test is a function test_a_sentence; it fails with its first failing command, and says which.
set -Eeuo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
runtime=$(cd "$here/../../../runtime" && pwd)

main() {
  find_postgres
  if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid "$(id -u postgres)" --regid "$(id -g postgres)" --clear-groups env HOME=/tmp bash "$here/run.sh" "$@"
  fi
  local test failed=0 passed=0 started output
  output=$(mktemp /tmp/runtime-test.XXXXXX)
  for test in $(tests "$@"); do
    started=$SECONDS
    # A child of its own, so that errexit holds in the test. It takes all it started with it.
    if "${pod[@]}" bash "$here/run.sh" --one "$test" >"$output" 2>&1; then
      passed=$((passed + 1))
      echo "ok     ${test//_/ } ($((SECONDS - started)) s)$(sed -n 's/^measured: /; /p' "$output" | tr -d '\n')"
    else
      failed=$((failed + 1))
      echo "FAILED ${test//_/ }"
      sed 's/^/       /' "$output"
    fi
  done
  rm -f "$output"
  echo "$passed passed, $failed failed, PostgreSQL $(postgres --version | tr -dc '0-9. ' | xargs)"
  [ "$failed" = 0 ]
}

find_postgres() {
  local folder
  for folder in "${POSTGRES_BIN:-}" /usr/lib/postgresql/*/bin; do
    if [ -x "$folder/postgres" ]; then export POSTGRES_BIN=$folder; fi
    [ -z "${POSTGRES_BIN:-}" ] || break
  done
  export PATH=${POSTGRES_BIN:-/nowhere}:$PATH
  if ! command -v postgres >/dev/null || ! command -v psql >/dev/null; then
    echo "These tests need the PostgreSQL server and psql; set POSTGRES_BIN." >&2
    exit 1
  fi
}

tests() {
  local name pattern
  for name in $(declare -F | sed -n 's/^declare -f test_//p'); do
    if [ $# = 0 ]; then echo "$name"; fi
    for pattern in "$@"; do if [[ $name == *"$pattern"* ]]; then echo "$name"; break; fi; done
  done
}

# Before a command: it becomes process 1 of a process namespace, all of which ends with it, as SIGKILL of a pod or a power failure does.
# A shell in the background would have it ignore INT.
pod=(env --default-signal=INT unshare --user --map-current-user --pid --mount-proc --fork --kill-child=KILL)

one() {
  trap 'echo "line $LINENO of ${BASH_SOURCE[0]##*/} failed: $BASH_COMMAND"; show_logs' ERR
  trap 'rm -rf "$root"' EXIT
  new_volume
  "test_$1"
}

show_logs() {
  local log
  for log in "$root"/*.log; do
    echo "--- ${log##*/}"
    tail -n 25 "$log"
  done
}

# A volume and all that a pod mounts, as the contract of the scripts names it.
new_volume() {
  root=$(mktemp -d /tmp/runtime-test.XXXXXX)
  mkdir "$root"/{volume,settings,credentials,init,socket,tls}
  export POSTGRES_VOLUME=$root/volume POSTGRES_SETTINGS=$root/settings POSTGRES_PASSWORD_FILE=$root/credentials/password
  export POSTGRES_INIT_SCRIPTS=$root/init POSTGRES_SOCKET=$root/socket POSTGRES_TLS=$root/tls TERMINATION_LOG=$root/termination
  export POSTGRES_MAJOR POSTGRES_USER=feaf_user POSTGRES_DB=feaf POSTGRES_MEMORY_LIMIT_MIB=2048 POSTGRES_STOP_SECONDS=20
  export POSTGRES_RELOAD_SECONDS=1 POSTGRES_RETRY_SECONDS=3 POSTGRES_LOCK_SECONDS=3 POSTGRES_MOUNTS=$root/mounts
  POSTGRES_MAJOR=$(postgres --version | sed -E 's/.*\) ([0-9]+).*/\1/')
  export PGDATA=$POSTGRES_VOLUME/$POSTGRES_MAJOR/docker PGPORT=$((20000 + RANDOM % 9000))
  unset PGHOST PGUSER PGDATABASE PGPASSWORD PGOPTIONS
  echo "1 0 0:1 / / rw - ext4 x rw
2 1 0:1 / $POSTGRES_VOLUME rw - ext4 x rw" >"$POSTGRES_MOUNTS"
  : >"$TERMINATION_LOG"
  echo 'correct horse' >"$POSTGRES_PASSWORD_FILE"
  settings "work_mem = '4MB'"
  cat >"$POSTGRES_SETTINGS/pg_hba.conf" <<'HBA'
local all all trust
host all postgres all reject
host all all all scram-sha-256
HBA
}

# Replaces postgresql.conf by the usual lines and the given ones, as the kubelet does: in one step.
settings() {
  printf '%s\n' "listen_addresses = '127.0.0.1'" "port = '$PGPORT'" "unix_socket_directories = '$root/socket'" "shared_buffers = '32MB'" \
    "log_statement = 'all'" "log_connections = 'on'" "fsync = 'off'" "$@" >"$root/settings.new"
  mv "$root/settings.new" "$POSTGRES_SETTINGS/postgresql.conf"
}

init_script() {
  cat >"$POSTGRES_INIT_SCRIPTS/$1"
}

three_init_scripts() {
  init_script 01-tables.sql <<<'CREATE TABLE board (id int PRIMARY KEY);'
  init_script 02-rows.sql <<<'INSERT INTO board SELECT generate_series(1, 1000);'
  init_script 03-last.sql <<<'CREATE TABLE complete (at timestamptz DEFAULT now());'
}

initialize() {
  timeout 120 bash "$runtime/initialize.sh" --data-checksums "$@" >>"$root/initialize.log" 2>&1
}

# The words must stand in the last message, which is also the termination message. A server that starts instead is ended.
refuses() {
  local words=$1 status=0
  shift
  : >"$TERMINATION_LOG"
  "$@" >>"$root/refused.log" 2>&1 || status=$?
  if [ "$status" = 124 ]; then status=0; fi
  message=$(<"$TERMINATION_LOG")
  if [ "$status" = 0 ]; then echo "It was not refused, but '$words' was expected."; return 1; fi
  if [[ $message != *"$words"* ]]; then echo "Refused with '$message', but '$words' was expected."; return 1; fi
}

serve() {
  bash "$runtime/serve.sh" >>"$root/serve.log" 2>&1 &
  server=$!
  wait_for 30 pg_isready -q -h "$root/socket"
}

# Reads what the reload container would: everything, once, and then changes.
watch() {
  bash "$runtime/reload.sh" >>"$root/reload.log" 2>&1 &
  export watcher=$!
}

stop() {
  bash "$runtime/stop.sh" >>"$root/stop.log" 2>&1
  wait "$server" || true
}

wait_for() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$deadline" ]; then echo "Waited in vain for: $*"; return 1; fi
    sleep 0.1
  done
}

sql() {
  psql --no-psqlrc -h "$root/socket" -U postgres -d "${2:-feaf}" -Atqc "$1"
}

# As the application does: over TCP, with a password.
login() {
  PGPASSWORD=$1 PGUSER=$POSTGRES_USER PGDATABASE=$POSTGRES_DB psql --no-psqlrc -w -h 127.0.0.1 -Atqc "${2:-SELECT 1}"
}

equal() {
  if [ "$1" != "$2" ]; then echo "got '$1', expected '$2'"; return 1; fi
}

says() {
  if ! grep -qF -- "$2" "$root/$1.log"; then echo "$1 does not say '$2'"; return 1; fi
}

says_not() {
  if grep -F -- "$2" "$root/$1.log"; then echo "$1 says '$2'"; return 1; fi
}

# What is on the volume, apart from the lock: to show that a refusal changes nothing.
tree() {
  (cd "$POSTGRES_VOLUME" && find . -name .cdk8s-postgres.lock -o -type f -printf '%p %s %T@\n' -o -printf '%p\n' | LC_ALL=C sort)
}

for file in "$here"/*-test.sh; do
  # shellcheck source=/dev/null
  source "$file"
done
if [ "${1:-}" = --one ]; then one "$2"; else main "$@"; fi
