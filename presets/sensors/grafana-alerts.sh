#!/bin/sh
# The alerts that Grafana's own alertmanager holds as firing, neither silenced nor inhibited, as its
# API gives them; the manifest picks signal and detail.
set -eu

fail() {
  printf 'grafana-alerts: %s\n' "$1" >&2
  exit 1
}

# It is written between quotes into curl's config.
case $GRAFANA_TOKEN in
  '' | *[![:alnum:]_.=+/-]*) fail 'GRAFANA_TOKEN holds something that no token holds' ;;
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
# A page to log in, or one that says where Grafana moved to, is an answer as well, but no list.
case $alerts in
  '['*) printf '%s\n' "$alerts" ;;
  *) fail 'the answer is no list of alerts; is the input url that of Grafana?' ;;
esac
