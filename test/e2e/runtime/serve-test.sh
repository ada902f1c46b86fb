# shellcheck shell=bash disable=SC2154,SC2251
# The server's start and stop.

test_a_folder_opened_by_the_kubelet_and_a_stale_lock_file_do_not_stop_the_server() {
  initialize
  chmod 2770 "$PGDATA"
  # Its number is that of a process which has nothing to do with it, as in every new container.
  sleep 1000 &
  printf '%s\n%s\n0\n%s\n\n\n\nready\n' $! "$PGDATA" "$PGPORT" >"$PGDATA/postmaster.pid"
  initialize
  serve
  # The set-group-ID bit may stay, and the server does not mind it.
  [[ $(stat -c %a "$PGDATA") == *700 ]]
}

test_the_stop_is_clean_and_the_next_start_recovers_nothing() {
  local started
  initialize
  serve
  sql 'CREATE TABLE t AS SELECT generate_series(1, 200000) AS i'
  sql 'SELECT pg_sleep(1000)' >/dev/null 2>&1 &
  started=${EPOCHREALTIME/./}
  stop
  echo "measured: stop $(((${EPOCHREALTIME/./} - started) / 1000)) ms"
  says serve 'database system is shut down'
  says serve 'The pod is being stopped'
  mv "$root/serve.log" "$root/before.log"
  serve
  says_not serve 'was not stopped properly'
  says_not serve 'not properly shut down'
  equal "$(sql 'SELECT count(*) FROM t')" 200000
}

test_the_stop_never_hangs_and_never_fails() {
  local started=$SECONDS postmaster
  initialize
  export POSTGRES_STOP_SECONDS=4
  # No server at all.
  bash "$runtime/stop.sh" 2>>"$root/stop.log"
  [ $((SECONDS - started)) -le 5 ]
  # A server that answers nothing.
  serve
  postmaster=$(head -n 1 "$PGDATA/postmaster.pid")
  kill -STOP "$postmaster"
  started=$SECONDS
  bash "$runtime/stop.sh" 2>>"$root/stop.log"
  [ $((SECONDS - started)) -le 8 ]
  kill -CONT "$postmaster"
  wait "$server" || true
  says serve 'database system is shut down'
}

test_killed_under_load_all_acknowledged_rows_are_there() {
  local acknowledged
  initialize
  for _ in 1 2 3; do
    "${pod[@]}" bash "$runtime/serve.sh" >>"$root/serve.log" 2>&1 &
    server=$!
    wait_for 30 pg_isready -q -h "$root/socket"
    sql 'CREATE TABLE IF NOT EXISTS t (i serial)'
    # psql tells each value only after its commit.
    (yes "INSERT INTO t DEFAULT VALUES RETURNING i;" | psql -h "$root/socket" -U postgres -d feaf -Atq >"$root/acknowledged" 2>/dev/null || true) &
    sleep 1
    kill -KILL "$server"
    wait
    [ -e "$PGDATA/postmaster.pid" ]
    initialize
    serve
    acknowledged=$(sort -n "$root/acknowledged" | tail -n 1)
    [ "$acknowledged" -gt 100 ]
    equal "$(sql "SELECT count(*) FROM t WHERE i = $acknowledged")" 1
    stop
  done
}
