#!/bin/sh
# Whether a file is there. Say here what NAME looks at, and look at that instead.
set -eu

state=absent
if [ -e "$INPUT_FILE" ]; then
  state=present
fi
# The signal wakes the loop when it changes: states, counts and ids, never a time or an age. The
# detail only informs. A look that failed exits with another code than 0.
printf '{"signal":{"state":"%s"},"detail":{"file":"%s"}}\n' "$state" "$INPUT_FILE"
