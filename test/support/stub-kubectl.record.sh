#!/usr/bin/env bash
# Stands before kubectl and keeps what it is asked and answers, for the tests of scripts/ without a cluster:
# $RECORD_KUBECTL/NUMBER/ gets args, stdout, stderr and code. Started by stub-kubectl.record.ts.
set -u

PATH=${PATH#*:}
number=$(find "$RECORD_KUBECTL" -name args | wc -l | tr -d ' ')
answer=$RECORD_KUBECTL/$number
mkdir "$answer"
printf '%s\0' "$@" >"$answer/args"
kubectl "$@" <&0 >"$answer/stdout" 2>"$answer/stderr"
code=$?
printf '%s' "$code" >"$answer/code"
cat "$answer/stdout"
cat "$answer/stderr" >&2
exit "$code"
