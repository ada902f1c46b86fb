# shellcheck shell=bash
# shellcheck disable=SC2034 # `password`, `problem` and the like are results for the caller
# What the scripts inside the pod share: how they speak, the lock on the volume, the password, sessions with the server,
# and the settings. Sourced, never run. bash, with only those options of other tools that GNU, util-linux and busybox all know.

script_name=${0##*/}
script_name=${script_name%.sh}

readonly server_port=${PGPORT:-5432}

# A session as superuser leaves nothing of what it does in the server log, whatever the settings say, and is not bound by limits that
# are meant for applications.
readonly superuser_session='-c log_statement=none -c log_duration=off -c log_min_duration_statement=-1 -c log_min_duration_sample=-1
 -c log_min_error_statement=panic -c log_disconnections=off -c pgaudit.log=none -c pg_stat_statements.track=none
 -c password_encryption=scram-sha-256 -c default_transaction_read_only=off -c statement_timeout=0 -c lock_timeout=0
 -c client_min_messages=warning'

log() {
  printf 'cdk8s-postgres %s: %s\n' "$script_name" "$*" >&2
}

# The last error is also the termination message, which `kubectl describe pod` shows. Not for use in a command substitution.
fail() {
  local termination_log=${TERMINATION_LOG:-/dev/termination-log}
  log "$*"
  if [ -w "$termination_log" ]; then printf 'cdk8s-postgres %s: %s\n' "$script_name" "$*" >"$termination_log" || true; fi
  exit 1
}

on_unexpected_error() {
  local status=$1 line=$2 command=$3
  fail "The command '$command' in line $line failed with status $status, which this script does not expect." \
    "The lines before this one may say why; nothing is done from here on."
}
trap 'on_unexpected_error "$?" "${BASH_SOURCE[0]##*/}:$LINENO" "$BASH_COMMAND"' ERR

require_environment() {
  local name
  for name in "$@"; do
    if [ -z "${!name:-}" ]; then fail "The environment variable $name is empty or missing; the pod template must set it."; fi
  done
}

# Holds the volume for this process and everything it starts: the lock belongs to the open file, descriptor 9, which children inherit,
# so it is held for as long as any server process lives. postmaster.pid cannot do this: a process number means nothing in another pod.
lock_volume() {
  local seconds=$1 file=$POSTGRES_VOLUME/.cdk8s-postgres.lock complaint deadline holder told=''
  if ! complaint=$(umask 0007 && { : >>"$file"; } 2>&1); then refuse_unwritable_volume "${complaint##*: }"; fi
  exec 9>>"$file"
  deadline=$((SECONDS + seconds))
  until complaint=$(flock -x -n 9 2>&1); do
    if [ -n "$complaint" ]; then
      fail "The file system of the volume $POSTGRES_VOLUME cannot lock files ($complaint), so two servers on it could not be told apart." \
        "Use a volume that supports flock: a block device, or NFS with locks."
    fi
    holder=$(<"$file") || holder=''
    if [ "$SECONDS" -ge "$deadline" ]; then
      fail "Another pod uses the volume $POSTGRES_VOLUME${holder:+ (${holder})}: its lock was not free within $seconds seconds." \
        "Two servers on one volume destroy the data, so this one does not start." \
        "Stop the other pod, or give this one a volume of its own."
    fi
    if [ -z "$told" ]; then log "The volume is in use${holder:+ by $holder}; waiting up to $seconds seconds for its lock."; fi
    told=1
    sleep 1
  done
  # For the message above only; a full disk must not stop a server.
  { printf 'pod %s, %s\n' "${HOSTNAME:-unknown}" "$script_name" >"$file"; } 2>/dev/null || true
}

refuse_unwritable_volume() {
  local reason=$1 owner mode
  read -r owner mode < <(stat -c '%u:%g %a' "$POSTGRES_VOLUME" 2>/dev/null) || true
  fail "The volume $POSTGRES_VOLUME is not writable: $reason. It belongs to ${owner:-nobody known} with mode ${mode:-unknown};" \
    "this container runs as $(id -u):$(id -g), groups $(id -G)." \
    "Let the kubelet hand it over with securityContext.fsGroup: $(id -g) in the pod; where the storage ignores fsGroup (NFS, hostPath)," \
    "run 'chown $(id -u):$(id -g)' on the folder once."
}

# Sets `password`, or `problem` and returns 1.
read_password() {
  local file=$POSTGRES_PASSWORD_FILE advice
  advice="Put the password of $POSTGRES_USER into that key of the Secret, on one line."
  password='' problem=''
  if [ ! -r "$file" ]; then
    problem="The password file $file is missing or not readable. $advice"
    return 1
  fi
  password=$(<"$file")
  if [ -z "$password" ]; then
    problem="The password file $file is empty. $advice"
    return 1
  fi
  case $password in
    *[$'\n\r']*)
      password=''
      problem="The password in $file contains a line break, which no client could send. $advice"
      return 1
      ;;
  esac
}

