# shellcheck shell=bash
# The container engine: used where it answers, installed and started where a fresh Debian or Ubuntu has none, and stopped at
# the end if a run of these commands started it and no other run uses it.

WAYS_OUT="install Docker and start it, or use your own servers: set SPRING_RABBITMQ_HOST and SPRING_DATASOURCE_URL (see README)"
DOCKERD_PID=/var/run/docker.pid
DOCKERD_LOG=/var/log/rowcall-dockerd.log

# The socket file says nothing: a dead engine leaves it behind.
engine_answers() { command -v docker >/dev/null && within 20 docker info; } >/dev/null 2>&1

need_engine() {
  : >"$ROWCALL_STATE/engine-users/$ROWCALL_RUN"
  at_end 'with_lock engine "another run that starts or stops the container engine" leave_engine'
  with_lock engine "another run that starts the container engine" start_engine_if_needed
}

start_engine_if_needed() {
  engine_answers && return 0
  if [[ -n ${DOCKER_HOST:-} ]]; then
    die "the container engine at DOCKER_HOST=$DOCKER_HOST does not answer: start it, or unset DOCKER_HOST"
  fi
  can_install || die "no container engine answers ('docker info' fails): $WAYS_OUT"
  if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then
    install_engine || die "Docker could not be installed: $WAYS_OUT"
    engine_answers && return 0
  fi
  if [[ -d /run/systemd/system ]]; then
    say "starting the container engine"
    systemctl start docker || die "systemd could not start docker (see 'journalctl -u docker'): $WAYS_OUT"
    printf 'systemd' >"$ROWCALL_STATE/engine"
  elif [[ -f $DOCKERD_PID ]] && is_running "$(<"$DOCKERD_PID")" dockerd; then
    wait_for 60 "the dockerd that is already running to answer" engine_answers ||
      die "dockerd runs (pid $(<"$DOCKERD_PID")) and does not answer: stop it, then try again"
    return 0
  else
    start_dockerd
  fi
  if ! wait_for 90 "the container engine to answer" engine_answers_or_died; then
    show_end_of "$DOCKERD_LOG"
    die "the container engine did not start: $WAYS_OUT"
  fi
}

install_engine() {
  local -a packages=(docker.io iptables ca-certificates)
  apt_update
  # Newer Debian ships the client apart.
  if available docker-cli >/dev/null; then packages+=(docker-cli); fi
  install_packages "no container engine is installed" "${packages[@]}"
}

start_dockerd() {
  local pid
  remove_stale_pid_file "$DOCKERD_PID" dockerd
  remove_stale_pid_file /var/run/docker/containerd/containerd.pid containerd
  say "starting dockerd (its log: $DOCKERD_LOG)"
  # It must outlive this run if another one uses it by then: no mark of this run, no lock of it, no terminal, no pipe.
  env -u ROWCALL_RUN setsid nohup dockerd >"$DOCKERD_LOG" 2>&1 </dev/null 5>&- 6>&- 9>&- &
  pid=$!
  printf '%s %s' "$pid" "$(start_time "$pid")" >"$ROWCALL_STATE/engine"
}

# An engine that was killed leaves its pid file, and the next one refuses to start as long as any process has that pid.
remove_stale_pid_file() {
  local pid
  [[ -f $1 ]] || return 0
  pid=$(<"$1")
  if ! is_running "$pid" "$2"; then
    say "removing the pid file that a killed $2 left: $1"
    rm -f "$1"
  fi
}

# is_running PID NAME - a dead process that nobody has waited for yet is not.
is_running() { [[ -n $(start_time "$1") && $(cat "/proc/$1/comm" 2>/dev/null) == "$2" ]]; }

# Whether the engine that a run started is still that process.
engine_is_ours() {
  local pid start
  [[ -s $ROWCALL_STATE/engine ]] || return 1
  read -r pid start <"$ROWCALL_STATE/engine" || true
  [[ $pid == systemd ]] || [[ -n $start && $(start_time "$pid") == "$start" ]]
}

engine_answers_or_died() {
  engine_answers && return 0
  engine_is_ours || return 2
  return 1
}

leave_engine() {
  local user others='' pid
  rm -f "$ROWCALL_STATE/engine-users/$ROWCALL_RUN"
  for user in "$ROWCALL_STATE"/engine-users/*; do
    [[ -e $user ]] || continue
    if run_is_dead "${user##*/}"; then rm -f "$user"; else others=yes; fi
  done
  if [[ -n $others ]] || ! engine_is_ours; then return 0; fi
  if [[ -n $(docker ps -q 2>/dev/null) ]]; then
    say "the container engine stays up: containers that are not Rowcall's run on it"
    return 0
  fi
  say "stopping the container engine that was started for this"
  read -r pid _ <"$ROWCALL_STATE/engine" || true
  if [[ $pid == systemd ]]; then
    systemctl stop docker.socket docker
  else
    kill -TERM "$pid"
    wait_for 30 "dockerd to stop" none_alive "$pid" || kill -KILL "$pid" || true
  fi
  rm -f "$ROWCALL_STATE/engine"
}

# Whether ports published by the engine are this machine's own, although a /.dockerenv makes it look like a container.
engine_shares_our_network() {
  local folder
  for folder in /proc/[0-9]*; do
    if [[ $(cat "$folder/comm" 2>/dev/null) == dockerd && $folder/ns/net -ef /proc/self/ns/net ]]; then return 0; fi
  done
  return 1
}

# Removes containers, networks and volumes of runs that were killed.
clear_containers_of_dead_runs() {
  local kind id run
  local -a list
  for kind in container network volume; do
    list=("$kind" ls -q --filter label=io.rowcall.run)
    [[ $kind == container ]] && list+=(--all)
    for id in $(docker "${list[@]}"); do
      run=$(docker "$kind" inspect -f "$(run_label "$kind")" "$id" 2>/dev/null) || continue
      if run_is_dead "$run"; then
        say "removing a $kind that a killed run left: $id"
        remove_docker_thing "$kind" "$id"
      fi
    done
  done
}

remove_containers_of() {
  local kind id
  local -a list
  for kind in container network volume; do
    list=("$kind" ls -q --filter "label=io.rowcall.run=$1")
    [[ $kind == container ]] && list+=(--all)
    for id in $(docker "${list[@]}" 2>/dev/null); do remove_docker_thing "$kind" "$id"; done
  done
}

run_label() {
  case $1 in
    container) printf '{{index .Config.Labels "io.rowcall.run"}}' ;;
    *) printf '{{index .Labels "io.rowcall.run"}}' ;;
  esac
}

remove_docker_thing() {
  case $1 in
    container) docker rm --force --volumes "$2" ;;
    *) docker "$1" rm "$2" ;;
  esac >/dev/null 2>&1 || true
}
