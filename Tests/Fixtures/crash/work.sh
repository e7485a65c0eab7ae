# The agent that works in the crash test: `k` until it is killed, any other asks and reports.
root=$1
echo "at work"
echo '{"type":"usage","input":5,"output":7}'
if [ "$LOOOP_SESSION_ID" = k ]; then exec sleep 600; fi
answer=$("$LOOOP_BIN" ask "Which name?" 2>"$root/asked.$$") || exit 1
echo "$(cat "$root/asked.$$") $answer" >>"$root/heard"
"$LOOOP_BIN" done "named $answer"
