#!/usr/bin/env bash
# Checks that the database is there, configured as it should be, and answers. It changes nothing, but writes
# to a temporary table, and to the log when it is refused.

# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-credentials.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-credentials.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-pod.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-pod.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-checks.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-checks.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-database.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-database.sh" || exit 1

STRICT=no
SINCE=''
POD_USABLE=no
SECRET_USABLE=no

usage() {
  cat <<'USAGE'
Usage: verify-postgres.sh [options]

Checks the cluster, namespace, Secret, StatefulSet, pod, Service, PersistentVolumeClaim, connectivity (over the network,
with the password of the Secret), queries (a read and a write), settings, resource usage, and the log (FATAL and PANIC
since the postgres container started, without those that say the server is starting up).

  --output text|json   for people (default) or for machines
  --strict             a warning is a failure
  --since DURATION     look only at the log of this time, such as 10m or 2h, not since the container started
  --timeout SECONDS    the longest that one request to the cluster may take (default 30)
USAGE
}

check_cluster() {
  begin_check cluster 'Cluster'
  if ! reach_cluster; then
    found failed "$REASON"
    finish
  fi
  found ok "It answers (Kubernetes $SERVER_VERSION)."
}

check_namespace() {
  local state
  begin_check namespace 'Namespace'
  if state=$(kube get namespace "$NAMESPACE" -o go-template='{{.status.phase}}'); then
    if [ "$state" = Active ]; then found ok "$NAMESPACE exists."; else found failed "$NAMESPACE is $state."; fi
  elif was_not_found; then
    found failed "$NAMESPACE does not exist. Create it: $(kubectl_command create namespace "$NAMESPACE")"
  elif was_forbidden; then
    found warning "$NAMESPACE cannot be looked at: $(explain)."
  else
    found failed "$NAMESPACE cannot be read: $(explain)."
  fi
}

