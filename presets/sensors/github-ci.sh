#!/bin/sh
# How the newest finished run of each GitHub Actions workflow on a branch ended, by the jq in gh.
set -eu
# Either one makes gh colour its JSON.
unset GH_FORCE_TTY CLICOLOR_FORCE

# Runs of pull requests have the name of a stranger's branch, which may equal ours. A cancelled,
# skipped or unfinished run says nothing about the branch.
newest='
  map(select(
    (.event | startswith("pull_request") | not) and .status == "completed"
    and (.conclusion
      | IN("success", "failure", "timed_out", "startup_failure", "action_required"))))
  | group_by(.workflowDatabaseId) | map(max_by(.number)) | sort_by(.workflowName)
  | {
      failing: map(select(.conclusion != "success")),
      passing: map(select(.conclusion == "success"))
    }
  | .state = (
      if .failing != [] then "failing" elif .passing != [] then "passing" else "none" end)'
exec gh run list --repo="$INPUT_REPO" --branch="$INPUT_BRANCH" --limit="$INPUT_LIMIT" \
  --json workflowDatabaseId,workflowName,number,status,conclusion,event,displayTitle,headSha,url \
  --jq "$newest"
