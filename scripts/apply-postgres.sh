#!/usr/bin/env bash
# Deploys the database in six steps. Nothing is changed before everything that must exist is known to exist.

# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-credentials.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-credentials.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-pod.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-pod.sh" || exit 1

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

FAILED=no
missing() { mark_failed "$1"; FAILED=yes; }
unchanged_stop() { stop "Nothing was changed.${1:+ $1}"; }

# is_declared_in FILE TEXT...: does a prerequisite manifest make just what is missing?
is_declared_in() {
  local file=$FOLDER/prerequisites/$1 text
  shift
  for text in "$@"; do
    grep -qE "^ *$text\$" "$file" 2>/dev/null || return 1
  done
}

check_manifests() {
  local file absent=''
  for file in $MANIFESTS; do
    [ -r "$FOLDER/$file" ] || absent="$absent $file"
  done
  if [ -n "$absent" ]; then
    missing "Manifests are missing in $FOLDER:$absent. Write them with: npm run synth; or name their folder with --folder."
    return
  fi
  mark_ok "Manifests are in $FOLDER."
}

check_namespace() {
  local state command
  command=$(kubectl_command create namespace "$NAMESPACE")
  is_declared_in namespace.yaml "name: $NAMESPACE" && command=$(kubectl_command apply -k "$FOLDER/prerequisites")
  if ! state=$(kube get namespace "$NAMESPACE" -o go-template='{{.status.phase}}'); then
    # Who may work in one namespace only may not be allowed to look at it.
    if was_forbidden; then mark_warning "Namespace $NAMESPACE cannot be looked at: $(explain)."; return; fi
    if was_not_found; then
      NAMESPACE_MISSING=yes
      missing "Namespace $NAMESPACE does not exist. Create it: $command"
    else
      missing "Namespace $NAMESPACE cannot be read: $(explain)."
    fi
  elif [ "$state" != Active ]; then
    missing "Namespace $NAMESPACE is $state. Wait until it is gone, then create it: $command"
  else
    mark_ok "Namespace $NAMESPACE exists."
  fi
}

check_secret() {
  local problem command
  command=$(script_command create-credentials.sh)
  if ! read_secret; then
    if was_not_found; then
      missing "Secret $SECRET does not exist in namespace $NAMESPACE. Create it: $command"
    else
      missing "Secret $SECRET cannot be read: $(explain)."
    fi
    return
  fi
  examine_secret
  for problem in ${SECRET_PROBLEMS[@]+"${SECRET_PROBLEMS[@]}"}; do
    missing "Secret $SECRET: $problem"
  done
  if [ ${#SECRET_PROBLEMS[@]} -gt 0 ]; then
    printf '    Make its values anew: %s\n' "$(script_command create-credentials.sh --force)"
  else
    mark_ok "Secret $SECRET has its four keys, and they agree."
  fi
}

# binding_mode CLASS: how the class binds; the newest default class for a claim that names none, as Kubernetes does.
binding_mode() {
  local template
  if [ -n "$1" ]; then
    kube get storageclass "$1" -o go-template='{{.metadata.name}} {{.volumeBindingMode}}'
    return
  fi
  template='{{range .items}}{{with .metadata.annotations}}{{if eq (print (index . "storageclass.kubernetes.io/is-default-class")) "true"}}default{{end}}{{end}} {{.metadata.name}} {{.volumeBindingMode}}{{"\n"}}{{end}}'
  kube get storageclass --sort-by=.metadata.creationTimestamp -o go-template="$template" | sed -n 's/^default //p' | tail -n 1
}

claim_command() {
  if is_declared_in persistent-volume-claim.yaml "name: $CLAIM" "namespace: $NAMESPACE"; then
    kubectl_command apply -k "$FOLDER/prerequisites"
  else
    printf 'apply a PersistentVolumeClaim of that name in namespace %s.' "$NAMESPACE"
  fi
}

check_claim() {
  local state phase class deleting
  if ! state=$(kube get persistentvolumeclaim "$CLAIM" -o go-template='{{.status.phase}}|{{.spec.storageClassName}}|{{with .metadata.deletionTimestamp}}{{.}}{{end}}'); then
    if was_not_found; then
      missing "PersistentVolumeClaim $CLAIM does not exist in namespace $NAMESPACE. Create it: $(claim_command)"
    else
      missing "PersistentVolumeClaim $CLAIM cannot be read: $(explain)."
    fi
    return
  fi
  IFS='|' read -r phase class deleting < <(printf '%s\n' "$state")
  if [ -n "$deleting" ]; then
    missing "PersistentVolumeClaim $CLAIM is being deleted since $deleting. Once it is gone, create it: $(claim_command)"
    return
  fi
  case $phase in
    Bound) mark_ok "PersistentVolumeClaim $CLAIM is bound." ;;
    Pending) check_pending_claim "$class" ;;
    *) missing "PersistentVolumeClaim $CLAIM is $phase: its volume is gone. Look at: $(kubectl_command describe pvc "$CLAIM" -n "$NAMESPACE")" ;;
  esac
}

