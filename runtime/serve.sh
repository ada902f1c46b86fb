#!/usr/bin/env bash
# Becomes the server, process 1 of its container, holding the lock of the volume.
set -Eeuo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$here/common.sh"

readonly lock_seconds=${POSTGRES_LOCK_SECONDS:-30}

main() {
  require_environment PGDATA POSTGRES_VOLUME POSTGRES_MAJOR
  # Process 1 ignores what it does not handle; a stop while waiting for the lock must end it.
  trap 'exit 143' TERM INT
  require_data
  require_data_on_volume
  lock_volume "$lock_seconds"
  # A kubelet that applies fsGroup opens the folder to the group, and then the server would refuse it.
  if ! chmod 0700 "$PGDATA"; then
    fail "The data directory $PGDATA belongs to uid $(stat -c %u "$PGDATA"), but this container runs as uid $(id -u)." \
      "Set runAsUser to the uid that the data was made with."
  fi
  # The lock says that no server runs on this data, so this file is of one that was killed. A number in it that happens to be in use in
  # this container would stop the new server.
  if [ -e "$PGDATA/postmaster.pid" ]; then
    log "The last server was not stopped properly; it recovers from its log now, which can take a while."
    rm -f "$PGDATA/postmaster.pid"
  fi
  exec postgres -D "$PGDATA" -c "cdk8s_postgres.data_volume=$data_volume"
}

require_data() {
  if [ ! -s "$PGDATA/PG_VERSION" ]; then
    fail "There is no database in $PGDATA. The init container 'initialize' makes it; see its log (kubectl logs POD -c initialize)," \
      "and check that both mount the same claim."
  fi
}

# Images declare places like /var/lib/postgresql/data as a VOLUME: where the claim is not mounted, the container runtime puts an anonymous
# one, which is deleted with the container. Sets `data_volume`, which any role may SHOW, so that `helm test` can ask for it: mount point and
# file system, and nothing of the node.
require_data_on_volume() {
  local folder mount_point fields best='' root='' file_system=''
  folder=$(cd "$PGDATA" && pwd -P)
  while read -r -a fields; do
    mount_point=$(printf '%b' "${fields[4]}")
    if [[ $folder/ == "${mount_point%/}"/* ]] && [ "${#mount_point}" -ge "${#best}" ]; then
      best=$mount_point root=${fields[3]} file_system=${fields[*]}
    fi
  done <"${POSTGRES_MOUNTS:-/proc/self/mountinfo}"
  if [ "$best" != "$(cd "$POSTGRES_VOLUME" && pwd -P)" ]; then
    fail "The data directory $PGDATA does not lie on the volume mounted at $POSTGRES_VOLUME, but on the mount $best," \
      "which may be an anonymous volume of the image that is deleted with the container. Mount the claim at $POSTGRES_VOLUME."
  fi
  # The type stands behind the options, of which there may be any number.
  file_system=${file_system#* - }
  file_system=${file_system%% *}
  # A claim may be in memory, too, but then it is a folder in there; an emptyDir is the whole of it.
  if [[ $root == */kubernetes.io~empty-dir/* || "$file_system $root" == 'tmpfs /' ]]; then file_system+=', emptyDir'; fi
  data_volume="$POSTGRES_VOLUME ($file_system)"
}

main "$@"
