#!/bin/sh
# Publishes one question to an ntfy topic. Standard input: the message as one line of JSON.
set -eu

fail() {
  printf 'ntfy: %s\n' "$1" >&2
  exit 1
}

# They are written between quotes into JSON, or into curl's config.
plain() {
  case $2 in
    *[!A-Za-z0-9_.~=+/:-]*) fail "$1 has a character that does not belong there" ;;
  esac
}
plain NTFY_TOPIC "$NTFY_TOPIC"
plain NTFY_URL "${NTFY_URL:-}"
plain NTFY_TOKEN "${NTFY_TOKEN:-}"
plain NTFY_REPLY_TOPIC "${NTFY_REPLY_TOPIC:-}"
plain NTFY_REPLY_TOKEN "${NTFY_REPLY_TOKEN:-}"
url=${NTFY_URL:-https://ntfy.sh}
url=${url%/}

IFS= read -r message || [ -n "$message" ] || fail 'there is no message'

# A string of the message as it stands there, quotes and escapes included: it is JSON already.
# Within a string a quote is escaped, so that "name": is found as a name alone.
literal() {
  printf '%s\n' "$message" | sed -E -n 's/^.*"'"$1"'":("([^"\\]|\\.)*").*$/\1/p'
}
title=$(literal title)
text=$(literal text)

actions=
if [ -n "${NTFY_REPLY_TOPIC:-}" ]; then
  headers=
  if [ -n "${NTFY_REPLY_TOKEN:-}" ]; then
    headers=',"headers":{"Authorization":"Bearer '$NTFY_REPLY_TOKEN'"}'
  fi
  # ntfy shows three buttons.
  actions=$(
    printf '%s\n' "$message" | sed -E -n 's/^.*"buttons":(\[.*\]).*$/\1/p' |
      sed -E 's#\{"label":("([^"\\]|\\.)*"),"reply":("([^"\\]|\\.)*")\}#\
{"action":"http","label":\1,"url":"'"$url/$NTFY_REPLY_TOPIC"'","method":"POST","body":\3,"clear":true'"$headers"'}#g' |
      sed -n '/^{/{s/[],]*$//;p;}' | head -n 3 | paste -sd, -
  )
fi
priority=3
case $message in *'"level":0,'*) ;; *) priority=4 ;; esac

# printf is built in and all of it goes through one pipe, so that neither a secret nor a question is in an
# argument list. Redirects are not followed: the token is for this host.
body=$(
  printf '{"topic":"%s","title":%s,"message":%s,"priority":%s,"tags":["question"],"actions":[%s]}' \
    "$NTFY_TOPIC" "$title" "$text" "$priority" "$actions"
)
{
  printf 'url = "%s/"\nheader = "Content-Type: application/json"\n' "$url"
  if [ -n "${NTFY_TOKEN:-}" ]; then
    printf 'header = "Authorization: Bearer %s"\n' "$NTFY_TOKEN"
  fi
  printf '%s\n' "$body" | sed 's/[\\"]/\\&/g; s/^/data-binary = "/; s/$/"/'
} | curl --disable --config - --silent --show-error --fail --max-time 25 --proto '=http,https' \
  --output /dev/null
