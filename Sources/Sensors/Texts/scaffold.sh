#!/bin/sh
# Whether a file exists. Replace this by what NAME observes.
set -eu

state=absent
if [ -e "$INPUT_FILE" ]; then
  state=present
fi
# The signal wakes the loop when it changes: states, counts and ids, never a time or an age. The
# detail only informs. When the observation fails, exit with another code than 0.
printf '{"signal":{"state":"%s"},"detail":{"file":"%s"}}\n' "$state" "$INPUT_FILE"