check_secret() {
  local problem
  begin_check secret 'Secret'
  if ! read_secret; then
    if was_not_found; then
      found failed "$SECRET does not exist. Create it: $(script_command create-credentials.sh)"
    else
      found failed "$SECRET cannot be read: $(explain)."
    fi
    return
  fi
  [ -z "$SECRET_USER" ] || [ -z "$SECRET_DATABASE" ] || SECRET_USABLE=yes
  examine_secret
  for problem in ${SECRET_PROBLEMS[@]+"${SECRET_PROBLEMS[@]}"}; do
    found failed "$SECRET: $problem"
  done
  [ ${#SECRET_PROBLEMS[@]} -gt 0 ] || found ok "$SECRET has its four keys, and DATABASE_URL agrees with them."
}

check_statefulset() {
  begin_check statefulset 'StatefulSet'
  SET_REVISION=''
  if ! read_statefulset; then
    found failed "$NAME cannot be read: $(explain)."
  elif [ "$SET_REPLICAS" = 0 ]; then
    found failed "$NAME is scaled to 0. Start it: $(kubectl_command scale statefulset "$NAME" -n "$NAMESPACE" --replicas=1)"
  elif [ "$SET_OBSERVED" -lt "$SET_GENERATION" ]; then
    found failed "$NAME was changed, and the controller has not seen the change yet."
  elif [ "$SET_READY" != "$SET_REPLICAS" ]; then
    found failed "$NAME has $SET_READY of $SET_REPLICAS pods ready."
  else
    found ok "$NAME has $SET_READY of $SET_REPLICAS pods ready."
  fi
}

check_pod() {
  local hint
  begin_check pod 'Pod'
  if ! read_pod; then
    found failed "$POD cannot be read: $(explain)."
    return
  fi
  hint=$(kubectl_command describe pod "$POD" -n "$NAMESPACE")
  if [ "$POD_READY" = True ] && [ -z "$POD_DELETING" ]; then
    found ok "$POD is ready: $(describe_pod)."
  else
    found failed "$POD is not ready: $(describe_pod). Look at: $hint"
  fi
  if [ -n "$SET_REVISION" ] && [ "$POD_REVISION" != "$SET_REVISION" ]; then
    found failed "$POD is of revision $POD_REVISION, the StatefulSet wants $SET_REVISION."
  fi
  case $POD_CONTAINERS in
    *'|OOMKilled'*) found warning "A container of $POD was ended for want of memory (OOMKilled). Look at: $hint" ;;
  esac
  # One that is not ready is still asked, so that the reason is seen; one that does not run has no answer.
  [[ $'\n'$POD_CONTAINERS != *$'\n'"main|$CONTAINER|"*'|running|'* ]] || POD_USABLE=yes
}

# One line for the Service, then one per endpoint: object, ready or not, address.
# shellcheck disable=SC2016 # a go-template has variables of its own
SERVICE_TEMPLATE='{{.spec.type}}|{{.spec.clusterIP}}|{{range .spec.ports}}{{.port}} {{end}}|{{range $key, $value := .spec.selector}}{{$key}}={{$value}} {{end}}'
# shellcheck disable=SC2016 # a go-template has variables of its own
ENDPOINTS_TEMPLATE='{{range .items}}{{$family := .addressType}}{{range .endpoints}}{{with .targetRef}}{{.name}}{{end}}|{{.conditions.ready}}|{{index .addresses 0}}|{{$family}}{{"\n"}}{{end}}{{end}}'

check_service() {
  local line type address ports selector endpoints object ready rest own=no others=''
  begin_check service 'Service'
  if ! line=$(kube get service "$NAME" -o go-template="$SERVICE_TEMPLATE"); then
    found failed "$NAME cannot be read: $(explain)."
    return
  fi
  IFS='|' read -r type address ports selector < <(printf '%s\n' "$line")
  if [ "$type" = ClusterIP ] && [ "$address" = None ]; then
    found ok "$NAME is headless."
  else
    found failed "$NAME is of type $type with the address $address; it must be ClusterIP and None (headless)."
  fi
  if [[ " $ports" == *" $PORT "* ]]; then found ok "Its port is $PORT."; else found failed "It has no port $PORT, only: $ports"; fi
  if ! endpoints=$(kube get endpointslices -l "kubernetes.io/service-name=$NAME" -o go-template="$ENDPOINTS_TEMPLATE"); then
    found failed "Its endpoints cannot be read: $(explain)."
    return
  fi
  while IFS='|' read -r object ready rest; do
    if [ "$object" = "$NAME-0" ]; then
      [ "$ready" != true ] || own=yes
    elif [ -n "$object$rest" ]; then
      others="$others ${object:-${rest%%|*}}"
    fi
  done < <(printf '%s\n' "$endpoints")
  if [ "$own" = yes ]; then
    found ok "It leads to pod $NAME-0 (selector ${selector% })."
  elif [ -n "$endpoints" ]; then
    found failed "It does not lead to pod $NAME-0, which is not ready or not selected by \"${selector% }\"."
  else
    found failed "It leads nowhere: its selector \"${selector% }\" matches no pod. Look at: $(kubectl_command get pods -n "$NAMESPACE" --show-labels)"
  fi
  [ -z "$others" ] || found failed "It also leads to what is not the database:$others."
}

check_claim() {
  local line phase volume size deleting resizing
  begin_check claim 'PersistentVolumeClaim'
  if ! line=$(kube get persistentvolumeclaim "$CLAIM" -o go-template='{{.status.phase}}|{{.spec.volumeName}}|{{with .status.capacity}}{{.storage}}{{end}}|{{with .metadata.deletionTimestamp}}{{.}}{{end}}|{{range .status.conditions}}{{.type}} {{end}}'); then
    found failed "$CLAIM cannot be read: $(explain)."
    return
  fi
  IFS='|' read -r phase volume size deleting resizing < <(printf '%s\n' "$line")
  if [ "$phase" = Bound ]; then
    found ok "$CLAIM is bound to $volume ($size)."
  else
    found failed "$CLAIM is $phase. Look at: $(kubectl_command describe pvc "$CLAIM" -n "$NAMESPACE")"
  fi
  [ -z "$deleting" ] || found failed "$CLAIM is being deleted since $deleting: it goes as soon as the pod ends, and the data with it unless its volume is retained. Back it up now."
  [ -z "$resizing" ] || found warning "$CLAIM is being resized: ${resizing% }."
  if [ -n "$POD_CLAIMS" ] && [[ "$POD_CLAIMS " != *" $CLAIM "* ]]; then
    found failed "Pod $POD does not use $CLAIM, but:$POD_CLAIMS."
  fi
}

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
  answer=$(query 'CREATE TEMPORARY TABLE verification (number integer); INSERT INTO verification SELECT generate_series(1, 10); SELECT sum(number) FROM verification')
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

while [ $# -gt 0 ]; do
  split_option "$@"; set -- "${WORDS[@]}"
  case $1 in
    --strict) STRICT=yes; shift ;;
    --output)
      require_value "$@"
      [ "$2" = text ] || [ "$2" = json ] || refuse_usage "Option --output is \"$2\": use text or json."
      OUTPUT=$2
      shift 2
      ;;
    --since)
      require_value "$@"
      [[ $2 =~ ^([0-9]+[smh])+$ ]] || refuse_usage "Option --since is \"$2\": use a duration such as 10m or 2h."
      SINCE=$2
      shift 2
      ;;
    *) take_common_option "$@"; shift "$CONSUMED" ;;
  esac
done
# shellcheck disable=SC2034 # read in common.sh
REQUEST_SECONDS=$TIMEOUT
make_workspace
check_cluster
check_namespace
check_secret
check_statefulset
check_pod
check_service
check_claim
read_log
check_connectivity
check_queries
check_settings
check_resources
check_log
finish
