#!/bin/sh
# Installs looop for one user, without root:
#   curl -fsSL URL/install.sh | sh
#   curl -fsSL URL/install.sh | sh -s -- --version 2.0.0 --prefix "$HOME/.local"
# What it downloads is compared with its checksum before it is unpacked, and runs once before anything is
# replaced. All is in functions, so that a script that was cut off does nothing.
set -eu

# The release workflow writes the repository in; LOOOP_RELEASES names another place.
REPOSITORY='@REPOSITORY@'

usage() {
  cat <<'END'
install.sh [--version V] [--prefix DIR] [--over-running]
install.sh --uninstall [--keep-data] [--prefix DIR]

  --version V      that version (default: the latest)
  --prefix DIR     where bin, share/man and the completions go (default: ~/.local)
  --over-running   replace the program although a pulse of another version runs from it;
                   the pulse goes on with its version until you restart it
  --uninstall      remove what was installed, and the loop's data and config
  --keep-data      with --uninstall: leave data and config

LOOOP_RELEASES names another place of the releases, also file:///some/folder.
END
}

say() { printf '%s\n' "$*"; }

# fail WHAT HOW-TO-MEND
fail() {
  printf 'install.sh: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '  %s\n' "$2" >&2
  exit 1
}

main() {
  version=
  prefix=
  uninstall=
  keep_data=
  over_running=
  while [ $# -gt 0 ]; do
    case $1 in
      --version | --prefix)
        if [ $# -lt 2 ] || [ -z "$2" ]; then fail "$1 needs a value." "install.sh --help shows how."; fi
        if [ "$1" = --version ]; then version=${2#v}; else prefix=$2; fi
        shift
        ;;
      --version=*) version=${1#*=} version=${version#v} ;;
      --prefix=*) prefix=${1#*=} ;;
      --uninstall) uninstall=yes ;;
      --keep-data) keep_data=yes ;;
      --over-running) over_running=yes ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) fail "there is no option '$1'." "install.sh --help lists them." ;;
    esac
    shift
  done
  [ -z "$keep_data" ] || [ -n "$uninstall" ] || fail "--keep-data belongs to --uninstall." \
    "Installing never touches data; leave it out."
  case $version in
    *[!A-Za-z0-9.+_-]*) fail "'$version' is not a version." "For example: --version 2.0.0" ;;
  esac
  choose_prefix
  program=$prefix/bin/looop
  list=$prefix/share/looop/installed
  if [ -n "$uninstall" ]; then remove; else install; fi
}