# Runs a client command as the superuser, over the socket in PGHOST.
as_superuser() {
  PGUSER=postgres PGDATABASE=postgres PGPORT=$server_port PGCLIENTENCODING=UTF8 PGCONNECT_TIMEOUT=10 \
    PGOPTIONS=${superuser_session//$'\n'/} PGAPPNAME="cdk8s-postgres $script_name" "$@"
}

# One psql session as the superuser; the SQL comes from standard input or as psql's own arguments. A script that must not hang sets `bounded`.
bounded=()
superuser_psql() {
  as_superuser "${bounded[@]}" psql --no-psqlrc --no-password --quiet --no-align --tuples-only "$@"
}

# psql's own \password makes the verifier on this side, so the clear text never reaches the server, and is on no command line.
# It would ask a terminal if there were one: setsid takes it away, and psql reads the two answers from standard input.
set_password() {
  local role=$1 new_password=$2 output
  # shellcheck disable=SC2016
  if ! output=$(printf '%s\n%s\n' "$new_password" "$new_password" |
    as_superuser "${bounded[@]}" setsid psql --no-psqlrc --no-password --quiet --set=role="$role" --command='\password :"role"' 2>&1); then
    problem="The password of the role $role could not be set: ${output##*: }."
    return 1
  fi
}

# --- Settings: judged by the server's own binary before they replace the old ones, then put in place.
#
# The judgement is a trial: a scrap data directory with the new files, PG_VERSION and a copy of pg_control, which is all that the server
# looks at before it touches data. So it works beside a running server and never comes near the database.

# Names that would lead the server away from the files of this deployment.
readonly forbidden_settings=' include include_if_exists include_dir data_directory config_file hba_file ident_file '

# The names a file sets, in lower case, one a line.
setting_names() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    if [[ $line =~ ^[[:space:]]*([A-Za-z_][A-Za-z0-9_.$]*) ]]; then printf '%s\n' "${BASH_REMATCH[1],,}"; fi
  done <"$1"
}

# Sets `shadowing`: the names in postgresql.auto.conf ($1) that postgresql.conf ($2) sets too. The server reads postgresql.auto.conf last,
# so such an entry, left by ALTER SYSTEM, would make every later change of the setting do nothing.
find_shadowing() {
  local name
  local -A own=()
  shadowing=()
  [ -r "$1" ] || return 0
  while IFS= read -r name; do own[$name]=1; done < <(setting_names "$2")
  while IFS= read -r name; do
    if [ -n "${own[$name]:-}" ]; then shadowing+=("$name"); fi
  done < <(setting_names "$1" | LC_ALL=C sort -u)
}

# Copies postgresql.auto.conf ($1) to $2 without the names in `shadowing`; every other line stays as it is.
copy_without_shadowing() {
  local line name
  local -A drop=()
  for name in "${shadowing[@]}"; do drop[$name]=1; done
  while IFS= read -r line || [ -n "$line" ]; do
    name=''
    if [[ $line =~ ^[[:space:]]*([A-Za-z_][A-Za-z0-9_.$]*) ]]; then name=${BASH_REMATCH[1],,}; fi
    if [ -z "$name" ] || [ -z "${drop[$name]:-}" ]; then printf '%s\n' "$line"; fi
  done <"$1" >"$2"
}

# Sets `trial`: a scrap data directory with the new settings beside what else data directory $1 would give the server.
stage_settings() {
  local data=$1 name
  if ! trial=$(mktemp -d /tmp/cdk8s-postgres.XXXXXX) ||
    ! mkdir "$trial"/{global,base,pg_dynshmem,pg_notify,pg_replslot,pg_stat,pg_stat_tmp,pg_tblspc}; then
    problem='No folder for a trial of the settings could be made in /tmp.'
    return 1
  fi
  for name in postgresql.conf pg_hba.conf; do
    if [ ! -r "$POSTGRES_SETTINGS/$name" ]; then
      problem="The settings file $POSTGRES_SETTINGS/$name is missing or not readable; the settings ConfigMap must have the key $name."
      return 1
    fi
    stage_file "$POSTGRES_SETTINGS/$name" "$trial/$name" || return 1
  done
  find_shadowing "$data/postgresql.auto.conf" "$trial/postgresql.conf"
  for name in pg_ident.conf postgresql.auto.conf; do
    : >"$trial/$name"
    if [ -r "$data/$name" ]; then stage_file "$data/$name" "$trial/$name" || return 1; fi
  done
  if [ "${#shadowing[@]}" -gt 0 ]; then copy_without_shadowing "$data/postgresql.auto.conf" "$trial/postgresql.auto.conf"; fi
  stage_file "$data/PG_VERSION" "$trial/PG_VERSION" || return 1
  copy_control_file "$data/global/pg_control" "$trial/global/pg_control"
}

stage_file() {
  local complaint
  if ! complaint=$(cat "$1" 2>&1 >"$2") || ! cmp -s "$1" "$2"; then
    problem="The file $1 could not be copied for a trial of the settings${complaint:+: ${complaint##*: }}."
    return 1
  fi
}

# A running server rewrites this file now and then: it is taken when two readings agree.
copy_control_file() {
  local attempt
  for attempt in {1..50}; do
    if cat "$1" 2>/dev/null >"$2" && cmp -s "$1" "$2"; then return 0; fi
    sleep 0.1
  done
  problem="The file $1 could not be read in $attempt attempts: this is no complete data directory."
  return 1
}

