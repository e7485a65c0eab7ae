#!/bin/sh
# The names of the files in a folder, without hidden ones and folders. Write a big file under a
# hidden name first, then rename it.
set -eu
# Sorts and cuts by bytes, whatever the encoding of the names.
LC_ALL=C
export LC_ALL

if [ ! -d "$INPUT_FOLDER" ] || [ ! -r "$INPUT_FOLDER" ] || [ ! -x "$INPUT_FOLDER" ]; then
  printf 'file-inbox: %s is not a readable folder; create it, or set the input folder\n' \
    "$INPUT_FOLDER" >&2
  exit 1
fi

# A name can have any character but a slash, so a slash ends each name.
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
