# shellcheck shell=bash disable=SC2016,SC2154,SC1003,SC2251
# The first start: all or nothing.

test_first_start_makes_all_that_is_asked_for() {
  three_init_scripts
  init_script 04-settings.sql <<<"ALTER SYSTEM SET work_mem = '9MB'; ALTER SYSTEM SET maintenance_work_mem = '33MB';"
  init_script 05-shell.sh <<'SH'
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -c "CREATE TABLE by_shell ()"
exit 0
SH
  echo 'CREATE TABLE by_gzip ();' | gzip >"$POSTGRES_INIT_SCRIPTS/06-packed.sql.gz"
  echo 'CREATE TABLE by_xz ();' | xz >"$POSTGRES_INIT_SCRIPTS/07-packed.sql.xz"
  init_script README.md <<<'not a script'
  local started=${EPOCHREALTIME/./}
  initialize --locale=C.UTF-8
  echo "measured: first start $(((${EPOCHREALTIME/./} - started) / 1000)) ms"
  says initialize 'README.md among the init scripts is ignored'
  says initialize 'init script 05-shell.sh (5 of 7)'
  says initialize 'The setting work_mem was also set by ALTER SYSTEM'
  equal "$(grep -c work_mem "$PGDATA/postgresql.auto.conf")" 1
  [ ! -e "$POSTGRES_VOLUME/.initializing" ]
  started=${EPOCHREALTIME/./}
  initialize
  echo "measured: start on existing data $(((${EPOCHREALTIME/./} - started) / 1000)) ms"
  serve
  equal "$(login 'correct horse' 'SELECT count(*) FROM board')" 1000
  equal "$(sql "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND pg_get_userbyid(relowner) = 'feaf_user'")" \
    'board by_gzip by_shell by_xz complete'
  equal "$(sql "SELECT rolsuper, rolcanlogin, rolcreaterole FROM pg_roles WHERE rolname = 'feaf_user'")" 'f|t|f'
  equal "$(sql "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = 'feaf'")" \
    'feaf_user|UTF8|C.UTF-8'
  equal "$(sql 'SHOW work_mem; SHOW maintenance_work_mem; SHOW data_checksums' | xargs)" '4MB 33MB on'
  equal "$(sql "SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = 'postgres'")" t
  # The superuser has no way in by TCP.
  ! psql -w -h 127.0.0.1 -U postgres -d postgres -c 'SELECT 1' 2>/dev/null
  says_not initialize 'correct horse'
  says_not initialize 'SCRAM-SHA-256$'
}

test_a_failing_init_script_is_named_and_nothing_of_it_is_ever_served() {
  three_init_scripts
  printf 'SELECT 1;\n\nINSERT INTO boar VALUES (1);\n' >"$POSTGRES_INIT_SCRIPTS/02-rows.sql"
  refuses 'Init script 02-rows.sql (2 of 3) failed: psql:' initialize
  [[ $message == *'02-rows.sql:3: ERROR:  relation "boar" does not exist'* ]]
  [ ! -e "$PGDATA" ]
  refuses 'There is no database in' timeout 20 bash "$runtime/serve.sh"
  init_script 02-rows.sql <<<'INSERT INTO board VALUES (1);'
  initialize
  says initialize 'An earlier first start did not come to its end'
  serve
  equal "$(sql 'SELECT count(*) FROM board')" 1
}

