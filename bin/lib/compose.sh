# shellcheck shell=bash
# Docker Compose: the plugin of the machine, or of a package; on a Debian that has none, the one of the sid suite.

need_compose() {
  docker compose version >/dev/null 2>&1 && return 0
  with_lock compose "another run that fetches Docker Compose" get_compose
  docker compose version >/dev/null 2>&1 || die "Docker Compose was not found: install the plugin, so that 'docker compose version' works"
}

get_compose() {
  local package version
  docker compose version >/dev/null 2>&1 && return 0
  can_install || return 0
  apt_update
  for package in docker-compose-v2 docker-compose-plugin docker-compose; do
    # Version 1 is another program.
    if version=$(available "$package") && ! older "${version%%-*}" 2; then
      install_packages "it starts the servers of the demo" "$package" && return 0
    fi
  done
  compose_from_sid
}

# The package holds one binary that needs nothing but libc. Only it is taken, so the machine's own packages stay as they are.
compose_from_sid() {
  local mirror place=$RUN_DIR/compose plugins=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins
  mirror=$(debian_mirror) || return 0
  say "fetching Docker Compose from Debian's sid suite into $plugins"
  mkdir -p "$place/lists/partial" "$place/cache/archives/partial" "$plugins"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s sid main\n' "$mirror" >"$place/sources.list"
  local -a sid=(-o Dir::Etc::SourceList="$place/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$place/lists"
    -o Dir::Cache="$place/cache" -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root)
  if ! { apt_get "${sid[@]}" update && (cd "$place" && apt_get "${sid[@]}" download docker-compose); } >"$place/log" 2>&1 ||
    ! dpkg-deb --extract "$place"/docker-compose_*.deb "$place/unpacked" >>"$place/log" 2>&1; then
    show_end_of "$place/log"
    return 0
  fi
  install_file "$place/unpacked/usr/libexec/docker/cli-plugins/docker-compose" "$plugins/docker-compose"
}

# Under another name first: a command next to this one never sees half a file.
install_file() { cp "$1" "$2.$$" && chmod 0755 "$2.$$" && mv "$2.$$" "$2"; }
