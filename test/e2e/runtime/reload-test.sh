# shellcheck shell=bash disable=SC2154,SC2251
# The container beside the server, which has it take over changed settings, TLS files and passwords.

start_all() {
  initialize
  serve
  watch
  wait_for 20 grep -q 'application_name=cdk8s-postgres reload' "$root/serve.log"
  sleep 2.5
}

# The kubelet swaps whole files.
change() {
  printf '%s\n' "$2" >"$root/new"
  mv "$root/new" "$1"
}

setting_is() {
  [ "$(sql "SHOW $1")" = "$2" ]
}

since() {
  echo "measured: $1 $(((${EPOCHREALTIME/./} - started) / 1000)) ms"
}

test_changed_settings_are_taken_over_and_those_that_need_a_restart_are_named() {
  start_all
  local started=${EPOCHREALTIME/./}
  settings "work_mem = '9MB'" "max_connections = '77'" "cpu_tuple_cost = '0.5'"
  wait_for 10 setting_is work_mem 9MB
  since 'setting seen after, with a look every second,'
  wait_for 5 grep -q 'Changes of these settings wait for a restart of the pod: max_connections.' "$root/reload.log"
  says reload 'The server has taken over the new settings.'
  setting_is max_connections 100
  # What is taken out of the file goes back to its default.
  settings
  wait_for 10 setting_is work_mem 4MB
  printf 'local all all trust\nhost all all all reject\n' >"$POSTGRES_SETTINGS/pg_hba.conf"
  wait_for 10 eval '! login "correct horse" 2>/dev/null'
}

test_settings_that_cannot_work_leave_the_old_ones_in_force_and_are_told_once() {
  start_all
  local before
  before=$(sql 'SELECT pg_conf_load_time()')
  settings "unheard_of = 'on'"
  wait_for 10 grep -q 'unrecognized configuration parameter "unheard_of".*The server goes on with the old settings' "$root/reload.log"
  sleep 8
  equal "$(grep -c unheard_of "$root/reload.log")" 1
  equal "$(sql 'SELECT pg_conf_load_time()')" "$before"
  settings
  change "$POSTGRES_SETTINGS/pg_hba.conf" 'host all all nowhere'
  wait_for 10 grep -q "line 1 of configuration file \"$POSTGRES_SETTINGS/pg_hba.conf\"" "$root/reload.log"
  settings "shared_buffers = '3GB'"
  change "$POSTGRES_SETTINGS/pg_hba.conf" 'local all all trust'
  wait_for 10 grep -q 'but the memory limit of the container postgres is 2048 MiB' "$root/reload.log"
  rm "$POSTGRES_SETTINGS/postgresql.conf"
  wait_for 10 grep -q 'must have the key postgresql.conf' "$root/reload.log"
  settings "work_mem = '6MB'"
  wait_for 10 setting_is work_mem 6MB
  kill -0 "$watcher"
}

test_an_entry_of_alter_system_does_not_hide_a_changed_setting() {
  start_all
  sql 'ALTER SYSTEM SET work_mem = '"'99MB'" && sql "ALTER SYSTEM SET maintenance_work_mem = '55MB'" && sql 'SELECT pg_reload_conf()' >/dev/null
  wait_for 5 setting_is work_mem 99MB
  settings "work_mem = '6MB'"
  wait_for 10 setting_is work_mem 6MB
  setting_is maintenance_work_mem 55MB
  says reload 'The setting work_mem was also set by ALTER SYSTEM'
}

test_a_changed_password_is_applied_without_touching_connections() {
  start_all
  local started
  # A session of the application that lives through the change.
  mkfifo "$root/pipe"
  PGPASSWORD='correct horse' psql -w -h 127.0.0.1 -U feaf_user -d feaf -Atq <"$root/pipe" >"$root/session" 2>&1 &
  exec 7>"$root/pipe"
  echo 'SELECT pg_backend_pid();' >&7
  wait_for 5 grep -q . "$root/session"
  change "$POSTGRES_PASSWORD_FILE" "new 'pass\\word\""
  started=${EPOCHREALTIME/./}
  wait_for 10 login "new 'pass\\word\""
  since 'password works after, with a look every second,'
  ! login 'correct horse' 2>/dev/null
  wait_for 5 grep -q 'The password of "feaf_user" is now that of the Secret. Open connections stay.' "$root/reload.log"
  echo 'SELECT pg_backend_pid();' >&7
  wait_for 5 eval "[ \"\$(wc -l <'$root/session')\" = 2 ]"
  equal "$(sort -u "$root/session" | wc -l)" 1
  exec 7>&-
  says_not serve "new 'pass"
  says_not serve 'ALTER USER'
  says_not reload "new 'pass"
  says_not serve 'SCRAM-SHA-256$'
  # Empty for a moment, or for good: the old one stays, and the log says so.
  : >"$POSTGRES_PASSWORD_FILE"
  wait_for 5 grep -q 'is empty.*The password in the database stays as it is' "$root/reload.log"
  login "new 'pass\\word\""
  change "$POSTGRES_PASSWORD_FILE" third
  wait_for 10 login third
}

