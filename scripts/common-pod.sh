#!/usr/bin/env bash
# What the StatefulSet and its pod are doing, and why. Sourced, never run.
# shellcheck disable=SC2034,SC2153,SC2016 # variables go to and come from the scripts that source this file; a go-template has its own

# One line per fact; '|' stands in no name, and messages come last on their line.
STATEFULSET_TEMPLATE='{{.metadata.generation}}|{{with .status.observedGeneration}}{{.}}{{else}}0{{end}}|{{.spec.replicas}}|'\
'{{with .status.readyReplicas}}{{.}}{{else}}0{{end}}|{{with .status.updateRevision}}{{.}}{{end}}|{{.spec.updateStrategy.type}}'

CONTAINER_TEMPLATE='{{.name}}|{{.ready}}|{{.restartCount}}|'\
'{{range $state, $detail := .state}}{{$state}}|{{with $detail.reason}}{{.}}{{end}}|{{with $detail.exitCode}}{{.}}{{end}}{{else}}||{{end}}|'\
'{{range $state, $detail := .lastState}}{{with $detail.reason}}{{.}}{{end}}{{end}}'

POD_TEMPLATE='pod|{{.status.phase}}|{{with .status.podIP}}{{.}}{{end}}|'\
'{{with .metadata.labels}}{{with index . "controller-revision-hash"}}{{.}}{{end}}{{end}}|'\
'{{with .metadata.deletionTimestamp}}{{.}}{{end}}|{{with .status.reason}}{{.}}{{end}}|{{.metadata.uid}}
{{range .status.conditions}}condition|{{.type}}|{{.status}}|{{with .reason}}{{.}}{{end}}|{{with .message}}{{printf "%q" .}}{{end}}
{{end}}{{range .status.initContainerStatuses}}container|init|'"$CONTAINER_TEMPLATE"'
{{end}}{{range .status.containerStatuses}}container|main|'"$CONTAINER_TEMPLATE"'
{{end}}{{range .spec.volumes}}{{with .persistentVolumeClaim}}claim|{{.claimName}}
{{end}}{{end}}'

# read_statefulset: sets SET_*; fails as kubectl does.
read_statefulset() {
  local line
  line=$(kube get statefulset "$NAME" -o go-template="$STATEFULSET_TEMPLATE") || return 1
  IFS='|' read -r SET_GENERATION SET_OBSERVED SET_REPLICAS SET_READY SET_REVISION SET_STRATEGY < <(printf '%s\n' "$line")
}

# read_pod: sets POD_*; fails as kubectl does. POD_CONTAINERS is one line per container:
# kind|name|ready|restarts|state|reason|exit code|reason of the last end
read_pod() {
  local lines kind rest type status reason message
  POD=$NAME-0
  POD_PHASE='' POD_IP='' POD_REVISION='' POD_DELETING='' POD_REASON='' POD_UID='' POD_READY=False POD_UNSCHEDULED='' POD_CONTAINERS='' POD_CLAIMS=''
  lines=$(kube get pod "$POD" -o go-template="$POD_TEMPLATE") || return 1
  while IFS='|' read -r kind rest; do
    case $kind in
      pod) IFS='|' read -r POD_PHASE POD_IP POD_REVISION POD_DELETING POD_REASON POD_UID < <(printf '%s\n' "$rest") ;;
      condition)
        IFS='|' read -r type status reason message < <(printf '%s\n' "$rest")
        case $type/$status in
          Ready/*) POD_READY=$status ;;
          PodScheduled/False) message=${message#\"} POD_UNSCHEDULED=${message%\"} ;;
        esac
        ;;
      container) POD_CONTAINERS=$POD_CONTAINERS$rest$'\n' ;;
      claim) POD_CLAIMS="$POD_CLAIMS $rest" ;;
    esac
  done < <(printf '%s\n' "$lines")
}

# describe_container NAME READY RESTARTS STATE REASON EXIT_CODE LAST_REASON: a few words
describe_container() {
  local words=$1
  case $4 in
    running) if [ "$2" = true ]; then words="$words ready"; else words="$words running, not ready"; fi ;;
    terminated) if [ "$5" = Completed ]; then words="$words done"; else words="$words ended ($5, exit code ${6:-0})"; fi ;;
    *) words="$words ${5:-waiting}" ;;
  esac
  [ "$3" = 0 ] || words="$words, $3 restart(s)"
  case $7 in
    '' | Completed) ;;
    *) words="$words, last end: $7" ;;
  esac
  printf '%s' "$words"
}

# describe_pod: the state of the pod in one line.
describe_pod() {
  local kind name ready restarts state reason code last text=$POD_PHASE
  [ -z "$POD_DELETING" ] || text='being deleted'
  [ -z "$POD_REASON" ] || text="$text ($POD_REASON)"
  [ -z "$POD_UNSCHEDULED" ] || text="$text, not scheduled: $POD_UNSCHEDULED"
  while IFS='|' read -r kind name ready restarts state reason code last; do
    [ -z "$name" ] || text="$text; $(describe_container "$name" "$ready" "$restarts" "$state" "$reason" "$code" "$last")"
  done < <(printf '%s' "$POD_CONTAINERS")
  printf '%s' "$text"
}

# The number of restarts of the container that restarts most, of those in CrashLoopBackOff.
crashing_restarts() {
  local kind name ready restarts state reason code last most=0
  while IFS='|' read -r kind name ready restarts state reason code last; do
    if [ "$reason" = CrashLoopBackOff ] && [ "$restarts" -gt "$most" ]; then most=$restarts; fi
  done < <(printf '%s' "$POD_CONTAINERS")
  printf '%s' "$most"
}

# print_log_of CONTAINER: its last lines, indented; of the run before when this one has said nothing yet.
print_log_of() {
  local log
  log=$(kube logs "$POD" --container "$1" --tail=15)
  [ -n "$log" ] || log=$(kube logs "$POD" --container "$1" --tail=15 --previous)
  [ -n "$log" ] || return 0
  printf '    last lines of the log of container %s:\n' "$1"
  printf '%s\n' "$log" | sed 's/^/      /'
}

# print_events_of KIND OBJECT [UID]: the newest warnings about it; with UID not those of an earlier object of that name.
print_events_of() {
  local events selector="involvedObject.kind=$1,involvedObject.name=$2,type=Warning"
  [ -z "${3:-}" ] || selector="$selector,involvedObject.uid=$3"
  events=$(kube get events --field-selector "$selector" --sort-by=.metadata.creationTimestamp \
    -o go-template='{{range .items}}{{.reason}}: {{.message}}{{"\n"}}{{end}}') || return 0
  [ -n "$events" ] || return 0
  printf '    warnings about %s %s:\n' "$1" "$2"
  printf '%s\n' "$events" | grep . | tail -n 5 | sed 's/^/      /'
}

# explain_pod: everything that helps to see why the pod is not ready: logs of the containers that are not well, and warnings.
explain_pod() {
  local kind name ready restarts state reason code last
  print_events_of StatefulSet "$NAME"
  [ -n "$POD_PHASE" ] || return 0
  while IFS='|' read -r kind name ready restarts state reason code last; do
    if [ -n "$name" ] && [ "$ready" != true ] && [ "$reason" != PodInitializing ]; then print_log_of "$name"; fi
  done < <(printf '%s' "$POD_CONTAINERS")
  print_events_of Pod "$POD" "$POD_UID"
}
