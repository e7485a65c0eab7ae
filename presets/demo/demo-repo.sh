# Watches the demo's repository: is there a branch with notes, and is it merged?
set -eu
branch=false
merged=false
if git -C "$LOOOP_DEMO_REPO" rev-parse -q --verify notes >/dev/null; then branch=true; fi
if [ -f "$LOOOP_DEMO_REPO/NOTES.md" ]; then merged=true; fi
head=$(git -C "$LOOOP_DEMO_REPO" rev-parse --short HEAD)
printf '{"signal":{"head":"%s","branch":%s,"merged":%s},"detail":{"path":"%s"}}\n' \
  "$head" "$branch" "$merged" "$LOOOP_DEMO_REPO"
