#!/bin/sh
# How full a disk is. The signal is a class, not the number, which changes all the time.
set -eu
LC_ALL=C
export LC_ALL

table=$(df -P "$INPUT_PATH")
# The first column may hold blanks; the capacity is the first one that is a percentage.
used=$(
  printf '%s\n' "$table" | awk '
    NR == 2 { for (i = 2; i <= NF; i++) if ($i ~ /^[0-9]+%$/) { print $i + 0; exit } }'
)
if [ -z "$used" ]; then
  printf 'disk: df shows no capacity for %s\n' "$INPUT_PATH" >&2
  exit 1
fi

class=fine
if [ "$used" -ge "$INPUT_FULL" ]; then
  class=full
elif [ "$used" -ge "$INPUT_HIGH" ]; then
  class=high
fi
printf '{"signal":{"disk":"%s"},"detail":{"used_percent":%d}}\n' "$class" "$used"
