#!/bin/sh
# Posts one question to an incoming webhook: {"text":"..."}. Standard input: the message as one line of JSON.
set -eu

fail() {
  printf 'webhook: %s\n' "$1" >&2
  exit 1
}

# It is written between quotes into curl's config.
case $WEBHOOK_URL in
  *[!A-Za-z0-9_.~=+/:?\&%@-]*) fail 'WEBHOOK_URL has a character that does not belong there' ;;
  http://* | https://*) ;;
  *) fail 'WEBHOOK_URL does not begin with https://' ;;
esac

IFS= read -r message || [ -n "$message" ] || fail 'there is no message'

# A string of the message without its quotes: its escapes are JSON already. Within a string a quote is
# escaped, so that "name": is found as a name alone. A < begins a mention of people in a channel.
inner() {
  printf '%s\n' "$message" |
    sed -E -n 's/^.*"'"$1"'":"(([^"\\]|\\.)*)".*$/\1/p' |
    sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'
}
body=$(printf '{"text":"*%s*\\n%s"}' "$(inner title)" "$(inner text)")

# All of it goes through one pipe, so that neither the URL nor the question is in an argument list.
{
  printf 'url = "%s"\nheader = "Content-Type: application/json"\n' "$WEBHOOK_URL"
  printf '%s\n' "$body" | sed 's/[\\"]/\\&/g; s/^/data-binary = "/; s/$/"/'
} | curl --disable --config - --silent --show-error --fail --max-time 25 --proto '=http,https' \
  --output /dev/null
