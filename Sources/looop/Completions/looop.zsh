#compdef looop
# Completion of looop for zsh: source <(looop completions zsh), or this file as _looop in $fpath.
# looop itself says what a line can go on with, so that this never grows old.

_looop() {
  local reply line
  local -a values meanings
  reply=$("${(Q)words[1]/#\~/$HOME}" complete --meanings -- \
    "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null) || return 1
  case $reply in
    '') return 1 ;;
    :files) _files ;;
    :folders) _files -/ ;;
    *)
      for line in "${(@f)reply}"; do
        values+=("${line%%$'\t'*}")
        meanings+=("${line/$'\t'/  -- }")
      done
      if [[ $reply == *$'\t'* ]]; then
        compadd -l -d meanings -a values
      else
        compadd -a values
      fi
      ;;
  esac
}

if [[ ${funcstack[1]} == _looop ]]; then
  _looop "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _looop looop
fi
