#!/bin/sh
# Follows the topic that the buttons reply to, and prints each reply as a line of JSON. NOTIFY_CURSOR is how
# far it was read: the id of a message, or a time.
set -eu

fail() {
  printf 'ntfy: %s\n' "$1" >&2
  exit 1
}

plain() {
  case $2 in
    *[!A-Za-z0-9_.~=+/:-]*) fail "$1 has a character that does not belong there" ;;
  esac
}
plain NTFY_URL "${NTFY_URL:-}"
plain NTFY_TOKEN "${NTFY_TOKEN:-}"
plain NTFY_REPLY_TOPIC "$NTFY_REPLY_TOPIC"
plain NOTIFY_CURSOR "${NOTIFY_CURSOR:-}"
url=${NTFY_URL:-https://ntfy.sh}

# As in the sending script: no secret is in an argument list. Every 45 seconds the server says that it is
# there: two minutes without a byte are a connection that is gone.
{
  printf 'url = "%s/%s/json?since=%s"\n' "${url%/}" "$NTFY_REPLY_TOPIC" "${NOTIFY_CURSOR:-10m}"
  if [ -n "${NTFY_TOKEN:-}" ]; then
    printf 'header = "Authorization: Bearer %s"\n' "$NTFY_TOKEN"
  fi
} |
  curl --disable --config - --silent --show-error --fail --no-buffer --proto '=http,https' \
    --connect-timeout 20 --speed-limit 1 --speed-time 120 |
  while IFS= read -r line; do
    case $line in *'"event":"message"'*) ;; *) continue ;; esac
    # A message of another form becomes a line that looop refuses, and says so.
    printf '%s\n' "$line" | sed -E -n '
      s/^.*"message":("([^"\\]|\\.)*").*$/\1/
      t found
      d
      :found
      s/^"([A-Za-z0-9._-]+) ([a-z0-9]+) (.+)"$/{"ask":"\1","nonce":"\2","answer":"\3"}/
      t print
      s/^(.*)$/{"answer":\1}/
      :print
      p'
    printf '%s\n' "$line" | sed -n 's/^.*"id":"\([A-Za-z0-9_-]*\)".*$/{"cursor":"\1"}/p'
  done
