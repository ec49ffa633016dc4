# shellcheck shell=bash
# Building with Maven: one run at a time in one folder, since all write to target/.

BUILD_LOCK=build-$(printf '%s' "$ROWCALL_HOME" | cksum | cut -d' ' -f1)
JAR=$ROWCALL_HOME/target/rowcall.jar

# maven ARGUMENT... - for people and machines alike: no colours to strip, no download bars, UTF-8. Its own code runs too
# briefly to be worth compiling well.
maven() {
  MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 ${MAVEN_OPTS:-}" \
    run_child mvn --batch-mode --no-transfer-progress --file "$ROWCALL_HOME/pom.xml" "$@"
}

# A jar that Boot has packed: its libraries stand in the directory at its end, which is written last. (grep reads to the end:
# with -q it would break tail's pipe.)
is_whole() {
  [[ $(tail -c 22 "$1" 2>/dev/null | head -c 4) == $'PK\005\006' ]] && tail -c 200000 "$1" | LC_ALL=C grep -ac 'BOOT-INF/lib/.' >/dev/null
}

# Whole, and newer than all it is made from.
jar_is_fresh() {
  is_whole "$JAR" && [[ -z $(find "$ROWCALL_HOME/pom.xml" "$ROWCALL_HOME/src/main" -newer "$JAR" -type f | head -n 1) ]]
}

# A run of all the tests builds too, and long before it ends its jar is ready.
need_jar() {
  jar_is_fresh && return 0
  need_maven
  wait_for 3600 "another run that builds in this folder" fresh_or_free || die "another run has been building in this folder for an hour"
  jar_is_fresh || with_lock "$BUILD_LOCK" "another run that builds in this folder" build_jar
}

fresh_or_free() { jar_is_fresh || with_lock "$BUILD_LOCK" try true; }

build_jar() {
  jar_is_fresh && return 0
  say "building target/rowcall.jar (the first time Maven downloads what it needs)"
  if ! maven --quiet package -DskipTests >"$RUN_DIR/maven.log" 2>&1; then
    show_end_of "$RUN_DIR/maven.log" 40
    die "Rowcall could not be built: Maven's own words are above"
  fi
  touch "$JAR"
}

# A copy of the jar for this run: a build next to it would pull it from under a running JVM. Taken while such a build
# writes, it is taken again.
take_jar() {
  local copy=$RUN_DIR/rowcall.jar
  for _ in 1 2 3 4 5; do
    need_jar
    cp -p "$JAR" "$copy"
    if is_whole "$copy" && ! [[ $JAR -nt $copy ]]; then return 0; fi
  done
  die "target/rowcall.jar keeps changing: wait until nothing else builds in this folder"
}

# Output is UTF-8, whatever the machine's locale is.
# shellcheck disable=SC2034 # used by the commands
JAVA_FLAGS=(-Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -XX:+ExitOnOutOfMemoryError -XX:+UseSerialGC)
