# shellcheck shell=bash
# Sourced first by every command in bin/.
ROWCALL_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export ROWCALL_HOME
for library in say run debian jdk servers engine images compose build; do
  # shellcheck source=/dev/null
  source "$ROWCALL_HOME/bin/lib/$library.sh"
done
unset library