test_a_password_changed_while_the_pod_was_down_is_applied_at_the_start() {
  initialize
  echo 'another' >"$POSTGRES_PASSWORD_FILE"
  initialize
  serve
  watch
  wait_for 20 grep -q 'connection authorized: user=feaf_user.*application_name=cdk8s-postgres reload' "$root/serve.log"
  login another
  says_not serve "PASSWORD 'SCRAM"
  # A refused login would be an error in the log, which verify-postgres.sh reports.
  says_not serve 'authentication failed'
}

test_a_role_that_is_not_there_is_told_once_and_nothing_is_created() {
  initialize
  serve
  export POSTGRES_USER=somebody
  watch
  wait_for 20 grep -q 'There is no role "somebody" in this database' "$root/reload.log"
  sleep 7
  equal "$(grep -c 'There is no role' "$root/reload.log")" 1
  equal "$(sql "SELECT count(*) FROM pg_roles WHERE rolname = 'somebody'")" 0
}

certificate() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$1" -keyout "$root/key.new" -out "$root/crt.new" 2>/dev/null
  chmod 0600 "$root/key.new"
  mv "$root/key.new" "$POSTGRES_TLS/tls.key"
  mv "$root/crt.new" "$POSTGRES_TLS/tls.crt"
}

served_certificate() {
  openssl s_client -starttls postgres -connect "127.0.0.1:$PGPORT" </dev/null 2>/dev/null | openssl x509 -noout -subject
}

serves() {
  [[ $(served_certificate) == *"CN = $1" ]]
}

test_a_renewed_certificate_is_served_and_a_bad_one_is_not_taken() {
  certificate first
  settings "ssl = 'on'" "ssl_cert_file = '$POSTGRES_TLS/tls.crt'" "ssl_key_file = '$POSTGRES_TLS/tls.key'"
  printf 'local all all trust\nhostssl all all all scram-sha-256\n' >"$POSTGRES_SETTINGS/pg_hba.conf"
  start_all
  serves first
  login 'correct horse'
  certificate second
  local started=${EPOCHREALTIME/./}
  wait_for 15 serves second
  since 'certificate served after, with a look every second,'
  wait_for 5 grep -q 'The server has taken over the new TLS files.' "$root/reload.log"
  echo 'no key' >"$POSTGRES_TLS/tls.key"
  wait_for 10 grep -q 'could not load private key file.*The server goes on with the old settings' "$root/reload.log"
  serves second
}

test_it_waits_for_the_server_outlives_it_and_ends_at_once_when_told() {
  local signal started status
  watch
  wait_for 5 grep -q 'Waiting for the server to be ready.' "$root/reload.log"
  initialize
  serve
  wait_for 10 grep -q 'application_name=cdk8s-postgres reload' "$root/serve.log"
  kill -KILL "$(head -n 1 "$PGDATA/postmaster.pid")"
  wait "$server" || true
  change "$POSTGRES_PASSWORD_FILE" other
  sleep 4
  kill -0 "$watcher"
  serve
  wait_for 20 login other
  kill "$watcher"
  wait "$watcher" || true
  for signal in TERM INT; do
    status=0
    "${pod[@]}" bash "$runtime/reload.sh" >>"$root/reload.log" 2>&1 &
    sleep 3
    started=${EPOCHREALTIME/./}
    kill "-$signal" "$(pgrep -P $!)"
    wait $! || status=$?
    equal "$status" 0
    since "$signal obeyed in"
  done
}

test_a_look_that_finds_nothing_new_costs_next_to_nothing_and_no_connection() {
  local before connections
  start_all
  sleep 2
  connections=$(grep -c 'connection received' "$root/serve.log")
  before=$(ticks)
  sleep 10
  echo "measured: $((($(ticks) - before) * 10)) ms of CPU in 10 looks"
  [ $((($(ticks) - before) * 10)) -le 300 ]
  equal "$(grep -c 'connection received' "$root/serve.log")" "$connections"
}

# CPU time of the watch and its children so far, in hundredths of a second.
ticks() {
  local process total=0 fields
  for process in "$watcher" $(pgrep -P "$watcher"); do
    read -r -a fields <"/proc/$process/stat"
    total=$((total + fields[13] + fields[14] + fields[15] + fields[16]))
  done
  echo "$total"
}