# An absolute folder, whatever HOME is.
choose_prefix() {
  if [ -z "$prefix" ]; then
    case ${HOME:-} in
      /*) prefix=$HOME/.local ;;
      *) fail "HOME is not set, so there is no place to install to." \
        "Name one: --prefix /some/folder (curl … | sh -s -- --prefix /some/folder)" ;;
    esac
  fi
  case $prefix in
    /*) ;;
    *) prefix=$(pwd)/$prefix ;;
  esac
  while [ "$prefix" != / ] && [ "${prefix%/}" != "$prefix" ]; do prefix=${prefix%/}; done
  case $prefix in
    *'
'*) fail "the folder to install to has a line feed in its name." "Name another: --prefix DIR" ;;
  esac
}

# ---- install -------------------------------------------------------------------------------------

install() {
  name_platform
  choose_releases
  for tool in tar gzip; do
    command -v "$tool" >/dev/null 2>&1 || fail "$tool is not on PATH." "Install it, then run this again."
  done
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/looop-install.XXXXXX") || fail "no temporary folder can be made." \
    "Set TMPDIR to a folder that can be written."
  trap 'rm -rf "$scratch"' EXIT
  trap 'exit 1' HUP INT TERM

  if [ -z "$version" ]; then
    fetch "$releases/latest/download/VERSION" "$scratch/VERSION" \
      "Name a version: --version V, or set LOOOP_RELEASES."
    version=$(head -n 1 "$scratch/VERSION")
    case $version in
      '' | *[!A-Za-z0-9.+_-]*) fail "$releases/latest/download/VERSION names no version." \
        "Name one: --version V" ;;
    esac
  fi
  name=looop-$version-$platform
  archive=$name.tar.gz
  from=$releases/download/v$version/$archive
  fetch "$from" "$scratch/$archive" "There may be no such version for $platform: --version V names another."
  fetch "$from.sha256" "$scratch/$archive.sha256" "Without its checksum nothing is installed."
  compare
  # Only what belongs to it: an archive cannot write anywhere else.
  tar -C "$scratch" -xzf "$scratch/$archive" "$name" 2>"$scratch/why" || fail \
    "$archive cannot be unpacked: $(tail -n 1 "$scratch/why")" \
    "It is what was published, by its checksum: is there room in ${TMPDIR:-/tmp}?"
  new=$scratch/$name/bin/looop
  [ -f "$new" ] || fail "$archive holds no bin/looop." "Report this; nothing was installed."
  said=$(run_own "$new" version 2>&1) || fail "this looop does not run here: $said" \
    "It needs $platform. To build it yourself: see CONTRIBUTING.md. Nothing was installed."
  case $said in
    *"$version"*) ;;
    *) fail "the program in $archive says it is '$said'." "Report this; nothing was installed." ;;
  esac
  look_at_running
  place
  say "looop $version is in $program"
  case ":${PATH:-}:" in
    *":$prefix/bin:"*) ;;
    *) say "Put it on your PATH: export PATH=\"$prefix/bin:\$PATH\"" ;;
  esac
  if [ -n "$running" ]; then
    say "The pulse goes on with its version. To change over, without losing a worker:"
    say "  looop down --keep-workers && looop up"
  fi
  say "next: looop demo, then looop init"
}

name_platform() {
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=macos ;;
    *) fail "there is no looop for $(uname -s)." "It runs on Linux and macOS." ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no looop for $(uname -m)." "It runs on x86_64 and arm64." ;;
  esac
  platform=$system-$machine
}

choose_releases() {
  releases=${LOOOP_RELEASES:-}
  if [ -z "$releases" ]; then
    case $REPOSITORY in
      @*) fail "this copy of install.sh belongs to no release, so it does not know where releases are." \
        "Use the one of a release, or set LOOOP_RELEASES to their URL or to file:///some/folder." ;;
    esac
    releases=https://github.com/$REPOSITORY/releases
  fi
  releases=${releases%/}
  case $releases in
    https://* | file:///*) ;;
    # Of this machine alone: for tests and mirrors behind a tunnel.
    http://127.0.0.1[:/]* | http://localhost[:/]* | 'http://[::1]'[:/]*) ;;
    *) fail "LOOOP_RELEASES is neither https:// nor file:///: $releases" "Checksums come from there too." ;;
  esac
}

# fetch URL FILE HOW-TO-MEND
fetch() {
  case $1 in
    file://*)
      if ! cat "${1#file://}" >"$2" 2>"$scratch/why"; then
        fail "$1 cannot be read: $(tail -n 1 "$scratch/why")" "$3"
      fi
      return
      ;;
  esac
  if command -v curl >/dev/null 2>&1; then
    curl --fail --silent --show-error --location --proto '=https,http' --proto-redir '=https' \
      --retry 2 --connect-timeout 20 --output "$2" "$1" 2>"$scratch/why" && return
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1" 2>"$scratch/why" && return
  else
    fail "neither curl nor wget is on PATH." "Install one of them, then run this again."
  fi
  fail "$1 cannot be fetched: $(tail -n 1 "$scratch/why")" "$3"
}

compare() {
  wanted=$(sed -n '1s/^\([0-9a-f]\{64\}\).*$/\1/p' "$scratch/$archive.sha256")
  [ -n "$wanted" ] || fail "$archive.sha256 holds no checksum." "Nothing was installed; try again later."
  if command -v sha256sum >/dev/null 2>&1; then
    found=$(sha256sum <"$scratch/$archive")
  elif command -v shasum >/dev/null 2>&1; then
    found=$(shasum -a 256 <"$scratch/$archive")
  elif command -v openssl >/dev/null 2>&1; then
    found=$(openssl dgst -sha256 -r <"$scratch/$archive")
  else
    fail "no program here computes a SHA-256." "Install coreutils (sha256sum), shasum or openssl."
  fi
  [ "${found%% *}" = "$wanted" ] || fail "$archive is not what was published: its checksum differs." \
    "Nothing was installed. Try again; if it stays so, report it."
}

# Not as a part of a loop that may have started this.
run_own() (
  unset LOOOP_BIN LOOOP_SESSION_ID LOOOP_RUN
  exec "$@"
)

# Sets `running` when a pulse or supervisor of another version runs from the program to be replaced.
look_at_running() {
  running=
  [ -x "$program" ] || return 0
  former=$(run_own "$program" version 2>/dev/null | head -n 1) || former=
  case $former in *"$version"*) return 0 ;; esac
  case $(run_own "$program" state --json 2>/dev/null) in
    *'"pulse_alive":true'*) running=yes ;;
  esac
  # Another loop's, by its program.
  for link in /proc/[0-9]*/exe; do
    [ -z "$running" ] || break
    if [ "$(readlink "$link" 2>/dev/null)" = "$program" ]; then running=yes; fi
  done
  if [ -n "$running" ] && [ -z "$over_running" ]; then
    fail "a pulse of ${former:-another version} runs from $program; nothing was changed." \
      "looop down --keep-workers, then this again, then looop up. Or add --over-running: it goes on as it is until you restart it."
  fi
}

