# The agent that thinks in the crash test. It looks at the data dir, its folder, and says the next
# thing that is missing: what a kill took, it says again.
root=$1
move() {
  printf '%s\n' "$1"
  exit 0
}
told() { grep -q "$1" journal.md; }
made() { [ -e goals/made.md ] || [ -e goals/archive/made.md ]; }

fail() {
  printf '{"type":"error","class":"%s","message":"said %s","retry_after_s":1}\n' "$1" "$1"
  exit 1
}

mkdir "$root/failed" 2>/dev/null && exit 1
mkdir "$root/limited" 2>/dev/null && fail quota
mkdir "$root/locked-out" 2>/dev/null && fail auth
mkdir "$root/dear" 2>/dev/null && echo '{"type":"usage","usd":2}'
made || move '{"action":"write_goal","id":"made","body":"made by the loop"}'
grep -q sharper PLAYBOOK.md || move '{"action":"write_playbook","body":"Be sharper."}'
[ -e sensors/extra.sh ] ||
  move '{"action":"write_sensor","name":"extra","script":"echo {}","manifest":"description: extra\nevery: 1d"}'
[ -d sessions/w ] || move '{"action":"start_worker","id":"w","prompt":"first","verify":"true"}'
[ -d sessions/k ] || move '{"action":"start_worker","id":"k","prompt":"until killed"}'
[ -e asks/pulse-1.json ] || move '{"action":"ask","prompt":"Which colour?"}'
told 'run_shell .*: "look"' || move '{"action":"run_shell","cmd":"wc -c data/PLAYBOOK.md","reason":"look"}'
told 'run_shell .*: "write"' ||
  move "{\"action\":\"run_shell\",\"cmd\":\"echo ran >>$root/ran\",\"reason\":\"write\"}"
told 'run_shell .*: "refuse"' ||
  move "{\"action\":\"run_shell\",\"cmd\":\"echo no >>$root/refused\",\"reason\":\"refuse\"}"
[ -e sessions/k/status.json ] || move '{"action":"kill_worker","id":"k","reason":"enough"}'
[ ! -e goals/made.md ] || move '{"action":"archive_goal","id":"made"}'
if ! ls -d sessions/.ended-w-* >"$root/lives" 2>&1; then
  [ ! -e sessions/w/status.json ] || move '{"action":"start_worker","id":"w","prompt":"second","verify":"false"}'
elif [ -e sessions/w/status.json ] && [ -z "$(ls intents)$(ls gates)" ]; then
  : >"$root/finished"
fi
move '{"action":"noop","reason":"it is under way"}'
