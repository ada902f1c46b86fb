#!/usr/bin/env bash
# Deploys the database in six steps. Nothing is changed before everything that must exist is known to exist.

# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-credentials.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-credentials.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-pod.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-pod.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-prerequisites.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-prerequisites.sh" || exit 1

TIMEOUT=300
POLL_SECONDS=2

usage() {
  cat <<'USAGE'
Usage: apply-postgres.sh [options]

1. verifies the prerequisites: cluster, manifests, namespace, Secret, claim; stops here when one is missing
2. applies the ConfigMap with the initialisation scripts
3. deploys the StatefulSet
4. creates the Service
5. waits for the pod to be ready, at most --timeout seconds (default 300), and says why when it is not
6. displays the status
Running it again changes only what differs.
USAGE
}

# apply_manifest TITLE FILE: one line per object: created, configured or unchanged.
apply_manifest() {
  local said line
  printf '%s\n' "$1"
  if ! said=$(kube apply -f "$FOLDER/$2"); then
    [ -z "$said" ] || printf '%s\n' "$said" | sed 's/^/    /'
    stop "$2 was not applied: $(explain). The steps before it were."
  fi
  while IFS= read -r line; do
    mark_ok "$line"
  done < <(printf '%s\n' "$said")
}

# Sets STATE to what is to be seen now; succeeds when the pod of the newest revision is ready.
look_at_pod() {
  STATE=''
  POD_PHASE='' POD_CONTAINERS=''
  if ! read_statefulset; then
    STATE="StatefulSet $NAME cannot be read: $(explain)"
    if was_not_found; then
      STATE="the manifests make no StatefulSet $NAME; give the name they have with --name"
      HOPELESS=yes
    fi
    return 1
  fi
  if [ "$SET_OBSERVED" -lt "$SET_GENERATION" ]; then
    STATE='the controller has not seen the StatefulSet yet'
    return 1
  fi
  if [ "$SET_REPLICAS" = 0 ]; then
    STATE="the StatefulSet is scaled to 0; start it with: $(kubectl_command scale statefulset "$NAME" -n "$NAMESPACE" --replicas=1)"
    HOPELESS=yes
    return 1
  fi
  if ! read_pod; then
    STATE="pod $POD: $(explain)"
    return 1
  fi
  STATE="pod $POD: $(describe_pod)"
  if [ "$POD_REVISION" != "$SET_REVISION" ] && [ "$SET_STRATEGY" != OnDelete ]; then
    STATE="$STATE (of the revision before)"
    return 1
  fi
  [ "$POD_READY" = True ] && [ -z "$POD_DELETING" ]
}

# Is there no point in waiting? Restarts before this run do not count: what caused them may just have been put right.
is_hopeless() {
  case $POD_CONTAINERS in
    *'|InvalidImageName|'* | *'|ErrImageNeverPull|'*) return 0 ;;
  esac
  [ "$HOPELESS" = yes ] || [ "$(crashing_restarts)" -ge $((RESTARTS_BEFORE + 3)) ]
}

fail_waiting() {
  mark_failed "$1"
  explain_pod
  if [ -n "$POD_PHASE" ] && [ "$POD_REVISION" != "$SET_REVISION" ]; then
    printf '    The pod is of the revision before and is not replaced while it is not ready. Replace it: %s\n' \
      "$(kubectl_command delete pod "$POD" -n "$NAMESPACE")"
  fi
  exit 1
}

wait_for_pod() {
  local begin=$SECONDS shown='' shown_at=0 waited
  printf '5/6 Waiting for pod %s-0 to be ready (at most %s s)\n' "$NAME" "$TIMEOUT"
  SET_REVISION='' RESTARTS_BEFORE='' HOPELESS=no
  while ! look_at_pod; do
    waited=$((SECONDS - begin))
    [ -n "$RESTARTS_BEFORE" ] || RESTARTS_BEFORE=$(crashing_restarts)
    if [ "$STATE" != "$shown" ] || [ $((waited - shown_at)) -ge 15 ]; then
      printf '    %3d s  %s\n' "$waited" "$STATE"
      shown=$STATE
      shown_at=$waited
    fi
    is_hopeless && fail_waiting "Waiting longer is of no use: $STATE."
    [ "$waited" -lt "$TIMEOUT" ] || fail_waiting "Not ready after $TIMEOUT s: $STATE."
    sleep "$POLL_SECONDS"
  done
  mark_ok "$STATE."
  if [ "$POD_REVISION" != "$SET_REVISION" ]; then
    mark_warning "The pod is of the revision before, since the StatefulSet updates OnDelete: $(kubectl_command delete pod "$POD" -n "$NAMESPACE")"
  fi
}

display_status() {
  printf '6/6 Status\n'
  kube get "statefulset/$NAME" "pod/$POD" "service/$NAME" "persistentvolumeclaim/$CLAIM" 2>&1 | sed 's/^/    /'
  mark_ok "Host $NAME.$NAMESPACE.svc.cluster.local, port $PORT, database $SECRET_DATABASE, user $SECRET_USER, URI in DATABASE_URL of Secret $SECRET."
  mark_ok "Verify it: $(script_command verify-postgres.sh)"
}

while [ $# -gt 0 ]; do
  split_option "$@"; set -- "${WORDS[@]}"
  take_common_option "$@"
  shift "$CONSUMED"
done
find_folder
make_workspace
verify_prerequisites
apply_manifest '2/6 Initialisation scripts' 08-postgres-init-configmap.yaml
apply_manifest '3/6 StatefulSet' 08-postgres-statefulset.yaml
apply_manifest '4/6 Service' 09-postgres-service.yaml
wait_for_pod
display_status
