#!/bin/sh
# The open pull requests of a repository as gh lists them; the manifest picks signal and detail.
set -eu
# Either one makes gh colour its JSON.
unset GH_FORCE_TTY CLICOLOR_FORCE

set -- --repo="$INPUT_REPO" --limit="$INPUT_LIMIT"
# With a label gh uses the search, whose index lags: only when asked for.
if [ -n "${INPUT_LABEL:-}" ]; then
  set -- "$@" --label="$INPUT_LABEL"
fi
exec gh pr list "$@" --json number,title,author,isDraft,reviewDecision,headRefName,url
