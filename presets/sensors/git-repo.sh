#!/bin/sh
# Where a git repository stands: branch, commit, changes, and how far it is from its upstream as of
# the last fetch. It fetches nothing.
set -eu
LC_ALL=C
export LC_ALL
# Status renews the index in passing, unless told not to: a sensor only looks.
GIT_OPTIONAL_LOCKS=0
export GIT_OPTIONAL_LOCKS
# Whoever starts looop from a git hook hands these on, and they outrank the path.
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
      print "git-repo: git named neither commit nor branch" > "/dev/stderr"
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
