#!/bin/sh
# Whether a URL answers as it should. Down is an observation and no failure; what fails is a look
# that says nothing about the other side: a name that cannot be resolved, a URL that is none.
set -eu

if [ -n "${INPUT_TEXT:-}" ]; then
  set -- --max-filesize 1048576
else
  set -- --output /dev/null
fi
code=0
answer=$(
  curl --disable --silent --show-error --globoff --proto '=http,https' --max-time 10 \
    "$@" --write-out '%{http_code}' --url "$INPUT_URL"
) || code=$?
# The last three characters; what is before them is the body, if it was asked for.
status=${answer#"${answer%???}"}
body=${answer%???}

case $code in
  0) health=up ;;
  7) health=refused ;;
  28) health=timeout ;;
  35 | 51 | 60) health=tls ;;
  # 1 is an answer that is no HTTP, since the manifest lets no other scheme through.
  1 | 8 | 16 | 18 | 52 | 55 | 56 | 92) health=broken ;;
  *) exit "$code" ;;
esac
if [ "$health" != up ]; then
  printf '{"signal":{"health":"%s","status":null},"detail":{"status":null}}\n' "$health"
  exit
fi
if [ "$INPUT_EXPECT" != "$status" ] && [ "$INPUT_EXPECT" != "${status%??}xx" ]; then
  health=status
elif [ -n "${INPUT_TEXT:-}" ]; then
  case $body in
    *"$INPUT_TEXT"*) ;;
    *) health=text ;;
  esac
fi
printf '{"signal":{"health":"%s","status":"%sxx"},"detail":{"status":%d}}\n' \
  "$health" "${status%??}" "$status"
