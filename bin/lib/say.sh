# shellcheck shell=bash
# Words for the person in front of the terminal: every wait says what is being waited for.

# UTF-8 output whatever the machine's locale is.
if [[ $(locale charmap 2>/dev/null) != UTF-8 ]]; then
  export LC_ALL=C.UTF-8
fi

say() { printf 'rowcall: %s\n' "$*"; }
warn() { printf 'rowcall: %s\n' "$*" >&2; }
die() {
  warn "$*"
  exit 1
}

# wait_for SECONDS WHAT COMMAND... - asks again and again until COMMAND succeeds; says what it waits for after two seconds
# and then every fifteen. Fails when the time is over, or at once when COMMAND answers 2: it will never succeed.
wait_for() {
  local seconds=$1 what=$2 started=$SECONDS told=-13 status
  shift 2
  while :; do
    status=0
    "$@" >/dev/null 2>&1 || status=$?
    ((status == 0)) && return 0
    ((status == 2 || SECONDS - started >= seconds)) && return 1
    if ((SECONDS - started - told >= 15)); then
      told=$((SECONDS - started))
      say "waiting for $what ..."
    fi
    sleep 0.3
  done
}

# within SECONDS COMMAND... - where the machine has timeout(1); elsewhere without a limit.
within() {
  local seconds=$1
  shift
  if command -v timeout >/dev/null; then timeout "$seconds" "$@"; else "$@"; fi
}

# The lines of a log that say most when something failed.
show_end_of() {
  [[ -s $1 ]] || return 0
  warn "the end of $1:"
  tail -n "${2:-20}" "$1" | sed 's/^/    /' >&2
}