# A Pending claim is no obstacle when its class waits for the first pod that uses it.
check_pending_claim() {
  local class=$1 mode describe
  describe=$(kubectl_command describe pvc "$CLAIM" -n "$NAMESPACE")
  if [ -z "$class" ]; then
    missing "PersistentVolumeClaim $CLAIM is Pending: it asks for no class (storageClassName: \"\"), so a volume must be made by hand. Look at: $describe"
    return
  fi
  [ "$class" != '<no value>' ] || class=''
  if ! mode=$(binding_mode "$class"); then
    if was_forbidden; then
      mark_warning "PersistentVolumeClaim $CLAIM is Pending, and its class cannot be looked at; it may bind when the pod starts."
    elif was_not_found; then
      missing "PersistentVolumeClaim $CLAIM is Pending: its StorageClass $class does not exist. Choose one of: $(kubectl_command get storageclass)"
    else
      missing "PersistentVolumeClaim $CLAIM is Pending, and its StorageClass cannot be read: $(explain)."
    fi
    return
  fi
  case $mode in
    '') missing "PersistentVolumeClaim $CLAIM is Pending: it names no StorageClass, and the cluster has no default one. Look at: $(kubectl_command get storageclass)" ;;
    *' WaitForFirstConsumer') mark_ok "PersistentVolumeClaim $CLAIM is Pending until its first pod starts (StorageClass ${mode% *})." ;;
    *) missing "PersistentVolumeClaim $CLAIM is Pending, though its StorageClass ${mode% *} binds at once: no volume was made. Look at: $describe" ;;
  esac
}

# The server says what it would refuse, admission and immutable fields included, before anything is changed.
check_acceptance() {
  local file
  set --
  for file in $MANIFESTS; do set -- "$@" -f "$FOLDER/$file"; done
  if [ "$NAMESPACE_MISSING" = yes ] || [ ! -r "$FOLDER/08-postgres-statefulset.yaml" ]; then
    mark_warning 'The server was not asked whether it accepts the manifests, because of the above.'
  elif kube apply --dry-run=server "$@" >/dev/null; then
    mark_ok 'The server accepts the manifests (dry run).'
  else
    missing 'The server refuses the manifests:'
    grep -v '^$' "$WORKSPACE/stderr" | sed 's/^/      /'
  fi
}

verify_prerequisites() {
  printf '1/6 Prerequisites\n'
  if ! reach_cluster; then
    mark_failed "$REASON"
    unchanged_stop
  fi
  mark_ok "The cluster answers (Kubernetes $SERVER_VERSION)."
  NAMESPACE_MISSING=no
  check_manifests
  check_namespace
  if [ "$NAMESPACE_MISSING" = no ]; then
    check_secret
    check_claim
  else
    missing "Secret $SECRET does not exist either. After the namespace, create it: $(script_command create-credentials.sh)"
    missing "PersistentVolumeClaim $CLAIM does not exist either. After the namespace, create it: $(claim_command)"
  fi
  check_acceptance
  [ "$FAILED" = no ] || unchanged_stop 'Run the commands above, then this script again.'
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
