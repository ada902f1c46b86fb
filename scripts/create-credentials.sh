#!/usr/bin/env bash
# Makes the Secret with the credentials of the database. The password goes to kubectl through standard input, never
# through a command line, and is never printed.

# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh" || exit 1
# shellcheck source-path=SCRIPTDIR source=common-credentials.sh
source "$(dirname "${BASH_SOURCE[0]}")/common-credentials.sh" || exit 1

USERNAME=feaf_user
DATABASE=feaf
HOST=''
PASSWORD_FILE=''
FORCE=no

usage() {
  cat <<'USAGE'
Usage: create-credentials.sh [options]

Makes the Secret feaf-secrets: POSTGRES_USER, POSTGRES_PASSWORD (random, 40 letters and digits), POSTGRES_DB and
DATABASE_URL (percent-encoded). An existing Secret is left alone unless --force is given.

  --username NAME       user of the application, owner of the database (default feaf_user)
  --database NAME       database (default feaf)
  --host NAME           host in DATABASE_URL (default: --name)
  --password-file FILE  take the password from FILE, "-" for standard input; one line end at its end is dropped
  --force               change an existing Secret: these four keys get new values, other keys stay. The running
                        database takes over the new password by itself, in about two minutes; pods that read the
                        Secret as environment keep the old one until they are restarted.
                        User and database of an existing volume are not renamed by this.
  --timeout             the longest that one request to the cluster may take (default 30)
USAGE
}

# The database refuses these too, but only once it starts.
check_names() {
  local what value
  for what in username database; do
    value=$USERNAME
    [ "$what" = username ] || value=$DATABASE
    [ -n "$value" ] || refuse_usage "Option --$what is empty."
    [ "$(printf '%s' "$value" | wc -c)" -le 63 ] || refuse_usage "Option --$what is longer than the 63 bytes PostgreSQL allows."
    [[ $value != *[[:cntrl:]]* ]] || refuse_usage "Option --$what holds a control character."
  done
  case $USERNAME in
    postgres) refuse_usage 'Option --username is "postgres": that is the superuser, who cannot log in over the network. Use another name.' ;;
    pg_*) refuse_usage "Option --username is \"$USERNAME\": PostgreSQL keeps names that begin with pg_ for itself." ;;
  esac
  [ -n "$HOST" ] || HOST=$NAME
  [[ $HOST =~ ^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$ ]] || refuse_usage "Option --host is \"$HOST\", which is no host name."
}

# read_password: sets PASSWORD. Compares lengths, because bash drops NUL bytes without a word.
read_password() {
  local bytes
  # A name of its own for a file called "-x", and none for standard input, since /dev/stdin cannot be opened when it is a socket.
  case $PASSWORD_FILE in
    -) set -- ;;
    -*) set -- "./$PASSWORD_FILE" ;;
    *) set -- "$PASSWORD_FILE" ;;
  esac
  cat "$@" >"$WORKSPACE/password" 2>/dev/null || stop "The password file \"$PASSWORD_FILE\" cannot be read."
  bytes=$(wc -c <"$WORKSPACE/password" | tr -d ' ')
  { PASSWORD=$(cat "$WORKSPACE/password" && printf 'x'); } 2>/dev/null
  PASSWORD=${PASSWORD%x}
  [ "$(printf '%s' "$PASSWORD" | wc -c | tr -d ' ')" = "$bytes" ] || stop "The password file \"$PASSWORD_FILE\" holds a NUL byte."
  PASSWORD=${PASSWORD%$'\n'}
  PASSWORD=${PASSWORD%$'\r'}
  [ -n "$PASSWORD" ] || stop "The password file \"$PASSWORD_FILE\" is empty."
  [[ $PASSWORD != *$'\n'* && $PASSWORD != *$'\r'* ]] || stop "The password file \"$PASSWORD_FILE\" has more than one line."
}

