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
# shellcheck source-path=SCRIPTDIR source=common-check-objects.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-check-objects.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-check-database.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-check-database.sh" || exit 1

# shellcheck disable=SC2034 # read in common-checks.sh
STRICT=no
SINCE=''

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
