# shellcheck shell=bash disable=SC2154,SC2251,SC2016,SC2119,SC2120
# The test of a connection, as `helm test` runs it.

connect() {
  PGHOST=${1:-127.0.0.1} POSTGRES_WAIT_SECONDS=${POSTGRES_WAIT_SECONDS:-2} bash "$runtime/test.sh" >>"$root/test.log" 2>&1
}

test_a_connection_logs_in_writes_a_row_and_sees_where_the_data_lies() {
  local before
  initialize
  serve
  before=$(sql 'SELECT count(*) FROM pg_class')
  connect
  says test "The role \"feaf_user\" logged in at 127.0.0.1:$PGPORT, wrote a row and read it back"
  says test "the data of PostgreSQL $POSTGRES_MAJOR lies on the volume $POSTGRES_VOLUME (ext4)."
  equal "$(sql 'SELECT count(*) FROM pg_class')" "$before"
  equal "$(sql "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'cdk8s%'")" 0
  says serve 'INSERT INTO'
}

test_a_connection_works_with_a_password_of_any_signs() {
  printf '%s\n' 'a:b\c "d" $e %f ü' >"$POSTGRES_PASSWORD_FILE"
  initialize
  serve
  connect
}

test_a_connection_over_tls_is_seen_and_one_without_it_is_refused() {
  openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=db -days 2 -keyout "$root/tls/tls.key" -out "$root/tls/tls.crt" 2>/dev/null
  chmod 0600 "$root/tls/tls.key"
  settings "ssl = 'on'" "ssl_cert_file = '$root/tls/tls.crt'" "ssl_key_file = '$root/tls/tls.key'"
  sed -i '3i hostnossl all all all reject' "$POSTGRES_SETTINGS/pg_hba.conf"
  initialize
  serve
  PGSSLMODE=require connect
  says test 'over TLSv1.'
  PGSSLMODE=disable refuses 'do not let the role "feaf_user" in' connect
}

test_a_connection_that_fails_says_why() {
  local started
  started=$SECONDS
  refuses "No server could be reached at 127.0.0.1:$PGPORT within 2 seconds" connect
  refuses 'No server could be reached at no-such-host.invalid' connect no-such-host.invalid
  [ $((SECONDS - started)) -le 20 ]
  initialize
  serve
  echo 'another horse' >"$root/other"
  POSTGRES_PASSWORD_FILE=$root/other refuses 'does not take the password of the Secret for the role "feaf_user": password authentication failed' connect
  : >"$root/other"
  POSTGRES_PASSWORD_FILE=$root/other refuses 'is empty. Put the password of feaf_user' connect
  POSTGRES_DB=nowhere refuses 'could not log in to the database "nowhere"' connect
  POSTGRES_MAJOR=99 refuses "but this deployment is PostgreSQL 99. See whether" connect
  POSTGRES_VOLUME=/elsewhere refuses "(ext4), but the claim is mounted at /elsewhere" connect
  sql 'REVOKE CREATE ON DATABASE feaf FROM feaf_user; ALTER DATABASE feaf OWNER TO postgres'
  refuses 'could not write a row into the database "feaf"' connect
  [[ $message == *'permission denied for database feaf.' ]]
  sql 'ALTER DATABASE feaf SET default_transaction_read_only = on; ALTER DATABASE feaf OWNER TO feaf_user; GRANT CREATE ON DATABASE feaf TO feaf_user'
  connect
}

test_a_connection_to_a_server_that_cannot_say_where_its_data_lies_fails() {
  initialize
  postgres -D "$PGDATA" >>"$root/serve.log" 2>&1 &
  wait_for 30 pg_isready -q -h "$root/socket"
  refuses 'does not say on which volume its data lies' connect
}

test_a_volume_that_is_deleted_with_its_pod_is_seen() {
  initialize
  echo "1 0 0:1 / / rw - overlay x rw
2 1 0:1 /var/lib/kubelet/pods/1/volumes/kubernetes.io~empty-dir/data $POSTGRES_VOLUME rw shared:1 master:2 - xfs /dev/sda1 rw" >"$POSTGRES_MOUNTS"
  serve
  equal "$(sql 'SHOW cdk8s_postgres.data_volume')" "$POSTGRES_VOLUME (xfs, emptyDir)"
  refuses 'lies on an emptyDir' connect
  stop
  printf '1 0 0:1 / / rw - overlay x rw\n2 1 0:1 /pvc-1 %s rw - tmpfs tmpfs rw\n' "$POSTGRES_VOLUME" >"$POSTGRES_MOUNTS"
  serve
  equal "$(sql 'SHOW cdk8s_postgres.data_volume')" "$POSTGRES_VOLUME (tmpfs)"
  connect
}
