# shellcheck shell=bash disable=SC2154,SC2251
# What may not be touched: data of other majors and other deployments, volumes in use, volumes that are none.

# Runs the command and shows that it changed nothing on the volume.
refuses_and_leaves() {
  local before
  before=$(tree)
  refuses "$@"
  equal "$(tree)" "$before"
}

fake_data() {
  mkdir -p "$1/base/1" "$1/global"
  echo "$2" | tee "$1/PG_VERSION" >"$1/base/1/PG_VERSION"
}

test_an_image_of_another_major_is_refused_before_anything_else() {
  local image=$POSTGRES_MAJOR
  POSTGRES_MAJOR=13 PGDATA=$POSTGRES_VOLUME/13/docker
  refuses_and_leaves "The image holds PostgreSQL $image, but this deployment is for PostgreSQL 13" initialize
}

test_data_of_another_major_is_refused_and_going_back_works() {
  initialize
  mv "$POSTGRES_VOLUME/$POSTGRES_MAJOR" "$POSTGRES_VOLUME/13"
  refuses_and_leaves "holds a database of PostgreSQL $POSTGRES_MAJOR in 13/docker" initialize
  echo 13 >"$POSTGRES_VOLUME/13/docker/PG_VERSION"
  refuses_and_leaves "holds a database of PostgreSQL 13 in 13/docker, but this image is PostgreSQL $POSTGRES_MAJOR" initialize
  [[ $message == *'set the image back to PostgreSQL 13'*'backup-postgres.sh'*'restore-postgres.sh'* ]]
  [[ $message == *"release of PostgreSQL $POSTGRES_MAJOR with a volume of its own"* ]]
  mv "$POSTGRES_VOLUME/13" "$POSTGRES_VOLUME/$POSTGRES_MAJOR"
  refuses_and_leaves "in $POSTGRES_MAJOR/docker of the volume was written by PostgreSQL 13, but this image is PostgreSQL $POSTGRES_MAJOR" initialize
  echo "$POSTGRES_MAJOR" >"$PGDATA/PG_VERSION"
  initialize
  serve
}

