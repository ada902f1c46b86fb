#!/usr/bin/env bash
# The preStop hook: a checkpoint while clients still work, so that the stop itself has little left to write, then a fast stop, which ends
# sessions and shuts down cleanly. Never hangs and never fails: whatever happens here, the signal to the server follows.
set -Eeuo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$here/common.sh"

main() {
  trap 'exit 0' EXIT
  trap - ERR
  # Never 0, which `timeout` takes for no limit.
  local seconds=$((${POSTGRES_STOP_SECONDS:-60} / 2 + 1))
  export PGHOST=${POSTGRES_SOCKET:-/var/run/postgresql}
  speak_in_server_log
  log "The pod is being stopped: a checkpoint of at most $seconds seconds, then a fast stop."
  as_superuser timeout -k 2 "$seconds" psql --no-psqlrc --no-password --quiet --command=CHECKPOINT || log "There was no checkpoint."
  timeout -k 2 10 pg_ctl -D "$PGDATA" -m fast --no-wait -s stop
}

# What a hook prints is shown nowhere; the server's own output is what `kubectl logs` shows.
speak_in_server_log() {
  local server
  if read -r server <"$PGDATA/postmaster.pid" && [ -w "/proc/$server/fd/2" ]; then exec 2>"/proc/$server/fd/2" 1>&2; fi
}

main "$@"
