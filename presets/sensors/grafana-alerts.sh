#!/bin/sh
# The alerts that fire in Grafana's own alertmanager, neither silenced nor inhibited, as its API
# returns them; the manifest picks signal and detail.
set -eu

fail() {
  printf 'grafana-alerts: %s\n' "$1" >&2
  exit 1
}

# It is written between quotes into curl's config.
case $GRAFANA_TOKEN in
  '' | *[![:alnum:]_.=+/-]*) fail 'GRAFANA_TOKEN has a character that no token has' ;;
esac

set -- --data active=true --data silenced=false --data inhibited=false
if [ -n "${INPUT_FILTER:-}" ]; then
  set -- "$@" --data-urlencode "filter=$INPUT_FILTER"
fi
# printf is built in and the token goes through a pipe, so that it is in no argument list. Redirects
# are not followed: the token is for this host.
alerts=$(
  printf 'header = "Authorization: Bearer %s"\n' "$GRAFANA_TOKEN" |
    curl --disable --config - --silent --show-error --fail --max-time 20 --proto '=http,https' \
      --get "$@" --url "${INPUT_URL%/}/api/alertmanager/grafana/api/v2/alerts"
)
# A login or redirect page is an answer too, but not a list.
case $alerts in
  '['*) printf '%s\n' "$alerts" ;;
  *) fail 'the answer is not a list of alerts; does the input url point to Grafana?' ;;
esac
