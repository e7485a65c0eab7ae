#!/bin/sh
# The state of a git repository: branch, commit, changes, and its distance from the upstream as of
# the last fetch. It does not fetch.
set -eu
LC_ALL=C
export LC_ALL
# Otherwise git status would refresh the index: a sensor only reads.
GIT_OPTIONAL_LOCKS=0
export GIT_OPTIONAL_LOCKS
# Set when looop is started from a git hook; they would override the path.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_NAMESPACE

# The repository's own config may name a program for fsmonitor.
status=$(
  git -C "$INPUT_PATH" -c core.fsmonitor=false status --porcelain=v2 --branch \
    --untracked-files=normal --no-renames
)
# One entry a line: git writes an unusual file name in quotes. A branch's name may hold a quote, but
# neither a backslash nor a control character.
printf '%s\n' "$status" | awk '
  $1 == "#" && $2 == "branch.oid" { oid = $3 }
  $1 == "#" && $2 == "branch.head" { branch = $3 }
  $1 == "#" && $2 == "branch.ab" { ahead = substr($3, 2); behind = substr($4, 2) }
  $1 == "1" || $1 == "2" { changed++ }
  $1 == "u" { unmerged++ }
  $1 == "?" { untracked++ }
  END {
    if (oid == "" || branch == "") {
      print "git-repo: git reported no commit or no branch" > "/dev/stderr"
      exit 1
    }
    gsub(/"/, "\\\"", branch)
    tree = unmerged ? "conflicts" : changed ? "changed" : untracked ? "untracked" : "clean"
    printf "{\"signal\":{\"branch\":\"%s\",\"commit\":\"%s\",\"tree\":\"%s\",", branch, oid, tree
    printf "\"ahead\":%s,\"behind\":%s},",
      (ahead == "" ? "null" : ahead), (behind == "" ? "null" : behind)
    printf "\"detail\":{\"changed\":%d,\"unmerged\":%d,\"untracked\":%d}}\n",
      changed, unmerged, untracked
  }'
