# Completion of looop for bash: source <(looop completions bash)
# shellcheck shell=bash
# looop itself says what a line can go on with, so that this never grows old.

# The line up to the cursor, which bash counts in bytes.
_looop_line() {
  local LC_ALL=C
  line=${COMP_LINE:0:COMP_POINT}
}

_looop() {
  local line word rest blank index reply kept old_options
  local -a words=()
  _looop_line
  # bash also splits words at ':' and '='; what no blank separates is one word.
  rest=$line
  for ((index = 0; index <= COMP_CWORD; index++)); do
    word=${COMP_WORDS[index]}
    blank=${rest%%[![:space:]]*}
    rest=${rest#"$blank"}
    # The cursor may be inside of the last word.
    case $rest in
      "$word"*) ;;
      *) word=$rest ;;
    esac
    if [ -z "$blank" ] && [ ${#words[@]} -gt 0 ]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    rest=${rest#"$word"}
  done
  COMPREPLY=()
  reply=$("${words[0]/#\~/$HOME}" complete --typed -- "${words[@]:1}" 2>/dev/null) || return 0
  case $reply in
    :files) compopt -o default 2>/dev/null || COMPREPLY=() ;;
    :folders) compopt -o dirnames 2>/dev/null || COMPREPLY=() ;;
    *)
      # Split at line feeds only, and expand nothing.
      old_options=$-
      set -f
      local IFS=$'\n'
      # shellcheck disable=SC2206
      COMPREPLY=($reply)
      case $old_options in *f*) ;; *) set +f ;; esac
      # bash replaces only what stands behind its own last word break.
      word=${words[${#words[@]} - 1]}
      case $word in
        *[:=]*)
          kept=${word%"${word##*[:=]}"}
          COMPREPLY=("${COMPREPLY[@]#"$kept"}")
          ;;
      esac
      ;;
  esac
}

complete -F _looop looop