discard_trial() {
  if [ -n "${trial:-}" ]; then rm -rf "$trial"; fi
  trial=''
}

# Judges the staged settings. Returns 1 and sets `problem` when the server would not start with them, or not fit into the memory.
check_settings() {
  local name
  while IFS= read -r name; do
    if [[ $forbidden_settings == *" $name "* ]]; then
      problem="The setting $name in $POSTGRES_SETTINGS/postgresql.conf is not allowed:"
      problem+=" it would lead the server away from the files of this deployment. Remove it."
      return 1
    fi
  done < <(setting_names "$trial/postgresql.conf")
  check_start && check_memory && check_host_rules
}

# The messages of these two runs must reach us in English, whatever the settings say about the log. The runs do not hold the volume (9>&-).
readonly trial_options=(-c lc_messages=C -c log_min_messages=warning -c log_min_error_statement=panic -c log_error_verbosity=default
  -c log_line_prefix= -c log_destination=stderr -c logging_collector=off)

# Names, values, combinations, libraries to preload and TLS files: everything up to, and without, taking shared memory. Sets
# `shared_memory` in MiB; PostgreSQL 14 tells no more than its largest part.
check_start() {
  local name=shared_memory_size output=''
  if [ "$POSTGRES_MAJOR" -lt 15 ]; then name=shared_buffers; fi
  shared_memory=''
  if ! shared_memory=$(timeout -k 5 60 postgres -D "$trial" "${trial_options[@]}" -C "$name" 2>"$trial/output" 9>&-); then
    output=$(<"$trial/output")
    refuse_settings "$output"
    return 1
  fi
  # There it is the number of buffers of 8 kB.
  if [ "$POSTGRES_MAJOR" -lt 15 ]; then shared_memory=$((shared_memory / 128)); fi
}

check_memory() {
  local limit=${POSTGRES_MEMORY_LIMIT_MIB:-}
  if [ -n "$limit" ] && [ "$shared_memory" -ge "$limit" ]; then
    problem="The settings need $shared_memory MiB of shared memory, but the memory limit of the container postgres is $limit MiB:"
    problem+=" the server could not run. Lower shared_buffers (a quarter of the limit is usual) or max_connections, or raise the limit."
    return 1
  fi
}

# The host rules (pg_hba.conf) are read late in a start, just before the first look at the data. So a server with next to no memory is
# started on the trial: with good rules it comes as far as its startup process, which finds no data and ends.
check_host_rules() {
  local output config=$trial/postgresql.conf
  if [ "$POSTGRES_MAJOR" -ge 15 ]; then
    # All else was judged before, and the rules depend on these alone.
    config=$trial/rules.conf
    { grep -Ehi '^[[:space:]]*(ssl|krb|gss|oauth)' "$trial/postgresql.conf" "$trial/postgresql.auto.conf" || true; } >"$config"
    mv "$trial/postgresql.auto.conf" "$trial/kept.auto.conf"
  fi
  output=$(timeout -k 5 60 postgres -D "$trial" "${trial_options[@]}" -c config_file="$config" -c hba_file="$trial/pg_hba.conf" \
    -c listen_addresses= -c unix_socket_directories="$trial" -c shared_buffers=128kB -c huge_pages=off 2>&1 9>&-) || true
  if [ -e "$trial/kept.auto.conf" ]; then mv "$trial/kept.auto.conf" "$trial/postgresql.auto.conf"; fi
  if [[ $output != *'startup process (PID '* ]]; then
    refuse_settings "$output"
    return 1
  fi
}

# Makes one sentence of the server's complaints, with the places where the user can mend them.
refuse_settings() {
  local line complaint=''
  while IFS= read -r line; do
    case $line in
      *'skipping missing configuration file'* | *'starting PostgreSQL'* | *'listening on '* | *'database system is shut down'* | '') continue ;;
    esac
    if [[ $line =~ ^([A-Z]+: |postgres:)\ (.*) ]]; then line=${BASH_REMATCH[2]}; fi
    complaint+="${complaint:+; }${line%.}"
  done <<<"$1"
  complaint=${complaint//"$trial/postgresql.auto.conf"/"$PGDATA/postgresql.auto.conf"}
  complaint=${complaint//"$trial"/"$POSTGRES_SETTINGS"}
  problem="The server would not start with these settings: ${complaint:-it was stopped before it said anything (memory?)}."
}

# Puts the judged settings into data directory $1, each file complete or not at all.
install_settings() {
  local data=$1 name
  for name in postgresql.conf pg_hba.conf; do install_file "$trial/$name" "$data/$name" || return 1; done
}

install_file() {
  local source=$1 target=$2 complaint
  if cmp -s "$source" "$target"; then return 0; fi
  if ! complaint=$(
    { rm -f "$target.new" && (umask 0077 && cat "$source" >"$target.new") && sync "$target.new" && mv -f "$target.new" "$target"; } 2>&1
  ); then
    problem="The file $target could not be written: ${complaint##*: }."
    return 1
  fi
}
