# The agent that thinks while the loop is killed at random: some move or other. It writes down which
# interrupted moves it was told of.
root=$1
sed -n '/^## INTERRUPTED MOVES/,/^## [^I]/s/^| \([^:]*\): .*/\1/p' "$2" >>"$root/told"
number=$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')
case $((number % 6)) in
0) echo "{\"action\":\"write_goal\",\"id\":\"g$((number % 10))\",\"body\":\"number $number\"}" ;;
1) echo '{"action":"run_shell","cmd":"sleep 0.3","reason":"a pause"}' ;;
2)
  mark=$number-$$
  echo "{\"action\":\"run_shell\",\"cmd\":\"echo $mark >>$root/ran\",\"reason\":\"mark $mark\"}"
  ;;
3)
  [ "$((number % 4))" = 0 ] || exec echo '{"action":"noop","reason":"enough is asked"}'
  echo "{\"action\":\"ask\",\"prompt\":\"Is $number fine?\"}"
  ;;
*) echo '{"action":"noop","reason":"nothing to do"}' ;;
esac
