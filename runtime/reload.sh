#!/usr/bin/env bash
# The one small container beside the server: it watches the mounted settings, TLS files and password by content, and has the running
# server take them over. It never ends by itself, whatever happens: a container that crashes would make the pod unready.
set -Eeuo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$here/common.sh"

readonly interval=${POSTGRES_RELOAD_SECONDS:-5}
readonly retry=${POSTGRES_RETRY_SECONDS:-60}
readonly tls_files=${POSTGRES_TLS:-/etc/postgresql/tls}
bounded=(timeout -k 5 60)
export PGHOST=${POSTGRES_SOCKET:-/var/run/postgresql}

main() {
  local worker=''
  # Images of PostgreSQL ask for INT as the stop signal.
  trap 'if [ -n "$worker" ]; then kill "$worker" 2>/dev/null || true; fi; exit 0' TERM INT
  trap - ERR
  set +e
  while :; do
    watch &
    worker=$!
    wait "$worker"
    log "The watch ended unexpectedly and begins anew in a minute."
    sleep 60 &
    wait "$!"
  done
}

watch() {
  # What the files say, what was last taken over, and what was last tried: by content. At the start nothing was.
  local settings='' tls='' secret='' done_settings='' done_tls='' done_secret='' tried_files='' tried_secret=''
  local files_again_at=0 secret_again_at=0 last_message='' last_pending=''
  trap discard_trial EXIT
  require_environment PGDATA POSTGRES_MAJOR POSTGRES_USER POSTGRES_DB POSTGRES_PASSWORD_FILE POSTGRES_SETTINGS
  while :; do
    if server_is_ready; then
      look_at_files
      if [ "$settings$tls" != "$done_settings$done_tls" ] && { [ "$settings$tls" != "$tried_files" ] || [ "$SECONDS" -ge "$files_again_at" ]; }; then
        tried_files=$settings$tls files_again_at=$((SECONDS + retry))
        apply_files
      fi
      if [ "$secret" != "$done_secret" ] && { [ "$secret" != "$tried_secret" ] || [ "$SECONDS" -ge "$secret_again_at" ]; }; then
        tried_secret=$secret secret_again_at=$((SECONDS + retry))
        apply_password
      fi
    else
      log_once 'Waiting for the server to be ready.'
    fi
    sleep "$interval"
  done
}

# The server writes its state into its lock file: asking it by a connection, as pg_isready does, would fill its log.
server_is_ready() {
  local -a lines=()
  [ -r "$PGDATA/postmaster.pid" ] && mapfile -t lines <"$PGDATA/postmaster.pid" 2>/dev/null && [[ ${lines[7]:-} == ready* ]]
}

# No process is started for this: it runs every few seconds, for years.
look_at_files() {
  local text file
  settings='settings:' tls='tls:' secret='password:'
  for file in "$POSTGRES_SETTINGS"/{postgresql,pg_hba}.conf; do read_text "$file"; settings+="$text"$'\f'; done
  for file in "$tls_files"/{tls.crt,tls.key,ca.crt}; do read_text "$file"; tls+="$text"$'\f'; done
  read_text "$POSTGRES_PASSWORD_FILE"
  secret+=$text
}

read_text() {
  text=''
  if [ -r "$1" ]; then IFS= read -r -d '' text <"$1" || true; fi
}

# A state that stays is told once, not at every look.
log_once() {
  if [ "$*" != "$last_message" ]; then log "$*"; fi
  last_message=$*
}

# What is refused is tried again now and then: the reason may have been a full /tmp.
apply_files() {
  local what=''
  if [ -n "$done_settings" ]; then
    if [ "$settings" != "$done_settings" ]; then what='settings'; fi
    if [ "$tls" != "$done_tls" ]; then what+="${what:+ and }TLS files"; fi
  fi
  if ! stage_settings "$PGDATA" || ! check_settings; then
    log_once "$problem The server goes on with the old settings until this is mended."
  elif ! install_settings "$PGDATA"; then
    log_once "$problem The server goes on with the old settings until this is mended."
  elif reset_shadowing && reload_server; then
    if [ -n "$what" ]; then log "The server has taken over the new $what."; fi
    tell_pending
    done_settings=$settings done_tls=$tls last_message=''
  fi
  discard_trial
}

reset_shadowing() {
  local name output
  for name in "${shadowing[@]}"; do
    if output=$(superuser_psql --command="ALTER SYSTEM RESET $name" 2>&1); then
      log "The setting $name was also set by ALTER SYSTEM, which would hide the deployment's own; that entry is reset."
    else
      log_once "The setting $name is also set by ALTER SYSTEM, which hides the deployment's own until the next start;" \
        "it could not be reset: $output."
    fi
  done
}

# Sets `pending`: the settings that wait for a restart. The server reloads on a signal, which this session sees as well: hence the pause.
reload_server() {
  local commands='SELECT FROM pg_reload_conf(), pg_sleep(1);'
  commands+="SELECT string_agg(name, ', ' ORDER BY name) FROM pg_settings WHERE pending_restart;"
  if ! pending=$(superuser_psql --set=ON_ERROR_STOP=1 <<<"$commands" 2>&1); then
    log_once "The server could not be told to reload: $pending. Trying again every $retry seconds."
    return 1
  fi
  pending=${pending##*$'\n'}
}

tell_pending() {
  if [ -n "$pending" ] && [ "$pending" != "$last_pending" ]; then log "Changes of these settings wait for a restart of the pod: $pending."; fi
  last_pending=$pending
}

# Open connections are not touched: a password is asked for only when a connection begins.
apply_password() {
  local role again="Trying again every $retry seconds."
  if ! read_password; then
    log_once "$problem The password in the database stays as it is."
    return 0
  fi
  # Set at each start, too: whether it differs could only be found out by a login, and a refused one is an error in the log.
  if ! role=$(superuser_psql --set=user="$POSTGRES_USER" 2>&1 <<<"SELECT 'exists' FROM pg_roles WHERE rolname = :'user';"); then
    log_once "The server could not be asked for the role \"$POSTGRES_USER\": $role. $again"
  elif [ "$role" != exists ]; then
    log_once "There is no role \"$POSTGRES_USER\" in this database, so the password of the Secret is nobody's:" \
      "the user name of the deployment is used at the first start only. Create the role, or set the name back."
  elif ! set_password "$POSTGRES_USER" "$password"; then
    log_once "$problem $again"
  elif ! login; then
    log_once "The password of \"$POSTGRES_USER\" was set to that of the Secret, but a login with it fails: $login_complaint. $again"
  else
    if [ -n "$done_secret" ]; then log "The password of \"$POSTGRES_USER\" is now that of the Secret. Open connections stay."; fi
    done_secret=$secret last_message=''
  fi
}

# As a client would, over TCP. Sets `login_complaint`.
login() {
  login_complaint=$(PGHOST=127.0.0.1 PGPORT=$server_port PGUSER=$POSTGRES_USER PGDATABASE=$POSTGRES_DB PGPASSWORD=$password \
    PGCONNECT_TIMEOUT=10 PGAPPNAME='cdk8s-postgres reload' timeout -k 5 30 psql --no-psqlrc --no-password --quiet --command='SELECT' 2>&1 >/dev/null)
}

main "$@"
