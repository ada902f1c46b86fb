#!/usr/bin/env bash
# The one small container beside the server: it watches the mounted settings, TLS files and password by content, and has the running
# server take them over. It never ends by itself, whatever happens: a container that crashes would make the pod unready.
set -Eeuo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$here/common.sh"

readonly interval=${POSTGRES_RELOAD_SECONDS:-5}
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
  # What was last dealt with, by content. Nothing was, at the start: then everything is looked at once.
  local settings='' tls='' password_text='' done_settings='not yet' done_tls='not yet' done_password='not yet'
  local last_message='' last_pending='' password_again_at=0
  trap discard_trial EXIT
  require_environment PGDATA POSTGRES_MAJOR POSTGRES_USER POSTGRES_DB POSTGRES_PASSWORD_FILE POSTGRES_SETTINGS
  while :; do
    if server_is_ready; then
      look_at_files
      if [ "$settings" != "$done_settings" ] || [ "$tls" != "$done_tls" ]; then apply_settings; fi
      if [ "$password_text" != "$done_password" ] && [ "$SECONDS" -ge "$password_again_at" ]; then apply_password; fi
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
  settings='' tls='' password_text=''
  for file in "$POSTGRES_SETTINGS"/{postgresql,pg_hba}.conf; do read_text "$file" && settings+="$text"$'\f'; done
  for file in "$tls_files"/{tls.crt,tls.key,ca.crt}; do read_text "$file" && tls+="$text"$'\f'; done
  read_text "$POSTGRES_PASSWORD_FILE" && password_text=$text
  return 0
}

read_text() {
  text=''
  if [ -r "$1" ]; then IFS= read -r -d '' text <"$1" || true; fi
}

# A state that stays is told once, not every few seconds.
log_once() {
  if [ "$*" != "$last_message" ]; then log "$*"; fi
  last_message=$*
}

apply_settings() {
  local what=''
  if [ "$done_settings" != 'not yet' ]; then
    if [ "$settings" != "$done_settings" ]; then what='settings'; fi
    if [ "$tls" != "$done_tls" ]; then what+="${what:+ and }TLS files"; fi
    log "New $what."
  fi
  if ! stage_settings "$PGDATA" || ! check_settings; then
    log "$problem The server goes on with the old settings until the files are mended."
    done_settings=$settings done_tls=$tls
  elif ! install_settings "$PGDATA"; then
    log_once "$problem Trying again every $interval seconds."
  elif reload_server; then
    if [ -n "$what" ]; then log "The server has taken over the new $what."; fi
    done_settings=$settings done_tls=$tls last_message=''
  fi
  discard_trial
}

# One session: remove what would hide the new settings, reload, wait for it, and ask what needs a restart.
reload_server() {
  local name pending commands='' output
  for name in "${shadowing[@]}"; do commands+="ALTER SYSTEM RESET $name;"$'\n'; done
  commands+='SELECT FROM pg_reload_conf(), pg_sleep(1);'$'\n'
  commands+="SELECT string_agg(name, ', ' ORDER BY name) FROM pg_settings WHERE pending_restart;"
  if ! output=$(superuser_psql --set=ON_ERROR_STOP=1 <<<"$commands" 2>&1); then
    log_once "The server could not be told to reload: $output. Trying again every $interval seconds."
    return 1
  fi
  for name in "${shadowing[@]}"; do
    log "The setting $name was also set by ALTER SYSTEM, which would hide the deployment's own; that entry is reset."
  done
  pending=${output##*$'\n'}
  if [ -n "$pending" ] && [ "$pending" != "$last_pending" ]; then log "These settings wait for a restart of the pod: $pending."; fi
  last_pending=$pending
}

# Open connections are not touched: a password is asked for only when a connection begins.
apply_password() {
  local first='' role
  if [ "$done_password" = 'not yet' ]; then first=1; fi
  if ! read_password; then
    log "$problem The password in the database stays as it is."
    done_password=$password_text
    return 0
  fi
  # At the start the password is most likely right. After a change it is certainly not, and a failed login would be an error in the log.
  if [ -n "$first" ] && login; then
    done_password=$password_text
    return 0
  fi
  password_again_at=$((SECONDS + 30))
  if ! role=$(superuser_psql --set=user="$POSTGRES_USER" 2>&1 <<<"SELECT 'exists' FROM pg_roles WHERE rolname = :'user';"); then
    log_once "The server could not be asked for the role \"$POSTGRES_USER\": $role. Trying again in 30 seconds."
  elif [ "$role" != exists ]; then
    log "There is no role \"$POSTGRES_USER\" in this database, so there is no password to set:" \
      "the user name of the deployment is used at the first start only."
    done_password=$password_text
  elif ! set_password "$POSTGRES_USER" "$password"; then
    log_once "$problem Trying again in 30 seconds."
  elif ! login; then
    log_once "The password of \"$POSTGRES_USER\" is set to the one of the Secret, but a login with it fails: $login_complaint." \
      "Trying again in 30 seconds."
  else
    log "The password of \"$POSTGRES_USER\" is now the one of the Secret. Open connections stay."
    done_password=$password_text last_message=''
  fi
}

# As a client would, over TCP. Sets `login_complaint`.
login() {
  login_complaint=$(PGHOST=127.0.0.1 PGPORT=$server_port PGUSER=$POSTGRES_USER PGDATABASE=$POSTGRES_DB PGPASSWORD=$password \
    PGCONNECT_TIMEOUT=10 PGAPPNAME='cdk8s-postgres reload' timeout -k 5 30 psql --no-psqlrc --no-password --quiet --command='SELECT' 2>&1 >/dev/null)
}

main "$@"
