# shellcheck shell=bash
# The images of MySQL and RabbitMQ: the official ones where a registry answers, else stand-ins under the same names and tags,
# made from the packages of Debian's sid suite. Either is kept and used again.

export ROWCALL_MYSQL_IMAGE=${ROWCALL_MYSQL_IMAGE:-mysql:9.7}
export ROWCALL_RABBITMQ_IMAGE=${ROWCALL_RABBITMQ_IMAGE:-rabbitmq:4.3-management}
MYSQL_TRIED='9.7 9.8'      # from, and the first version not tried
RABBITMQ_TRIED='4.3.5 4.4' # the worker refuses anything older
MYSQL_LEAST=8.4
RABBITMQ_LEAST=4.3.5
STAND_IN_BASE=rowcall/stand-in-base

need_images() {
  need_image "$ROWCALL_MYSQL_IMAGE" mysql
  need_image "$ROWCALL_RABBITMQ_IMAGE" rabbitmq
  say_version MySQL "$ROWCALL_MYSQL_IMAGE" MYSQL_VERSION "$MYSQL_LEAST" "$MYSQL_TRIED"
  say_version RabbitMQ "$ROWCALL_RABBITMQ_IMAGE" RABBITMQ_VERSION "$RABBITMQ_LEAST" "$RABBITMQ_TRIED"
}

# An official image is used as it is; a stand-in as long as it was made by the recipe of this checkout.
usable() {
  local recipe
  recipe=$(docker image inspect -f '{{index .Config.Labels "io.rowcall.recipe"}}' "$1" 2>/dev/null) || return 1
  [[ -z $recipe || $recipe == "$(recipe)" ]]
}

is_stand_in() { [[ -n $(docker image inspect -f '{{index .Config.Labels "io.rowcall.recipe"}}' "$1" 2>/dev/null) ]]; }

need_image() {
  usable "$1" && return 0
  pull "$1" && return 0
  case $1 in
    mysql:9.7 | rabbitmq:4.3-management) ;;
    *) die "image $1 could not be pulled, and stand-ins exist for mysql:9.7 and rabbitmq:4.3-management only" ;;
  esac
  say "no image registry gives $1: a stand-in is built from Debian packages"
  with_lock images "another run that builds the images" build_stand_in "$1" "$2"
}

# pull IMAGE - a registry that has said nothing after twenty seconds is taken for unreachable; one that answered gets time.
REGISTRY_ANSWERS=
PULL_FAILURE=
pull() {
  local log=$RUN_DIR/pull.log pid status=0 started=$SECONDS
  [[ $REGISTRY_ANSWERS != no ]] || return 1
  say "pulling $1"
  docker pull "$1" >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS - started > 20)) && ! grep -q 'Pulling from' "$log"; then kill "$pid" 2>/dev/null; fi
    if ((SECONDS - started > 600)); then kill "$pid" 2>/dev/null; fi
    if (((SECONDS - started) % 30 == 29)); then
      say "waiting for the registry to give $1 ..."
      sleep 1
    fi
    sleep 0.2
  done
  wait "$pid" || status=$?
  if ((status == 0)); then
    REGISTRY_ANSWERS=yes
  else
    REGISTRY_ANSWERS=no
    PULL_FAILURE=$(tail -n 1 "$log")
    say "the registry gave nothing: ${PULL_FAILURE:-no answer within 20 s}"
  fi
  return "$status"
}

# A hash of the files that the stand-ins are made from.
recipe() {
  (cd "$ROWCALL_HOME/bin/images" && find . -type f | LC_ALL=C sort | while IFS= read -r file; do
    printf '%s\n' "$file"
    cat "$file"
  done) | sha256sum | cut -c1-16
}

build_stand_in() {
  usable "$1" && return 0 # another run built it meanwhile
  local base version package old
  base=$STAND_IN_BASE:$(recipe)
  if ! docker image inspect "$base" >/dev/null 2>&1; then build_base "$base"; fi
  case $2 in mysql) package=mysql-server-core ;; *) package=rabbitmq-server ;; esac
  version=$(docker run --rm --label "io.rowcall.run=$ROWCALL_RUN" "$base" dpkg-query -W -f '${Version}' "$package") ||
    die "the base image of the stand-ins does not run: $WAYS_OUT"
  version=${version#*:}
  old=$(docker image inspect -f '{{.Id}}' "$1" 2>/dev/null || true)
  say "building $1 from $package $version"
  DOCKER_BUILDKIT=0 docker build --force-rm --tag "$1" --build-arg BASE="$base" --build-arg VERSION="${version%%-*}" \
    --label "io.rowcall.recipe=$(recipe)" "$ROWCALL_HOME/bin/images/$2" >"$RUN_DIR/build.log" 2>&1 || {
    show_end_of "$RUN_DIR/build.log"
    die "the stand-in for $1 could not be built: $WAYS_OUT"
  }
  if [[ -n $old ]]; then docker image rm "$old" >/dev/null 2>&1 || true; fi
  remove_old_bases "$base"
}