# Each file under a new name first, so that none is ever half there.
place() {
  for folder in bin share/looop; do
    mkdir -p "$prefix/$folder" 2>"$scratch/why" || fail \
      "$prefix/$folder cannot be made: $(tail -n 1 "$scratch/why")" \
      "Name a folder of your own: --prefix DIR. Root is not needed."
  done
  : >"$scratch/installed"
  put 755 "$new" bin/looop
  tree=$scratch/$name
  for page in "$tree"/share/man/man1/*.1; do
    if [ -f "$page" ]; then put 644 "$page" "share/man/man1/${page##*/}"; fi
  done
  optional "$tree/completions/looop.bash" share/bash-completion/completions/looop
  optional "$tree/completions/_looop" share/zsh/site-functions/_looop
  optional "$tree/completions/looop.fish" share/fish/vendor_completions.d/looop.fish
  printf '%s\n' share/looop/installed >>"$scratch/installed"
  cp "$scratch/installed" "$list" 2>"$scratch/why" || fail "$list cannot be written: $(tail -n 1 "$scratch/why")" \
    "The program is in place; make room, then run this again."
}

optional() { if [ -f "$1" ]; then put 644 "$1" "$2"; fi; }

# put MODE FILE PLACE-BELOW-PREFIX
put() {
  target=$prefix/$3
  if mkdir -p "${target%/*}" 2>"$scratch/why" && cp "$2" "$target.new.$$" 2>"$scratch/why" \
    && chmod "$1" "$target.new.$$" && mv -f "$target.new.$$" "$target" 2>"$scratch/why"; then
    printf '%s\n' "$3" >>"$scratch/installed"
    return
  fi
  rm -f "$target.new.$$"
  fail "$target cannot be written: $(tail -n 1 "$scratch/why")" \
    "Name a folder of your own with --prefix DIR, or make room. Root is not needed."
}

# ---- uninstall -----------------------------------------------------------------------------------

remove() {
  [ -f "$program" ] || [ -f "$list" ] || fail "looop is not installed below $prefix." \
    "Name where it is: --prefix DIR"
  if [ -x "$program" ]; then
    case $(run_own "$program" state --json 2>/dev/null) in
      *'"pulse_alive":true'*) fail "the pulse is up; nothing was removed." "First: looop down" ;;
    esac
    # A unit that starts what is gone would fail at each login.
    run_own "$program" service uninstall >/dev/null 2>&1 || :
  fi
  if [ -f "$list" ]; then
    while IFS= read -r file; do
      # Only below the prefix, whatever the list says.
      case $file in
        bin/looop | share/*) case $file in *..*) ;; *) rm -f "$prefix/$file" ;; esac ;;
      esac
    done <"$list"
  fi
  rm -f "$program" "$list" || fail "$program cannot be removed." "Remove it yourself."
  rmdir "$prefix/share/looop" 2>/dev/null || :
  say "looop is removed from $prefix"
  data=${LOOOP_DATA_DIR:-}
  config=${LOOOP_CONFIG:-}
  [ -n "$data" ] || data=$(place_of "${XDG_STATE_HOME:-}" .local/state)
  [ -n "$config" ] || config=$(place_of "${XDG_CONFIG_HOME:-}" .config)/config.json
  if [ -n "$keep_data" ]; then
    say "kept: $data, $config"
    return
  fi
  # By its own mark: no other folder is ever removed.
  if [ -f "$data/.looop.json" ]; then
    rm -rf "$data" && say "removed: $data"
  fi
  if [ -f "$config" ] && [ ! -L "$config" ]; then
    rm -f "$config" && say "removed: $config"
    rmdir "${config%/*}" 2>/dev/null || :
  fi
}

# place_of XDG-FOLDER BELOW-HOME: where looop itself looks.
place_of() {
  case $1 in
    /*) printf '%s/looop' "$1" ;;
    *) printf '%s/%s/looop' "${HOME:-/nonexistent}" "$2" ;;
  esac
}

main "$@"
