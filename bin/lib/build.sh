# shellcheck shell=bash
# Building with Maven: one run at a time in one folder, since all write to target/.

BUILD_LOCK=build-$(printf '%s' "$ROWCALL_HOME" | cksum | cut -d' ' -f1)
JAR=$ROWCALL_HOME/target/rowcall.jar

# maven ARGUMENT... - for people and machines alike: no colours to strip, no download bars, UTF-8.
maven() {
  MAVEN_OPTS="-Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 ${MAVEN_OPTS:-}" \
    run_child mvn --batch-mode --no-transfer-progress --file "$ROWCALL_HOME/pom.xml" "$@"
}

# The jar is whole (Boot's libraries are inside) and newer than all it is made from.
jar_is_fresh() {
  [[ -f $JAR ]] || return 1
  [[ -z $(find "$ROWCALL_HOME/pom.xml" "$ROWCALL_HOME/src/main" -newer "$JAR" -type f | head -n 1) ]] || return 1
  "$ROWCALL_JDK/bin/jar" --list --file "$JAR" 2>/dev/null | grep -q '^BOOT-INF/lib/.'
}

need_jar() {
  jar_is_fresh && return 0
  need_maven
  with_lock "$BUILD_LOCK" "another run that builds in this folder" build_jar
}

build_jar() {
  jar_is_fresh && return 0
  say "building target/rowcall.jar (the first time Maven downloads what it needs)"
  if ! maven --quiet package -DskipTests >"$RUN_DIR/maven.log" 2>&1; then
    show_end_of "$RUN_DIR/maven.log" 40
    die "Rowcall could not be built: Maven's own words are above"
  fi
  touch "$JAR"
}

# A copy of the jar for this run: a build next to it would pull it from under a running JVM.
take_jar() {
  need_jar
  cp "$JAR" "$RUN_DIR/rowcall.jar"
}

# Output is UTF-8, whatever the machine's locale is.
# shellcheck disable=SC2034 # used by the commands
JAVA_FLAGS=(-Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8)