# One root file system with both servers: their images share it.
build_base() {
  local mirror
  if ! command -v mmdebstrap >/dev/null || [[ ! -e /usr/share/keyrings/debian-archive-keyring.gpg ]]; then
    can_install || die "without an image registry the images are built from Debian packages, which needs Debian or Ubuntu as root: $WAYS_OUT"
    install_packages "it makes a root file system from Debian packages" mmdebstrap debian-archive-keyring ca-certificates ||
      die "mmdebstrap could not be installed: $WAYS_OUT"
  fi
  mirror=$(debian_mirror) ||
    die "no Debian mirror stands in this machine's package sources: name one with ROWCALL_DEBIAN_MIRROR, or $WAYS_OUT"
  local -a options=(--variant=apt --include="$(paste -sd, "$ROWCALL_HOME/bin/images/packages")")
  local line
  while IFS= read -r line; do options+=(--aptopt="$line"); done < <(apt_transport)
  say "making a root file system from the mirror $mirror (half a minute to two minutes)"
  mkdir -p "$RUN_DIR/root"
  # It hands files of low numbers to a shell that knows no others: none of ours may stand in their place.
  # A proxy's address may hold a password: it does not stay in the image. ($1 is the root, for the hook's own shell.)
  if ! TMPDIR=$RUN_DIR/root mmdebstrap "${options[@]}" --customize-hook='rm -f "$1/etc/apt/apt.conf.d/99mmdebstrap"' \
    sid - "$mirror" 2>"$RUN_DIR/base.log" </dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- |
    docker import --change "LABEL io.rowcall.recipe=$(recipe)" - "$1" >/dev/null; then
    show_end_of "$RUN_DIR/base.log"
    docker image rm "$1" >/dev/null 2>&1 || true
    die "the root file system could not be made: $WAYS_OUT"
  fi
  rm -rf "$RUN_DIR/root"
}

# Bases of recipes that are no more; one that another checkout's images still use stays.
remove_old_bases() {
  local image
  for image in $(docker image ls --format '{{.Repository}}:{{.Tag}}' "$STAND_IN_BASE"); do
    if [[ $image != "$1" ]]; then docker image rm "$image" >/dev/null 2>&1 || true; fi
  done
}

# say_version NAME IMAGE VARIABLE LEAST TRIED - the official images carry their version in a variable, and so do the stand-ins.
say_version() {
  local name=$1 image=$2 version kind='' from below
  version=$(docker image inspect -f '{{range .Config.Env}}{{println .}}{{end}}' "$image" | sed -n "s/^$3=//p")
  version=${version%%-*}
  read -r from below <<<"$5"
  if is_stand_in "$image"; then kind=', a stand-in built from Debian packages'; fi
  if [[ -z $version ]]; then
    warn "$name: image $image does not say its version; tried with $from and newer, below $below"
  elif older "$version" "$4"; then
    die "$name $version (image $image) is too old: Rowcall needs $4 or newer"
  elif older "$version" "$from" || ! older "$version" "$below"; then
    warn "$name $version (image $image$kind): not a version that Rowcall was tried with ($from and newer, below $below)"
  else
    say "$name $version (image $image$kind)"
  fi
}

# older A B - compares numbers between dots.
older() {
  local -a a b
  local i
  IFS=. read -r -a a <<<"$1"
  IFS=. read -r -a b <<<"$2"
  for i in 0 1 2; do
    if ((10#${a[i]:-0} != 10#${b[i]:-0})); then
      ((10#${a[i]:-0} < 10#${b[i]:-0}))
      return
    fi
  done
  return 1
}

# Testcontainers fetches helper images from a registry: where none answers it has to do without, and these commands clear up
# instead, by label.
testcontainers_environment() {
  if [[ $REGISTRY_ANSWERS != yes && -z $(docker image ls -q testcontainers/ryuk) ]]; then
    export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true
  fi
  # A /.dockerenv makes Testcontainers look for the engine's host by starting a container of an image it has to pull.
  if [[ -e /.dockerenv && -z ${TESTCONTAINERS_HOST_OVERRIDE:-} ]] && engine_shares_our_network; then
    export TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
  fi
}
