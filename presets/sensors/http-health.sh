#!/bin/sh
# Whether a URL answers as it should. Down is an observation, not a failure; the run fails only when
# it learns nothing about the other side: a name that does not resolve, an invalid URL.
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
# The last three characters; before them is the body, if requested.
status=${answer#"${answer%???}"}
body=${answer%???}

case $code in
  0) health=up ;;
  7) health=refused ;;
  28) health=timeout ;;
  35 | 51 | 60) health=tls ;;
  # 1 is an answer that is not HTTP, since the manifest allows no other scheme.
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
