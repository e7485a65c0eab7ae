# The agent that thinks through twenty thousand beats: one kind of move after the other. Near a
# measurement it starts no worker, so that none is under way then.
root=$1
number=0
[ ! -e "$root/calls" ] || read -r number <"$root/calls"
number=$((number + 1))
echo "$number" >"$root/calls"
read -r beat <"$root/beat"
kind=$((number % 8))
if [ "$kind" = 3 ] && [ $((beat % 1000)) -gt 850 ]; then kind=0; fi
case $kind in
1) echo "{\"action\":\"write_goal\",\"id\":\"g$((number % 10))\",\"body\":\"number $number\"}" ;;
2) echo '{"action":"run_shell","cmd":"true","reason":"nothing"}' ;;
3) echo "{\"action\":\"start_worker\",\"id\":\"w$((number % 24))\",\"prompt\":\"a little work\"}" ;;
4) echo "{\"action\":\"write_playbook\",\"body\":\"Judgment $number.\"}" ;;
5) echo '{"action":"run_shell","cmd":"wc -l data/journal.md | cat","reason":"a pipe"}' ;;
6) exit 1 ;;
7) echo "{\"action\":\"archive_goal\",\"id\":\"g$(((number - 6) % 10))\"}" ;;
*) echo '{"action":"noop","reason":"nothing to do"}' ;;
esac