test_data_of_an_earlier_deployment_is_found_wherever_it_lies() {
  local folder shown
  for folder in . data pgdata main/db "$POSTGRES_MAJOR/main" a/b/c/d 9.6; do
    rm -rf "${POSTGRES_VOLUME:?}"/*
    mkdir -p "$POSTGRES_VOLUME/lost+found" "$POSTGRES_VOLUME/.initializing"
    echo "$POSTGRES_MAJOR" >"$POSTGRES_VOLUME/.initializing/PG_VERSION"
    fake_data "$(realpath -m "$POSTGRES_VOLUME/$folder")" "$POSTGRES_MAJOR"
    shown=$folder
    if [ "$folder" = . ]; then shown='the root'; fi
    refuses_and_leaves "holds a database of PostgreSQL $POSTGRES_MAJOR in $shown, made by another deployment" initialize
    [[ $message == *'backup-postgres.sh'*'restore-postgres.sh'*'new or emptied volume'* ]]
    [ ! -e "$PGDATA" ]
  done
  rm -rf "${POSTGRES_VOLUME:?}"/*
  # An earlier one without its PG_VERSION, and one that says nothing.
  mkdir -p "$POSTGRES_VOLUME/base/1"
  echo 12 >"$POSTGRES_VOLUME/base/1/PG_VERSION"
  refuses_and_leaves 'PostgreSQL 12 in base/1' initialize
  : >"$POSTGRES_VOLUME/base/1/PG_VERSION"
  refuses_and_leaves 'PostgreSQL ? (PG_VERSION is empty or not readable) in base/1' initialize
}

test_what_cannot_be_searched_or_is_half_there_is_refused() {
  mkdir -p "$POSTGRES_VOLUME/secret/inner"
  chmod 0 "$POSTGRES_VOLUME/secret"
  refuses 'cannot be searched for an earlier database' initialize
  [[ $message == *"$POSTGRES_VOLUME/secret"* ]]
  chmod 700 "$POSTGRES_VOLUME/secret"
  rm -r "$POSTGRES_VOLUME/secret"
  mkdir -p "$PGDATA/base"
  refuses_and_leaves "The folder $POSTGRES_MAJOR/docker of the volume is not empty, but has no PG_VERSION" initialize
  rm -r "$PGDATA/base"
  initialize
}

test_a_fresh_file_system_with_lost_and_found_is_taken() {
  mkdir "$POSTGRES_VOLUME/lost+found"
  chmod 0 "$POSTGRES_VOLUME/lost+found"
  initialize
  serve
}

test_a_volume_that_is_not_writable_is_explained() {
  chmod 0555 "$POSTGRES_VOLUME"
  refuses "The volume $POSTGRES_VOLUME is not writable: Permission denied. It belongs to $(id -u):$(id -g) with mode 555" initialize
  [[ $message == *"securityContext.fsGroup: $(id -g)"* ]]
  POSTGRES_VOLUME=$POSTGRES_VOLUME/none refuses 'No such file or directory' initialize
  chmod 0755 "$POSTGRES_VOLUME"
}

test_a_volume_in_use_is_left_alone_as_long_as_any_server_process_lives() {
  local backend postmaster
  initialize
  serve
  refuses 'Another pod uses the volume' initialize
  [[ $message == *', serve)'* ]]
  refuses 'Another pod uses the volume' timeout 20 bash "$runtime/serve.sh"
  sql 'SELECT pg_sleep(1000)' >/dev/null 2>&1 &
  wait_for 5 sleeping_backend
  backend=$(sleeping_backend)
  postmaster=$(head -n 1 "$PGDATA/postmaster.pid")
  # The postmaster is gone, and one of its children does not see it.
  kill -STOP "$backend"
  kill -KILL "$postmaster"
  wait "$server" || true
  refuses 'Another pod uses the volume' timeout 20 bash "$runtime/serve.sh"
  refuses 'Another pod uses the volume' initialize
  kill -KILL "$backend"
  serve
  equal "$(sql 'SELECT 1')" 1
  says serve 'The last server was not stopped properly'
}

sleeping_backend() {
  sql "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'" | grep .
}

test_two_first_starts_at_once_give_one_database() {
  local first second ended=0
  three_init_scripts
  export POSTGRES_LOCK_SECONDS=30
  initialize & first=$!
  initialize & second=$!
  wait "$first" || ended=$?
  wait "$second" || ended=$?
  equal "$ended" 0
  equal "$(grep -c 'was made in' "$root/initialize.log")" 1
  serve
  equal "$(sql 'SELECT count(*) FROM board')" 1000
}

test_data_in_an_anonymous_volume_of_the_image_is_not_served() {
  initialize
  echo "3 2 0:9 / $POSTGRES_VOLUME/$POSTGRES_MAJOR rw - ext4 x rw" >>"$POSTGRES_MOUNTS"
  refuses "does not lie on the volume mounted at $POSTGRES_VOLUME, but on the mount $POSTGRES_VOLUME/$POSTGRES_MAJOR" \
    timeout 20 bash "$runtime/serve.sh"
  echo '1 0 0:1 / / rw - ext4 x rw' >"$POSTGRES_MOUNTS"
  refuses "but on the mount /, " timeout 20 bash "$runtime/serve.sh"
  # A later mount elsewhere, also one whose name begins alike, does not matter.
  echo "2 1 0:1 / $POSTGRES_VOLUME rw - ext4 x rw
3 1 0:9 / ${POSTGRES_VOLUME}2 rw - ext4 x rw
4 2 0:9 / $POSTGRES_VOLUME/data rw - ext4 x rw" >>"$POSTGRES_MOUNTS"
  serve
}
