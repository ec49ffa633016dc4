# shellcheck shell=bash
# Installing what is missing, on Debian and Ubuntu as root only. Elsewhere a person decides.

can_install() { [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null && command -v dpkg >/dev/null; }

# Another package manager at work (unattended upgrades, a run next to this one) is waited for.
apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"; }

# The lists are read once a run.
APT_UPDATED=
apt_update() {
  [[ -z $APT_UPDATED ]] || return 0
  say "reading the package lists"
  with_lock apt "another run that reads the package lists" apt_get update >"$RUN_DIR/apt.log" 2>&1 ||
    warn "the package lists could not be read anew; going on with those that are here"
  APT_UPDATED=yes
}

# install_packages WHY PACKAGE... - names what it installs and why; fails with the end of apt's own output.
install_packages() {
  local why=$1
  shift
  apt_update
  say "installing $* ($why)"
  if ! apt_get install --yes --no-install-recommends "$@" >>"$RUN_DIR/apt.log" 2>&1 </dev/null; then
    show_end_of "$RUN_DIR/apt.log"
    return 1
  fi
}

# The version that would be installed; fails where the package is unknown.
available() {
  local version
  version=$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *//p')
  [[ -n $version && $version != '(none)' ]] && printf '%s' "$version"
}

# The Debian mirror that this machine itself uses: no host is named here.
debian_mirror() {
  local mirror=${ROWCALL_DEBIAN_MIRROR:-}
  if [[ -z $mirror ]]; then
    mirror=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' |
      sed -n '/^Debian|Debian|/s/.*|//p')
    mirror=${mirror%%$'\n'*}
  fi
  [[ -n $mirror ]] && printf '%s' "$mirror"
}

# How this machine's apt reaches a mirror, as lines for another apt's configuration. Mirrors that are frozen or behind will
# do: signatures are checked all the same, and versions are checked later.
apt_transport() {
  apt-config dump Acquire | grep -E '^Acquire::(https?::[A-Za-z:]*(Proxy|Verify|CaInfo)|Check-|ForceIPv)' || true
  printf 'Acquire::Check-Valid-Until "false";\n'
}
