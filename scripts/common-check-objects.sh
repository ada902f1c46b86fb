#!/usr/bin/env bash
# The checks of verify-postgres.sh that look at the objects in the cluster. Sourced, never run.
# shellcheck disable=SC2034,SC2153,SC2016 # variables go to and come from the scripts that source this file; a go-template has its own

# Set by these checks, for those inside the pod.
POD_USABLE=no
SECRET_USABLE=no

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

# One line for the Service, and one per endpoint: object, ready or not, address.
SERVICE_TEMPLATE='{{.spec.type}}|{{.spec.clusterIP}}|{{range .spec.ports}}{{.port}} {{end}}|'\
'{{range $key, $value := .spec.selector}}{{$key}}={{$value}} {{end}}'
ENDPOINTS_TEMPLATE='{{range .items}}{{range .endpoints}}'\
'{{with .targetRef}}{{.name}}{{end}}|{{.conditions.ready}}|{{index .addresses 0}}{{"\n"}}{{end}}{{end}}'

check_service() {
  local line type address ports selector endpoints object ready own=no others=''
  local endpoint_address
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
  while IFS='|' read -r object ready endpoint_address; do
    if [ "$object" = "$NAME-0" ]; then
      [ "$ready" != true ] || own=yes
    elif [ -n "$object$endpoint_address" ]; then
      others="$others ${object:-$endpoint_address}"
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

CLAIM_TEMPLATE='{{.status.phase}}|{{.spec.volumeName}}|{{with .status.capacity}}{{.storage}}{{end}}|'\
'{{with .metadata.deletionTimestamp}}{{.}}{{end}}|{{range .status.conditions}}{{.type}} {{end}}'

check_claim() {
  local line phase volume size deleting resizing
  begin_check claim 'PersistentVolumeClaim'
  if ! line=$(kube get persistentvolumeclaim "$CLAIM" -o go-template="$CLAIM_TEMPLATE"); then
    found failed "$CLAIM cannot be read: $(explain)."
    return
  fi
  IFS='|' read -r phase volume size deleting resizing < <(printf '%s\n' "$line")
  if [ "$phase" = Bound ]; then
    found ok "$CLAIM is bound to $volume ($size)."
  else
    found failed "$CLAIM is $phase. Look at: $(kubectl_command describe pvc "$CLAIM" -n "$NAMESPACE")"
  fi
  [ -z "$deleting" ] || found failed "$CLAIM is being deleted since $deleting: it goes as soon as the pod ends, \
and the data with it unless its volume is retained. Back it up now."
  [ -z "$resizing" ] || found warning "$CLAIM is being resized: ${resizing% }."
  if [ -n "$POD_CLAIMS" ] && [[ "$POD_CLAIMS " != *" $CLAIM "* ]]; then
    found failed "Pod $POD does not use $CLAIM, but:$POD_CLAIMS."
  fi
}
