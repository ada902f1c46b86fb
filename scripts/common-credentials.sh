#!/usr/bin/env bash
# The Secret of the database: reading it, percent-encoding, and whether its keys agree. Sourced, never run.
# No value of the Secret is ever printed but user, database, host and port.
# shellcheck disable=SC2034,SC2153,SC2016 # variables go to and come from the scripts that source this file; a go-template
# has variables of its own

# A trace (bash -x) would print the password.
{ set +x; } 2>/dev/null

# percent_encode TEXT: every byte that RFC 3986 does not call unreserved, byte by byte, so any charset passes.
percent_encode() {
  local text=$1 encoded='' character code i
  for ((i = 0; i < ${#text}; i++)); do
    character=${text:i:1}
    case $character in
      [A-Za-z0-9._~-]) encoded=$encoded$character ;;
      *)
        # Bytes above 127 come out negative in some versions of bash.
        printf -v code '%d' "'$character"
        printf -v code '%%%02X' $((code & 255))
        encoded=$encoded$code
        ;;
    esac
  done
  printf '%s' "$encoded"
}

# percent_decode TEXT: sets DECODED; fails when a % is not followed by two hexadecimal digits, or encodes NUL.
percent_decode() {
  local text=$1
  local incomplete='%([^0-9A-Fa-f]|$)|%[0-9A-Fa-f]([^0-9A-Fa-f]|$)|%00'
  DECODED=''
  [[ $text =~ $incomplete ]] && return 1
  text=${text//\\/\\\\}
  printf -v DECODED '%b' "${text//[%]/\\x}"
}

# parse_uri URI: sets URI_USER, URI_PASSWORD, URI_HOST, URI_PORT and URI_DATABASE, decoded, or REASON.
parse_uri() {
  local rest authority login
  local allowed="^([]A-Za-z0-9._~!\$&'()*+,;=:-]|%[0-9A-Fa-f][0-9A-Fa-f])*\$"
  URI_USER='' URI_PASSWORD='' URI_HOST='' URI_PORT='' URI_DATABASE=''
  case $1 in
    postgresql://*) rest=${1#postgresql://} ;;
    postgres://*) rest=${1#postgres://} ;;
    *) REASON='it does not begin with postgresql://'; return 1 ;;
  esac
  case $rest in
    */*) authority=${rest%%/*} rest=${rest#*/} ;;
    *) REASON='it names no database after the host'; return 1 ;;
  esac
  case $authority in
    *@*@*) REASON="its password holds an '@' that is not percent-encoded (%40)"; return 1 ;;
    *@*) login=${authority%@*} authority=${authority##*@} ;;
    *) REASON="it has no user:password@host before the first '/'; a '/' in the password must be percent-encoded (%2F)"; return 1 ;;
  esac
  [[ $login =~ $allowed ]] || { REASON='its user or password holds a character that must be percent-encoded'; return 1; }
  case $login in
    *:*) ;;
    *) REASON='it has no password'; return 1 ;;
  esac
  percent_decode "${login%%:*}" || { REASON="a '%' of its user is not followed by two hexadecimal digits"; return 1; }
  URI_USER=$DECODED
  percent_decode "${login#*:}" || { REASON="a '%' of its password is not followed by two hexadecimal digits"; return 1; }
  URI_PASSWORD=$DECODED
  case $authority in
    *:*) URI_HOST=${authority%%:*} URI_PORT=${authority#*:} ;;
    *) URI_HOST=$authority URI_PORT=5432 ;;
  esac
  percent_decode "${rest%%\?*}" || { REASON="a '%' of its database is not followed by two hexadecimal digits"; return 1; }
  URI_DATABASE=$DECODED
}

# decode_base64 TEXT: sets DECODED, line ends included. Old macOS knows -D only.
decode_base64() {
  local flag=-d
  printf '' | base64 -d >/dev/null 2>&1 || flag=-D
  DECODED=$(printf '%s' "$1" | base64 "$flag" 2>/dev/null && printf 'x') || return 1
  DECODED=${DECODED%x}
}

# read_secret: sets SECRET_USER, SECRET_PASSWORD, SECRET_DATABASE and SECRET_URI. Fails, with kubectl's words in
# explain, when there is no such Secret; a key that is missing is empty.
read_secret() {
  local encoded key value
  SECRET_USER='' SECRET_PASSWORD='' SECRET_DATABASE='' SECRET_URI=''
  encoded=$(kube get secret "$SECRET" -o go-template='{{range $key, $value := .data}}{{$key}} {{$value}}{{"\n"}}{{end}}') || return 1
  while read -r key value; do
    case $key in
      POSTGRES_USER) decode_base64 "$value" && SECRET_USER=$DECODED ;;
      POSTGRES_PASSWORD) decode_base64 "$value" && SECRET_PASSWORD=$DECODED ;;
      POSTGRES_DB) decode_base64 "$value" && SECRET_DATABASE=$DECODED ;;
      DATABASE_URL) decode_base64 "$value" && SECRET_URI=$DECODED ;;
    esac
  done < <(printf '%s\n' "$encoded") # not a here-string: older versions of bash keep those in a file
  DECODED=''
}

secret_problem() { SECRET_PROBLEMS+=("$1"); }

# One key: not empty, and no line end, which would become part of the password or name.
examine_key() {
  if [ -z "$2" ]; then
    secret_problem "Key $1 is missing or empty."
  elif [[ $2 == *$'\n'* || $2 == *$'\r'* ]]; then
    secret_problem "Key $1 holds a line end (made with echo instead of printf '%s'?)."
  fi
}

# The names under which the Service is reached, from inside its namespace to fully qualified.
is_host_of_service() {
  case ${1%.} in
    "$NAME" | "$NAME.$NAMESPACE" | "$NAME.$NAMESPACE.svc" | "$NAME.$NAMESPACE.svc."*) return 0 ;;
  esac
  return 1
}

# examine_secret: sets SECRET_PROBLEMS, sentences about what read_secret found.
examine_secret() {
  SECRET_PROBLEMS=()
  examine_key POSTGRES_USER "$SECRET_USER"
  examine_key POSTGRES_PASSWORD "$SECRET_PASSWORD"
  examine_key POSTGRES_DB "$SECRET_DATABASE"
  examine_key DATABASE_URL "$SECRET_URI"
  [ ${#SECRET_PROBLEMS[@]} -eq 0 ] || return 0
  if ! parse_uri "$SECRET_URI"; then
    secret_problem "DATABASE_URL cannot be read: $REASON."
    return 0
  fi
  [ "$URI_USER" = "$SECRET_USER" ] ||
    secret_problem "DATABASE_URL has the user \"$URI_USER\", POSTGRES_USER is \"$SECRET_USER\"."
  [ "$URI_PASSWORD" = "$SECRET_PASSWORD" ] ||
    secret_problem 'DATABASE_URL has another password than POSTGRES_PASSWORD (it must be the same, percent-encoded).'
  [ "$URI_DATABASE" = "$SECRET_DATABASE" ] ||
    secret_problem "DATABASE_URL has the database \"$URI_DATABASE\", POSTGRES_DB is \"$SECRET_DATABASE\"."
  is_host_of_service "$URI_HOST" ||
    secret_problem "DATABASE_URL has the host \"$URI_HOST\"; the Service is \"$NAME\" (or $NAME.$NAMESPACE.svc.cluster.local)."
  [ "$URI_PORT" = "$PORT" ] || secret_problem "DATABASE_URL has the port \"$URI_PORT\"; the Service has $PORT."
}
