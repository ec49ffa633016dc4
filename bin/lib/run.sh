# shellcheck shell=bash
# A run: one execution of a command in bin/. It has an id that names the process it lives in, marks what it starts with
# this id (ROWCALL_RUN in the environment of processes, the label io.rowcall.run on containers), undoes at its end what
# it did, and clears what earlier runs left that were killed and could not.

ROWCALL_HOST=$(uname -n | cksum | cut -d' ' -f1)

# Pid and start time together name a process for good; a pid alone is used again.
start_time() {
  local line fields
  if [[ -d /proc/self ]]; then
    { line=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    # The name in parentheses may hold blanks: count the fields behind it.
    read -r -a fields <<<"${line##*) }"
    [[ ${fields[0]} != Z ]] && printf '%s' "${fields[19]}"
  else
    line=$(ps -o lstart= -p "$1" 2>/dev/null) || return 1
    printf '%s' "$line" | cksum | cut -d' ' -f1
  fi
}

# A run id reads host-pid-start. Runs of other machines on the same Docker engine are never ours to judge.
run_is_dead() {
  local host pid start
  IFS=- read -r host pid start <<<"$1"
  [[ $host == "$ROWCALL_HOST" && $pid =~ ^[0-9]+$ && -n $start ]] || return 1
  kill -0 "$pid" 2>/dev/null || return 0
  [[ $(start_time "$pid") != "$start" ]]
}

# Small files by which runs know of each other.
state_dir() {
  if [[ $(id -u) == 0 && -d /run ]]; then
    printf '/run/rowcall'
  else
    printf '%s/rowcall-%s' "${XDG_RUNTIME_DIR:-${TMPDIR:-/tmp}}" "$(id -u)"
  fi
}

begin_run() {
  ROWCALL_RUN="$ROWCALL_HOST-$$-$(start_time $$)"
  ROWCALL_STATE=$(state_dir)
  RUN_DIR=${TMPDIR:-/var/tmp}/rowcall-$ROWCALL_RUN
  export ROWCALL_RUN
  mkdir -p "$RUN_DIR" "$ROWCALL_STATE/ports" "$ROWCALL_STATE/engine-users"
  [[ -O $ROWCALL_STATE && -O $RUN_DIR ]] || die "$ROWCALL_STATE belongs to another user: set TMPDIR to a folder of your own"
  # A signal may come while a step's output goes to a file: the end speaks to the person all the same.
  exec 5>&1 6>&2
  trap end_run EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  clear_processes_of_dead_runs
  clear_files_of_dead_runs
}

# Commands to run at the end, the last one first.
AT_END=()
at_end() { AT_END+=("$1"); }

end_run() {
  local status=$? i
  trap - EXIT
  trap '' INT TERM HUP
  set +e
  exec 1>&5 2>&6
  for ((i = ${#AT_END[@]} - 1; i >= 0; i--)); do
    eval "${AT_END[i]}"
  done
  stop_processes_of "$ROWCALL_RUN"
  rm -rf "$RUN_DIR"
  exit "$status"
}

# The run that the environment of process $1 names. This shell and its subshells show none: they were not started with it.
run_of_process() {
  local variable
  while IFS= read -r -d '' variable; do
    if [[ $variable == ROWCALL_RUN=* ]]; then
      printf '%s' "${variable#*=}"
      return 0
    fi
  done <"/proc/$1/environ"
  return 1
} 2>/dev/null

# Prints "pid run" for every process that a run started. On machines without /proc there is none to be seen.
marked_processes() {
  local folder run
  for folder in /proc/[0-9]*; do
    if run=$(run_of_process "${folder#/proc/}"); then printf '%s %s\n' "${folder#/proc/}" "$run"; fi
  done
}

stop_processes_of() {
  local pids
  pids=$(marked_processes | sed -n "s/ $1\$//p")
  [[ -n $pids ]] || return 0
  kill -TERM $pids 2>/dev/null || true
  wait_for 10 "processes of this command to stop" none_alive $pids && return 0
  kill -KILL $pids 2>/dev/null || true
}

none_alive() {
  local pid
  for pid in "$@"; do
    if [[ -n $(start_time "$pid") ]]; then return 1; fi
  done
}

clear_processes_of_dead_runs() {
  local run
  for run in $(marked_processes | cut -d' ' -f2 | sort -u); do
    if run_is_dead "$run"; then
      say "stopping processes that a killed run left"
      stop_processes_of "$run"
    fi
  done
}

clear_files_of_dead_runs() {
  local entry run
  for entry in "${TMPDIR:-/var/tmp}"/rowcall-*-*-* "$ROWCALL_STATE"/engine-users/*; do
    run=${entry##*/}
    if [[ -O $entry ]] && run_is_dead "${run#rowcall-}"; then rm -rf "$entry"; fi
  done
  for entry in "$ROWCALL_STATE"/ports/*; do
    [[ -e $entry ]] || continue
    run=$(cat "$entry/run" 2>/dev/null) || continue
    if run_is_dead "$run"; then rm -rf "$entry"; fi
  done
}

# with_lock NAME WHAT COMMAND... - one run at a time; WHAT says what the others are waiting for, and "try" that they fail
# instead of waiting. Where flock(1) is missing
# (macOS) there is no lock, and two runs in one folder are better started one after the other. COMMAND runs without
# errexit: it says itself what to do when a step fails. Asked for again by what runs inside it (the clearing up after a
# failure), a lock is simply held on.
LOCKS_HELD=' '
with_lock() {
  local name=$1 what=$2 status=0
  shift 2
  if ! command -v flock >/dev/null || [[ $LOCKS_HELD == *" $name "* ]]; then
    "$@"
    return
  fi
  local LOCKS_HELD="$LOCKS_HELD$name "
  {
    if ! flock -n 9; then
      [[ $what != try ]] || return 1
      say "waiting for $what ..."
      flock 9
    fi
    "$@" || status=$?
  } 9>"$ROWCALL_STATE/$name.lock"
  return "$status"
}

# run_child COMMAND... - in a process group of its own, so that one signal reaches all that it starts. A signal to this
# shell ends the wait at once.
run_child() {
  local pid status=0
  set -m
  "$@" </dev/null &
  pid=$!
  set +m
  wait "$pid" || status=$?
  return "$status"
}
