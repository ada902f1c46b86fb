#!/usr/bin/env bash
# What every operator script shares: options, marks, and bounded calls of kubectl. Sourced, never run.
# Written for bash 3.2, which macOS still ships: no associative arrays, no mapfile, and an empty array
# is expanded as ${A[@]+"${A[@]}"}.
# shellcheck disable=SC2034 # the scripts that source this file use these variables

set -uo pipefail

# Text is taken apart byte by byte, and kubectl's messages are looked at in English.
export LC_ALL=C

SCRIPT_FOLDER=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
NAMESPACE=feaf-dashboard
NAME=feaf-postgres
SECRET=feaf-secrets
CLAIM=postgres-pvc
PORT=5432
FOLDER=''
CONTAINER=postgres
# The longest that one request to the cluster may take; apply-postgres.sh waits longer for the pod.
TIMEOUT=30
REQUEST_SECONDS=30
KUBECTL_OPTIONS=()
MANIFESTS='08-postgres-init-configmap.yaml 08-postgres-statefulset.yaml 09-postgres-service.yaml'

common_usage() {
  cat <<'USAGE'
Common options:
  --namespace NAME     namespace of the database (default feaf-dashboard)
  --name NAME          StatefulSet and Service (default feaf-postgres)
  --secret NAME        Secret with the credentials (default feaf-secrets)
  --claim NAME         PersistentVolumeClaim with the data (default postgres-pvc)
  --port NUMBER        port of the Service (default 5432)
  --folder FOLDER      folder of the manifests (default: the folder of this script when they lie there,
                       else ../dist/feaf-dashboard)
  --kubeconfig FILE    passed to kubectl
  --context NAME       passed to kubectl
  --timeout SECONDS    see above
  --help               this text
Exit code: 0 all is well, 1 it is not, 2 the options are wrong.
USAGE
}

# A mistake of the caller: one sentence, exit 2.
refuse_usage() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  printf 'Try: %s --help\n' "$0" >&2
  exit 2
}

# A failure that ends the script: one sentence, exit 1.
stop() {
  printf '  ✘ %s\n' "$1" >&2
  exit 1
}

mark_ok() { printf '  ✔ %s\n' "$1"; }
mark_failed() { printf '  ✘ %s\n' "$1"; }
mark_warning() { printf '  ! %s\n' "$1"; }

is_kubernetes_name() {
  [[ $1 =~ ^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$ ]]
}

is_positive_integer() {
  [[ $1 =~ ^[1-9][0-9]{0,7}$ ]]
}

# require_value OPTION [VALUE]: an option that stands last has no value.
require_value() {
  [ $# -ge 2 ] || refuse_usage "Option $1 needs a value."
}

require_kubernetes_name() {
  require_value "$@"
  is_kubernetes_name "$2" ||
    refuse_usage "Option $1 is \"$2\", which is no Kubernetes name: use lower-case letters, digits, '-' and '.'."
}

require_port() {
  require_value "$@"
  if ! is_positive_integer "$2" || [ "$2" -gt 65535 ]; then
    refuse_usage "Option $1 is \"$2\", which is no port: use a number from 1 to 65535."
  fi
}

# take_common_option OPTION [VALUE]...: sets CONSUMED to the number of words taken.
take_common_option() {
  CONSUMED=2
  case $1 in
    -h | --help) usage; common_usage; exit 0 ;;
    -n | --namespace) require_kubernetes_name "$@"; NAMESPACE=$2 ;;
    --name) require_kubernetes_name "$@"; NAME=$2 ;;
    --secret) require_kubernetes_name "$@"; SECRET=$2 ;;
    --claim) require_kubernetes_name "$@"; CLAIM=$2 ;;
    --port) require_port "$@"; PORT=$2 ;;
    --folder)
      require_value "$@"
      [ -d "$2" ] || refuse_usage "Option --folder is \"$2\", which is no folder."
      FOLDER=$2
      ;;
    --kubeconfig | --context)
      require_value "$@"
      [ -n "$2" ] || refuse_usage "Option $1 is empty: give a value or leave it out."
      KUBECTL_OPTIONS+=("$1" "$2")
      ;;
    --timeout)
      require_value "$@"
      is_positive_integer "$2" || refuse_usage "Option --timeout is \"$2\": use a whole number of seconds, 1 or more."
      TIMEOUT=$2
      ;;
    -*) refuse_usage "Option $1 is unknown." ;;
    *) refuse_usage "Argument \"$1\" is not expected." ;;
  esac
}

# split_option WORDS...: sets WORDS so that --option=value is two words. A password is never an option, so nothing
# secret passes here.
split_option() {
  WORDS=("$@")
  case $1 in
    --*=*) WORDS=("${1%%=*}" "${1#*=}" "${@:2}") ;;
  esac
}

