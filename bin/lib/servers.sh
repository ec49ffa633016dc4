# shellcheck shell=bash
# Which RabbitMQ and MySQL are used: the person's own, or containers.

# Own servers: Docker is not asked for at all.
own_servers() {
  local rabbitmq=${SPRING_RABBITMQ_HOST:-}${SPRING_RABBITMQ_ADDRESSES:-} mysql=${SPRING_DATASOURCE_URL:-}
  if [[ -n $rabbitmq && -z $mysql ]]; then
    die "SPRING_RABBITMQ_HOST or SPRING_RABBITMQ_ADDRESSES is set and SPRING_DATASOURCE_URL is not: set both to use your own servers, or neither"
  elif [[ -z $rabbitmq && -n $mysql ]]; then
    die "SPRING_DATASOURCE_URL is set and neither SPRING_RABBITMQ_HOST nor SPRING_RABBITMQ_ADDRESSES is: set both to use your own servers, or neither"
  fi
  [[ -n $rabbitmq ]]
}

# listening PORT - whether something on this machine takes connections there.
listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# port_for VARIABLE DEFAULT WHAT - sets and exports VARIABLE. A port that a person named is used or refused; a default that
# is taken gives way to the next free one, and is then kept from other runs until this one ends.
port_for() {
  local variable=$1 port=$2 what=$3 tries
  if [[ -n ${!variable:-} ]]; then
    reserve_port "${!variable}" || die "port ${!variable} ($variable, for $what) is taken: stop what listens there, or name another"
    return
  fi
  for ((tries = 0; tries < 200; tries++, port++)); do
    if reserve_port "$port"; then
      ((port == $2)) || say "port $2 is taken: $what gets $port"
      export "$variable=$port"
      return
    fi
  done
  die "no free port from $2 up for $what: name one with $variable"
}

reserve_port() {
  local place=$ROWCALL_STATE/ports/$1
  mkdir "$place" 2>/dev/null || return 1
  if listening "$1"; then
    rmdir "$place"
    return 1
  fi
  printf '%s' "$ROWCALL_RUN" >"$place/run"
  at_end "rm -rf '$place'"
}

# http_ok PORT PATH - whether a GET on this machine is answered with 200. Needs no curl.
http_ok() {
  local status
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3
  IFS= read -r -t 5 status <&3 || true
  exec 3>&-
  [[ $status == HTTP/1.?' 200'* ]]
}
