#!/usr/bin/env bash
# The checks of verify-postgres.sh that ask the database itself, its log and its use of resources. Sourced, never run.
# shellcheck disable=SC2153 # variables come from the scripts that source this file

# skip_without_pod: the checks inside the pod need its postgres container, and user and database from the Secret.
skip_without_pod() {
  if [ "$POD_USABLE" = no ]; then
    found skipped "Not made, because container $CONTAINER of pod $NAME-0 does not run."
  elif [ "$SECRET_USABLE" = no ]; then
    found skipped "Not made, because Secret $SECRET does not say which user and database."
  else
    return 1
  fi
}

check_connectivity() {
  begin_check connectivity 'Database connectivity'
  skip_without_pod && return
  if in_pod pg_isready -q -h 127.0.0.1 -p "$PORT" -U "$SECRET_USER" -d "$SECRET_DATABASE" -t 5; then
    found ok 'The server accepts connections.'
  else
    # kubectl passes on the exit code of pg_isready, and has an own 1.
    case $(sed -n 's/^command terminated with exit code //p' "$WORKSPACE/stderr") in
      1) found failed 'The server rejects connections: it is starting up, recovering or shutting down.' ;;
      2) found failed "The server does not answer on port $PORT." ;;
      *) found failed "pg_isready could not be run: $(explain)." ;;
    esac
    return
  fi
  if [ -z "$SECRET_PASSWORD" ]; then
    found failed 'No login was tried: the Secret has no password.'
  elif log_in_over_network; then
    found ok "User $SECRET_USER logs in to database $SECRET_DATABASE over the network with the password of the Secret."
  else
    cp "$WORKSPACE/stderr" "$WORKSPACE/refusals"
    found failed "User $SECRET_USER cannot log in to database $SECRET_DATABASE over the network with the password of the Secret: $(explain). \
A password that was just changed is taken over within two minutes."
    own_refusals
  fi
}

# A refused login is a FATAL line in the log, and the log check of a later run would blame it on somebody. So own up to it there.
own_refusals() {
  local answer quote="'"
  while IFS= read -r answer; do
    query "DO \$verify\$ BEGIN RAISE LOG '$OWN_REFUSAL%', '${answer//$quote/$quote$quote}'; END \$verify\$" >/dev/null
  done < <(sed -n 's/.*FATAL:  *//p' "$WORKSPACE/refusals")
}
OWN_REFUSAL='verify-postgres.sh was answered: '

check_queries() {
  local answer
  begin_check queries 'Query execution'
  skip_without_pod && return
  if answer=$(query 'SELECT version()'); then
    found ok "Reading: $answer."
  else
    found failed "Reading fails: $(explain)."
    return
  fi
  answer=$(query 'CREATE TEMPORARY TABLE verification (number integer); INSERT INTO verification SELECT generate_series(1, 10);
    SELECT sum(number) FROM verification')
  if [ "$answer" = 55 ]; then
    found ok 'Writing: a temporary table took ten rows and gave them back.'
  else
    found failed "Writing fails: $(explain)."
  fi
}

check_settings() {
  local file names role
  begin_check settings 'Settings'
  skip_without_pod && return
  # shellcheck disable=SC2016 # PGDATA is the pod's
  if ! file=$(in_pod sh -c 'cat "$PGDATA/postgresql.auto.conf"'); then
    found warning "postgresql.auto.conf cannot be read: $(explain)."
  else
    names=$(printf '%s\n' "$file" | sed -n 's/^[[:space:]]*\([A-Za-z_][A-Za-z0-9_.]*\)[[:space:]=].*/\1/p' | sort -u | tr '\n' ' ')
    if [ -z "$names" ]; then
      found ok 'postgresql.auto.conf is empty: the manifests say it all.'
    else
      found warning "Set by ALTER SYSTEM, which outlives every change of the manifests: ${names% }. Undo one with: ALTER SYSTEM RESET name"
    fi
  fi
  # Only a superuser sees all settings, and the application's user is none where the manifests are ours.
  role=$(query "SELECT coalesce((SELECT rolname FROM pg_roles WHERE rolname = 'postgres' AND rolsuper AND rolcanlogin), current_user)")
  if ! names=$(query_as "${role:-$SECRET_USER}" 'SELECT name FROM pg_settings WHERE pending_restart ORDER BY name'); then
    found warning "Settings that wait for a restart cannot be read: $(explain)."
  elif [ -z "$names" ]; then
    found ok 'No setting waits for a restart.'
  else
    found warning "Waiting for a restart of the server: $(printf '%s' "$names" | tr '\n' ' ')."
  fi
}

check_resources() {
  local usage name processor memory
  begin_check resources 'Resource usage'
  if [ "$POD_USABLE" = no ]; then
    found skipped "Not made, because container $CONTAINER of pod $NAME-0 does not run."
  elif ! usage=$(kube top pod "$POD" --containers --no-headers); then
    found warning "It cannot be read: $(explain). Is metrics-server installed?"
  else
    while read -r _ name processor memory; do
      [ -z "$name" ] || found ok "Container $name uses $processor CPU and $memory memory."
    done < <(printf '%s\n' "$usage")
  fi
}

# The severity of a line is the first that stands in it; a later one is part of somebody's statement. A line that begins
# with a tab continues the one before.
fatal_lines() {
  awk -v own="$OWN_REFUSAL" '
    function ends_with(line, text) { return substr(line, length(line) - length(text) + 1) == text }
    /^\t/ { next }
    match($0, /(DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|CONTEXT|STATEMENT|QUERY|LOCATION):  /) {
      severity = substr($0, RSTART, RLENGTH - 3)
      text = substr($0, RSTART + RLENGTH)
      if (severity == "LOG" && index(text, own) == 1) {
        text = substr(text, length(own) + 1)
        for (i = number; i > 0 && !ends_with(lines[i], text); i--);
        if (i > 0) lines[i] = ""
      }
      if (severity != "FATAL" && severity != "PANIC") next
      if (text ~ /^the database system is (starting up|not yet accepting connections)/) next
      lines[++number] = $0
    }
    END { for (i = 1; i <= number; i++) if (lines[i] != "") print lines[i] }'
}

# Read before the login is tried, so that a refused login of this script is not counted as well.
read_log() {
  FATAL_LINES='' LOG_FAILED=''
  [ "$POD_USABLE" = yes ] || return
  FATAL_LINES=$(kube logs "$POD" --container "$CONTAINER" ${SINCE:+"--since=$SINCE"} | fatal_lines) || LOG_FAILED=$(explain)
}

check_log() {
  local number line
  begin_check log 'Log errors'
  if [ "$POD_USABLE" = no ]; then
    found skipped "Not made, because container $CONTAINER of pod $NAME-0 does not run."
    return
  elif [ -n "$LOG_FAILED" ]; then
    found failed "The log cannot be read: $LOG_FAILED."
    return
  fi
  if [ -z "$FATAL_LINES" ]; then
    if [ -n "$SINCE" ]; then found ok "No FATAL or PANIC in the last $SINCE."; else found ok 'No FATAL or PANIC since the container started.'; fi
    return
  fi
  number=$(printf '%s\n' "$FATAL_LINES" | wc -l | tr -d ' ')
  found failed "$number line(s) say FATAL or PANIC; the last ones follow. Use --since 10m to see only what is recent."
  while IFS= read -r line; do
    found failed "$line"
  done < <(printf '%s\n' "$FATAL_LINES" | tail -n 5)
}
