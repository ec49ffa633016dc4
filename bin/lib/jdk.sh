# shellcheck shell=bash
# The JDK that compiles and runs Rowcall, and Maven, which may itself run on an older one.

LEAST_JDK=21

# Where JDKs live: the places in which Maven's toolchains plugin looks too.
jdk_homes() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/java/* /opt/java/* /usr/jdk/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.m2/jdks/* "$HOME"/.gradle/jdks/* "$HOME"/.jenv/versions/* "$HOME"/.asdf/installs/java/* "$HOME"/.jabba/jdk/* \
    /opt/*jdk* /opt/*java*; do
    if [[ -x $home/bin/javac ]]; then printf '%s\n' "$home"; fi
  done
  if command -v javac >/dev/null; then
    home=$(readlink -f "$(command -v javac)" 2>/dev/null) || return 0
    printf '%s\n' "${home%/bin/javac}"
  fi
}

# 25 for JAVA_VERSION="25.0.1"; nothing for a JDK that is too old to say.
jdk_feature() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true; }

newest_jdk() {
  local home feature best='' best_feature=0
  while IFS= read -r home; do
    feature=$(jdk_feature "$home")
    if [[ -n $feature ]] && ((feature > best_feature)); then
      best=$home
      best_feature=$feature
    fi
  done < <(jdk_homes)
  ((best_feature >= LEAST_JDK)) && printf '%s' "$best"
}

need_jdk() {
  if ! ROWCALL_JDK=$(newest_jdk); then
    install_jdk || die "no JDK $LEAST_JDK or newer was found: install one (for example Temurin 25) and, if it lives in an unusual folder, set JAVA_HOME to it"
    ROWCALL_JDK=$(newest_jdk) || die "the JDK just installed was not found: set JAVA_HOME to it"
  fi
  # Maven's toolchains plugin looks at every variable of this form.
  export JAVA_ROWCALL_HOME=$ROWCALL_JDK
  say "JDK $(jdk_feature "$ROWCALL_JDK") in $ROWCALL_JDK"
}

install_jdk() {
  local feature
  can_install || return 1
  apt_update
  for feature in 25 24 23 22 21; do
    if available "openjdk-$feature-jdk-headless" >/dev/null; then
      install_packages "Rowcall needs a JDK from $LEAST_JDK up" "openjdk-$feature-jdk-headless"
      return
    fi
  done
  return 1
}

need_maven() {
  command -v mvn >/dev/null && return 0
  if can_install && install_packages "it builds Rowcall" maven; then return 0; fi
  die "Maven was not found: install it, so that 'mvn' is on the PATH"
}
