#!/bin/sh
# The names of the files that lie in a folder; hidden ones and folders do not count. Whoever writes
# a big file should write it under a hidden name and rename it.
set -eu
# Sorts and cuts by bytes, whatever the names are written in.
LC_ALL=C
export LC_ALL

if [ ! -d "$INPUT_FOLDER" ] || [ ! -r "$INPUT_FOLDER" ] || [ ! -x "$INPUT_FOLDER" ]; then
  printf 'file-inbox: %s is no folder that can be read; make it, or set the input folder\n' \
    "$INPUT_FOLDER" >&2
  exit 1
fi

# A name can hold anything but a slash, so that is what ends each.
for file in "$INPUT_FOLDER"/*; do
  if [ -f "$file" ]; then
    printf '%s/' "${file##*/}"
  fi
done | awk -v most=100 '
  BEGIN {
    RS = "/"
    for (i = 1; i < 32; i++) escape[sprintf("%c", i)] = sprintf("\\u%04x", i)
    escape["\""] = "\\\""
    escape["\\"] = "\\\\"
    printf "{\"signal\":{\"files\":["
  }
  NR <= most {
    text = ""
    for (i = 1; i <= length($0); i++) {
      letter = substr($0, i, 1)
      text = text (letter in escape ? escape[letter] : letter)
    }
    printf "%s\"%s\"", (NR > 1 ? "," : ""), text
  }
  END { printf "],\"count\":%d}}\n", NR }'
