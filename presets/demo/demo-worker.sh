# The demo's worker: asks for a name, writes the notes in a worktree of its own, and says done.
# In a recipe there is no such repository, and it changes nothing.
set -eu
if [ -z "${LOOOP_DEMO_REPO:-}" ]; then
  "$LOOOP_BIN" done "A demo: $LOOOP_SESSION_ID changed nothing."
  exit
fi
echo "Reading the last commits of $LOOOP_DEMO_REPO"
git -C "$LOOOP_DEMO_REPO" log --oneline -3
name=$("$LOOOP_BIN" ask "What should the next release be called?" --options "Dawn,Noon,Dusk")
echo "The human says: $name"
tree="$LOOOP_DEMO_REPO-notes"
git -C "$LOOOP_DEMO_REPO" worktree add -q -b notes "$tree"
printf '# Release %s\n\n' "$name" >"$tree/NOTES.md"
git -C "$LOOOP_DEMO_REPO" log --format='- %s' >>"$tree/NOTES.md"
git -C "$tree" add NOTES.md
git -C "$tree" commit -q -m "Add release notes for $name"
"$LOOOP_BIN" done "NOTES.md for $name is on the branch notes."
