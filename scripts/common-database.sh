#!/usr/bin/env bash
# Commands and queries in the postgres container of the pod, and checksums of dumps. Sourced, never run.
# shellcheck disable=SC2153 # variables come from the scripts that source this file

# in_pod COMMAND...: bounded, without standard input.
in_pod() {
  kube exec "$POD" --container "$CONTAINER" -- "$@" </dev/null
}

# query_as ROLE SQL: over the local socket, unaligned; several statements run as one transaction.
query_as() {
  in_pod env PGCONNECT_TIMEOUT=10 PGOPTIONS="-c statement_timeout=${REQUEST_SECONDS}s" \
    psql -X -q -A -t -w -v ON_ERROR_STOP=1 -p "$PORT" -U "$1" -d "$SECRET_DATABASE" -c "$2"
}

query() { query_as "$SECRET_USER" "$1"; }

# Log in at the pod's own address: 127.0.0.1 is trusted by many a pg_hba.conf, which would prove nothing. The password
# goes through standard input into the environment of psql, which only the same user of the pod can see.
log_in_over_network() {
  # shellcheck disable=SC2016 # expanded in the pod
  printf '%s' "$SECRET_PASSWORD" | kube exec -i "$POD" --container "$CONTAINER" -- bash -c '
    PGPASSWORD=$(cat; printf x) && export PGPASSWORD=${PGPASSWORD%x} PGCONNECT_TIMEOUT=10
    exec psql "$@"' psql -X -q -A -t -w -h "$POD_IP" -p "$PORT" -U "$SECRET_USER" -d "$SECRET_DATABASE" -c 'SELECT 1' >/dev/null
}

# require_database: stops unless the Secret names user and database, and the server answers.
require_database() {
  reach_cluster || stop "$REASON"
  read_secret || stop "Secret $SECRET in namespace $NAMESPACE cannot be read: $(explain)."
  if [ -z "$SECRET_USER" ] || [ -z "$SECRET_DATABASE" ]; then
    stop "Secret $SECRET in namespace $NAMESPACE has no POSTGRES_USER or no POSTGRES_DB."
  fi
  read_pod || stop "Pod $POD in namespace $NAMESPACE cannot be read: $(explain)."
  query 'SELECT 1' >/dev/null ||
    stop "Database $SECRET_DATABASE in pod $POD does not answer user $SECRET_USER: $(explain). The pod: $(describe_pod). \
Look closer with: $(script_command verify-postgres.sh)"
}

# checksum FILE: its SHA-256. macOS has no sha256sum.
checksum() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# pg_dump ends a plain dump with this line; newer ones add \unrestrict after it, and a terminal a carriage return.
has_trailer() {
  tail -n 12 "$1" | grep -q '^-- PostgreSQL database dump complete'
}