# 40 letters and digits: 238 bits, and nothing that a shell, a URI or a YAML file reads as more than text.
generate_password() {
  PASSWORD=$(tr -dc 'A-Za-z0-9' </dev/urandom 2>/dev/null | head -c 40)
  [ ${#PASSWORD} -eq 40 ] || stop 'No random password can be made: /dev/urandom cannot be read.'
}

base64_line() { printf '%s' "$1" | base64 | tr -d '\n'; }

secret_data() {
  local uri
  uri="postgresql://$(percent_encode "$USERNAME"):$(percent_encode "$PASSWORD")@$HOST:$PORT/$(percent_encode "$DATABASE")"
  printf '{"POSTGRES_USER":"%s","POSTGRES_PASSWORD":"%s","POSTGRES_DB":"%s","DATABASE_URL":"%s"}' \
    "$(base64_line "$USERNAME")" "$(base64_line "$PASSWORD")" "$(base64_line "$DATABASE")" "$(base64_line "$uri")"
}

create_secret() {
  printf '{"apiVersion":"v1","kind":"Secret","type":"Opaque","metadata":{"name":"%s","namespace":"%s"},"data":%s}' \
    "$SECRET" "$NAMESPACE" "$(secret_data)" | kube create -f - >/dev/null
}

# A patch, not apply: apply would keep a second copy of the values in an annotation, and replace would drop other keys.
change_secret() {
  printf '{"data":%s}' "$(secret_data)" | kube patch secret "$SECRET" --type merge --patch-file /dev/stdin >/dev/null
}

warn_of_new_names() {
  [ -z "$SECRET_USER" ] || [ "$SECRET_USER" = "$USERNAME" ] ||
    mark_warning "The user was \"$SECRET_USER\" and is now \"$USERNAME\": a database that exists already keeps its old user."
  [ -z "$SECRET_DATABASE" ] || [ "$SECRET_DATABASE" = "$DATABASE" ] ||
    mark_warning "The database was \"$SECRET_DATABASE\" and is now \"$DATABASE\": a volume that is initialised keeps its old database."
}

while [ $# -gt 0 ]; do
  split_option "$@"; set -- "${WORDS[@]}"
  case $1 in
    --username) require_value "$@"; USERNAME=$2; shift 2 ;;
    --database) require_value "$@"; DATABASE=$2; shift 2 ;;
    --host) require_value "$@"; HOST=$2; shift 2 ;;
    --password-file) require_value "$@"; PASSWORD_FILE=$2; shift 2 ;;
    --force) FORCE=yes; shift ;;
    *) take_common_option "$@"; shift "$CONSUMED" ;;
  esac
done
# shellcheck disable=SC2034 # read in common.sh
REQUEST_SECONDS=$TIMEOUT
check_names
make_workspace
reach_cluster || stop "$REASON"

EXISTS=no
if read_secret; then
  EXISTS=yes
elif ! was_not_found; then
  stop "Secret $SECRET in namespace $NAMESPACE cannot be read: $(explain)."
fi
if [ "$EXISTS" = yes ] && [ "$FORCE" = no ]; then
  stop "Secret $SECRET exists in namespace $NAMESPACE and was left as it is. With --force its credentials are replaced, \
and the running database takes over the new password."
fi
if [ -n "$PASSWORD_FILE" ]; then read_password; else generate_password; fi

if [ "$EXISTS" = yes ]; then
  change_secret || stop "Secret $SECRET in namespace $NAMESPACE was not changed: $(explain)."
  mark_ok "Secret $SECRET in namespace $NAMESPACE has a new password, and DATABASE_URL is postgresql://$USERNAME:***@$HOST:$PORT/$DATABASE."
  warn_of_new_names
  mark_warning "The running database takes over the password in about two minutes. Pods that read the Secret as environment \
must be restarted: $(kubectl_command rollout restart --namespace "$NAMESPACE" deployment/)NAME"
else
  if ! create_secret; then
    if grep -q 'namespaces .* not found' "$WORKSPACE/stderr"; then
      stop "Namespace $NAMESPACE does not exist. Create it: $(kubectl_command create namespace "$NAMESPACE")"
    fi
    stop "Secret $SECRET was not made in namespace $NAMESPACE: $(explain)."
  fi
  mark_ok "Secret $SECRET in namespace $NAMESPACE was made: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB and DATABASE_URL \
(postgresql://$USERNAME:***@$HOST:$PORT/$DATABASE)."
fi
