#!/bin/sh
# The issues in Linear that are not done, as an array of the API's pages: [page,page]. The manifest
# picks signal and detail.
set -eu
LC_ALL=C
export LC_ALL

fail() {
  printf 'linear-issues: %s\n' "$1" >&2
  exit 1
}

# It is written between quotes into curl's config.
case $LINEAR_API_KEY in
  '' | *[![:alnum:]_.=+/-]*) fail 'LINEAR_API_KEY has a character that no key has' ;;
esac

filter='"state":{"type":{"nin":["completed","canceled","duplicate"]}}'
if [ -n "${INPUT_TEAM:-}" ]; then
  filter="$filter,\"team\":{\"key\":{\"eq\":\"$INPUT_TEAM\"}}"
fi
query="query(\$filter: IssueFilter, \$after: String) {\
 issues(first: 50, after: \$after, filter: \$filter, orderBy: createdAt) {\
 nodes { identifier title url priorityLabel state { name type } assignee { displayName } }\
 pageInfo { hasNextPage endCursor } } }"

# look CURSOR: one page, on one line. printf is built in and the key goes through a pipe, so that
# it is in no argument list. Redirects are not followed: the key is for this host.
look() {
  printf 'header = "Authorization: %s"\n' "$LINEAR_API_KEY" |
    curl --disable --config - --silent --show-error --fail --max-time 20 --proto '=http,https' \
      --header 'Content-Type: application/json' --url "$INPUT_URL" \
      --data "{\"query\":\"$query\",\"variables\":{\"filter\":{$filter},\"after\":$1}}"
}

# Inside a JSON string every quote has a backslash before it. A quote that follows a brace or a
# comma therefore opens a string, and one before a colon ends a member's name: no title can look
# like that.
member() {
  printf '[{,][[:space:]]*"%s"[[:space:]]*:[[:space:]]*' "$1"
}

pages=
after=null
count=0
while :; do
  page=$(look "$after")
  page=$(printf '%s' "$page" | tr '\r\n' '  ')
  if printf '%s\n' "$page" | grep -q "$(member errors)"; then
    fail "Linear refused: $(printf '%s' "$page" | cut -c 1-500)"
  fi
  pages=$pages${pages:+,}$page
  if printf '%s\n' "$page" | grep -q "$(member hasNextPage)false"; then
    break
  fi
  if ! printf '%s\n' "$page" | grep -q "$(member hasNextPage)true"; then
    fail "the answer is not a page of issues: $(printf '%s' "$page" | cut -c 1-200)"
  fi
  cursor=$(printf '%s\n' "$page" | sed -n "s/.*$(member endCursor)\"\([^\"]*\)\".*/\1/p")
  case $cursor in
    '' | *[![:alnum:]_.:=+/-]*) fail 'the answer promises a next page, but does not name it' ;;
  esac
  after="\"$cursor\""
  count=$((count + 1))
  if [ "$count" -ge "$INPUT_PAGES" ]; then
    fail "there are more than $INPUT_PAGES pages of 50 issues; set the input team, or more pages"
  fi
done
printf '[%s]\n' "$pages"