# Files with what kubectl says on stderr, readable by the caller alone.
make_workspace() {
  umask 077
  WORKSPACE=$(mktemp -d "${TMPDIR:-/tmp}/cdk8s-postgres.XXXXXX") || stop "No temporary folder can be made in ${TMPDIR:-/tmp}."
  trap 'rm -rf "$WORKSPACE"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  : >"$WORKSPACE/stderr"
}

# bounded SECONDS COMMAND...: 124 when it had to be ended. macOS has no timeout command.
bounded() {
  local seconds=$1 process status
  shift
  "$@" <&0 &
  process=$!
  echo running >"$WORKSPACE/$process.running"
  sh -c "$END_AFTER" end-after "$seconds" "$process" "$WORKSPACE/$process" </dev/null >/dev/null 2>&1 &
  wait "$process" 2>/dev/null
  status=$?
  : >"$WORKSPACE/$process.running"
  if [ -e "$WORKSPACE/$process.ended" ]; then
    echo "no answer within $seconds s" >&2
    status=124
  fi
  return "$status"
}

# Looks each second whether there is still something to end. It is a program of its own, and not ended by a signal when there is
# nothing: a signal that arrives just after a fork would run the traps of the script itself, and remove its workspace.
# shellcheck disable=SC2016 # arguments of sh
END_AFTER='
  waited=0
  while [ "$waited" -lt "$1" ]; do
    sleep 1
    [ -s "$3.running" ] || exit 0
    waited=$((waited + 1))
  done
  : >"$3.ended"
  kill "$2"'

# kubectl in the namespace, bounded; its stderr is kept for explain.
kube() {
  bounded "$REQUEST_SECONDS" kubectl ${KUBECTL_OPTIONS[@]+"${KUBECTL_OPTIONS[@]}"} --namespace "$NAMESPACE" "$@" 2>"$WORKSPACE/stderr"
}

# kubectl in the namespace for as long as it takes: a dump of a large database may take hours.
kube_unbounded() {
  kubectl ${KUBECTL_OPTIONS[@]+"${KUBECTL_OPTIONS[@]}"} --namespace "$NAMESPACE" "$@" 2>"$WORKSPACE/stderr"
}

was_not_found() { grep -q '(NotFound)' "$WORKSPACE/stderr"; }
was_forbidden() { grep -q '(Forbidden)' "$WORKSPACE/stderr"; }

# Why the last call of kube failed, in one line: the first that names an error, or else the last that is no echo of the exit code.
explain() {
  local line said=''
  while IFS= read -r line; do
    case $line in
      '' | 'command terminated with exit code '* | 'Warning: '* | 'WARNING: '*) ;;
      *ERROR:* | *FATAL:* | *[Ee]rror*) said=$line; break ;;
      *) said=$line ;;
    esac
  done <"$WORKSPACE/stderr"
  said=${said:-kubectl gave no reason}
  printf '%s' "${said%[.?]}"
}

# The command line of kubectl as the user has to type it.
kubectl_command() {
  local word text=kubectl
  for word in ${KUBECTL_OPTIONS[@]+"${KUBECTL_OPTIONS[@]}"} "$@"; do
    text="$text $(printf '%q' "$word")"
  done
  printf '%s' "$text"
}

# script_command NAME ARGUMENTS...: a script of this folder with the options that differ from the defaults.
script_command() {
  local text word
  text=$(printf '%q' "$SCRIPT_FOLDER/$1")
  shift
  [ "$NAMESPACE" = feaf-dashboard ] || set -- "$@" --namespace "$NAMESPACE"
  [ "$NAME" = feaf-postgres ] || set -- "$@" --name "$NAME"
  [ "$SECRET" = feaf-secrets ] || set -- "$@" --secret "$SECRET"
  [ "$CLAIM" = postgres-pvc ] || set -- "$@" --claim "$CLAIM"
  [ "$PORT" = 5432 ] || set -- "$@" --port "$PORT"
  for word in ${KUBECTL_OPTIONS[@]+"${KUBECTL_OPTIONS[@]}"} "$@"; do
    text="$text $(printf '%q' "$word")"
  done
  printf '%s' "$text"
}

find_folder() {
  [ -z "$FOLDER" ] || return 0
  if [ -f "$SCRIPT_FOLDER/08-postgres-statefulset.yaml" ]; then
    FOLDER=$SCRIPT_FOLDER
  else
    FOLDER=$(dirname "$SCRIPT_FOLDER")/dist/feaf-dashboard
  fi
}

# Is there a kubectl, and does the cluster answer? Sets REASON when not, SERVER_VERSION when so.
reach_cluster() {
  if ! command -v kubectl >/dev/null 2>&1; then
    REASON='kubectl is not on the PATH. Install it: https://kubernetes.io/docs/tasks/tools/'
    return 1
  fi
  if ! SERVER_VERSION=$(kube get --raw /version); then
    REASON="The cluster does not answer: $(explain). Look at: $(kubectl_command config get-contexts)"
    return 1
  fi
  SERVER_VERSION=$(printf '%s' "$SERVER_VERSION" | sed -n 's/.*"gitVersion": *"\([^"]*\)".*/\1/p')
}