test_every_kind_of_init_script_that_fails_stops_the_first_start() {
  init_script 1.sh <<<'echo working; echo "no such host" >&2; exit 3'
  refuses 'Init script 1.sh (1 of 1) failed: no such host.' initialize
  rm "$POSTGRES_INIT_SCRIPTS"/*
  echo 'not packed' >"$POSTGRES_INIT_SCRIPTS/1.sql.gz"
  refuses 'Init script 1.sql.gz (1 of 1) failed: ' initialize
  rm "$POSTGRES_INIT_SCRIPTS"/*
  echo 'SELECT 1/0;' | zstd -q >"$POSTGRES_INIT_SCRIPTS/1.sql.zst"
  refuses 'ERROR:  division by zero' initialize
  rm "$POSTGRES_INIT_SCRIPTS"/*
  init_script 1.sql <<<'CREATE ROLE chief SUPERUSER; SET SESSION AUTHORIZATION chief; ALTER ROLE feaf_user RENAME TO other;'
  refuses 'did one of them drop or rename it?' initialize
  [ ! -e "$PGDATA" ]
}

test_an_init_script_that_leaves_settings_the_server_cannot_start_with_is_refused() {
  init_script 1.sql <<<"ALTER SYSTEM SET max_connections = 5; ALTER SYSTEM SET superuser_reserved_connections = 10;"
  refuses 'superuser_reserved_connections' initialize
  [ ! -e "$PGDATA" ]
}

test_killed_at_any_moment_the_next_first_start_is_complete() {
  local try rounds=${ROUNDS:-30} killed=0 whole=0 started duration delay
  three_init_scripts
  started=${EPOCHREALTIME/./}
  initialize
  duration=$((${EPOCHREALTIME/./} - started))
  for ((try = 1; try <= rounds; try++)); do
    rm -rf "$POSTGRES_VOLUME"
    mkdir "$POSTGRES_VOLUME"
    # Anywhere in the time that a first start takes, and beyond, evenly.
    delay=$((duration * 15 * try / rounds / 10))
    "${pod[@]}" bash "$runtime/initialize.sh" >>"$root/initialize.log" 2>&1 &
    sleep "$((delay / 1000000)).$(printf %06d $((delay % 1000000)))"
    if kill -KILL $! 2>/dev/null; then killed=$((killed + 1)); fi
    wait $! 2>/dev/null || true
    wait_for 5 flock -n "$POSTGRES_VOLUME/.cdk8s-postgres.lock" true
    # Either the whole database or none.
    if [ -e "$PGDATA" ]; then
      whole=$((whole + 1))
      [ ! -e "$POSTGRES_VOLUME/.initializing" ]
    else
      refuses 'There is no database' timeout 20 bash "$runtime/serve.sh"
    fi
    initialize
    serve
    equal "$(sql 'SELECT count(*), (SELECT count(*) FROM complete) FROM board')" '1000|0'
    equal "$(sql "SELECT rolsuper, rolpassword LIKE 'SCRAM-SHA-256\$%' FROM pg_authid WHERE rolname = 'feaf_user'")" 'f|t'
    stop
  done
  echo "measured: $killed of $rounds killed, $whole found whole"
}

test_stopped_from_outside_it_ends_at_once_and_begins_afresh() {
  local signal started status=0
  init_script 1.sql <<<'CREATE TABLE a (); SELECT pg_sleep(60);'
  for signal in TERM INT; do
    # As process 1, where a signal without a handler is ignored. The shell's own background jobs would not take INT.
    : >"$root/initialize.log"
    "${pod[@]}" bash "$runtime/initialize.sh" >>"$root/initialize.log" 2>&1 &
    wait_for 20 grep -q 'Running init script' "$root/initialize.log"
    sleep 0.3
    started=$SECONDS status=0
    kill "-$signal" "$(pgrep -P $!)"
    wait $! || status=$?
    equal "$status" 143
    [ $((SECONDS - started)) -le 3 ]
    says initialize 'Stopped from outside'
    [ ! -e "$PGDATA" ]
  done
  init_script 1.sql <<<'CREATE TABLE a ();'
  initialize
}

# user, database and password of every kind; the password must work over TCP, and stand in no log.
test_names_and_passwords_of_any_characters_work() {
  local -a rows=(
    'feaf_user' 'feaf' 'pa ss'
    'Upper Case' 'With "double" quotes' "it's \"quoted\""
    "o'neil" 'back\slash' 'back\slash\\ end\'
    '-dash' '--dash' '--password'
    'üser' 'база' 'pässwörд €'
    '%s %d' 'a=b host=x' ':%@/?#[]&= $HOME $(id) `id`'
    'postgresql://u' 'semi;colon' ';:"user"'
    'select' 'postgres' ' leading and trailing '
  )
  local row
  for ((row = 0; row < ${#rows[@]}; row += 3)); do
    rm -rf "$POSTGRES_VOLUME"
    mkdir "$POSTGRES_VOLUME"
    : >"$root/initialize.log"
    export POSTGRES_USER=${rows[row]} POSTGRES_DB=${rows[row + 1]}
    printf '%s\n\n' "${rows[row + 2]}" >"$POSTGRES_PASSWORD_FILE"
    init_script 1.sql <<<'CREATE TABLE board (id int);'
    init_script 2.sh <<<'psql -c "CREATE TABLE by_shell ()"'
    initialize
    serve
    equal "$(login "${rows[row + 2]}" 'SELECT current_user' 2>&1)" "${rows[row]}"
    login "${rows[row + 2]}" 'INSERT INTO board VALUES (1); CREATE SCHEMA own; DROP TABLE by_shell'
    ! login "${rows[row + 2]}x" 2>/dev/null
    watch
    wait_for 10 grep -q 'application_name=cdk8s-postgres reload' "$root/serve.log"
    sleep 2.5
    login "${rows[row + 2]}"
    printf '%s2\n' "${rows[row + 2]}" >"$POSTGRES_PASSWORD_FILE"
    wait_for 10 login "${rows[row + 2]}2"
    kill "$watcher"
    wait "$watcher" || true
    stop
    says_not initialize "${rows[row + 2]}"
    says_not serve "${rows[row + 2]}2"
    rm -f "$root/serve.log"
  done
  echo "measured: $((${#rows[@]} / 3)) combinations"
}

test_a_password_or_name_that_cannot_work_is_refused_before_anything_is_made() {
  : >"$POSTGRES_PASSWORD_FILE"
  refuses 'is empty. Put the password of feaf_user into that key of the Secret' initialize
  printf '\n\n' >"$POSTGRES_PASSWORD_FILE"
  refuses 'is empty' initialize
  printf 'two\nlines\n' >"$POSTGRES_PASSWORD_FILE"
  refuses 'contains a line break' initialize
  printf 'windows\r\n' >"$POSTGRES_PASSWORD_FILE"
  refuses 'contains a line break' initialize
  rm "$POSTGRES_PASSWORD_FILE"
  refuses 'is missing or not readable' initialize
  echo good >"$POSTGRES_PASSWORD_FILE"
  POSTGRES_USER=postgres refuses 'POSTGRES_USER is "postgres", the superuser' initialize
  POSTGRES_USER=$(printf 'x%.0s' {1..64}) refuses 'POSTGRES_USER is longer than 63 bytes' initialize
  POSTGRES_DB=$(printf 'ü%.0s' {1..32}) refuses 'POSTGRES_DB is longer than 63 bytes' initialize
  POSTGRES_DB=template1 refuses 'a template of PostgreSQL itself' initialize
  POSTGRES_USER=pg_mine refuses 'could not be created' initialize
  refuses "initdb failed with the arguments '--data-checksums --locale=nowhere'" initialize --locale=nowhere
  [ ! -e "$PGDATA" ]
}
