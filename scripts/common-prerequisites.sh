#!/usr/bin/env bash
# The first step of apply-postgres.sh: what must exist before anything is changed, and the command that creates what is missing.
# Sourced, never run.
# shellcheck disable=SC2153 # variables come from the scripts that source this file

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
  template='{{range .items}}'
  template=$template'{{with .metadata.annotations}}{{with index . "storageclass.kubernetes.io/is-default-class"}}{{if eq . "true"}}default{{end}}'
  template=$template'{{end}}{{end}} {{.metadata.name}} {{.volumeBindingMode}}{{"\n"}}{{end}}'
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
  if ! state=$(kube get persistentvolumeclaim "$CLAIM" \
    -o go-template='{{.status.phase}}|{{.spec.storageClassName}}|{{with .metadata.deletionTimestamp}}{{.}}{{end}}'); then
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
    missing "PersistentVolumeClaim $CLAIM is Pending: it asks for no class (storageClassName: \"\"), so a volume must be made by hand. \
Look at: $describe"
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
    '') missing "PersistentVolumeClaim $CLAIM is Pending: it names no StorageClass, and the cluster has no default one. \
Look at: $(kubectl_command get storageclass)" ;;
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
    grep -v '^$' "$WORKSPACE/stderr" | uniq | sed 's/^/      /'
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
