# Completion of looop for fish: looop completions fish >~/.config/fish/completions/looop.fish
# looop itself says what a line can go on with, so that this never grows old.

function __looop_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (commandline -ct)
    set -l reply ($program complete --meanings --typed -- $words "$current" 2>/dev/null)
    switch "$reply[1]"
        case :files
            __fish_complete_path "$current"
        case :folders
            __fish_complete_directories "$current"
        case '*'
            printf '%s\n' $reply
    end
end

complete -c looop -f -a '(__looop_complete)'
