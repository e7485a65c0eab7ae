# A worker that asks without end. An `ask` that dies is run again with the same words, as its agent
# would; what it heard is written down with the ask's id.
root=$1
number=0
echo $$ >"$root/agent.$LOOOP_SESSION_ID"
while :; do
  number=$((number + 1))
  asked=$root/asked.$$
  until answer=$("$LOOOP_BIN" ask "Question $number of $$?" 2>"$asked"); do sleep 0.02; done
  echo "$(head -n 1 "$asked") $answer" >>"$root/heard.$LOOOP_SESSION_ID"
  sleep 2
done
