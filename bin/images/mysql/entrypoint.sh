#!/bin/bash
# Makes the data directory on the first start, with the accounts that the MYSQL_* variables ask for, then becomes mysqld.
set -euo pipefail

say() { printf '[Entrypoint] %s\n' "$*"; }
die() { printf '[Entrypoint] ERROR: %s\n' "$*" >&2; exit 1; }

# NAME or, where NAME_FILE is given, the content of that file.
variable() {
  local file="${1}_FILE"
  if [[ -n ${!file:-} ]]; then cat "${!file}"; else printf '%s' "${!1:-}"; fi
}

sql_text() { local text=${1//\\/\\\\}; printf "'%s'" "${text//\'/\\\'}"; }
sql_name() { printf '`%s`' "${1//\`/\`\`}"; }

# One statement a line: that is how mysqld reads an init file.
accounts() {
  local root_password root_host database user password
  root_password=$(variable MYSQL_ROOT_PASSWORD)
  root_host=$(variable MYSQL_ROOT_HOST); root_host=${root_host:-%}
  database=$(variable MYSQL_DATABASE)
  user=$(variable MYSQL_USER)
  password=$(variable MYSQL_PASSWORD)
  if [[ -z $root_password && -z ${MYSQL_ALLOW_EMPTY_PASSWORD:-} && -n ${MYSQL_RANDOM_ROOT_PASSWORD:-} ]]; then
    root_password=$(head -c 24 /dev/urandom | base64)
    say "GENERATED ROOT PASSWORD: $root_password" >&2
  fi
  printf 'ALTER USER root@localhost IDENTIFIED BY %s;\n' "$(sql_text "$root_password")"
  if [[ $root_host != localhost ]]; then
    printf 'CREATE USER root@%s IDENTIFIED BY %s;\n' "$(sql_text "$root_host")" "$(sql_text "$root_password")"
    printf 'GRANT ALL ON *.* TO root@%s WITH GRANT OPTION;\n' "$(sql_text "$root_host")"
  fi
  if [[ -n $database ]]; then
    printf 'CREATE DATABASE IF NOT EXISTS %s;\n' "$(sql_name "$database")"
  fi
  if [[ -n $user && -n $password ]]; then
    [[ $user != root ]] || die 'MYSQL_USER=root is not allowed: root gets its password from MYSQL_ROOT_PASSWORD'
    printf "CREATE USER %s@'%%' IDENTIFIED BY %s;\n" "$(sql_text "$user")" "$(sql_text "$password")"
    if [[ -n $database ]]; then
      printf "GRANT ALL ON %s.* TO %s@'%%';\n" "$(sql_name "${database//_/\\_}")" "$(sql_text "$user")"
    fi
  fi
}

# Scripts of /docker-entrypoint-initdb.d, against a server that listens on its socket only.
run_init_files() {
  local file pid
  local -a files=()
  for file in /docker-entrypoint-initdb.d/*.sql /docker-entrypoint-initdb.d/*.sql.gz; do
    [[ -e $file ]] && files+=("$file")
  done
  ((${#files[@]})) || return 0
  "$@" --skip-networking --mysqlx=OFF & pid=$!
  until mysql_root -e 'SELECT 1' >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null || die 'the server for the init scripts stopped'
    sleep 0.2
  done
  for file in "${files[@]}"; do
    say "running $file"
    case $file in
      *.gz) gunzip -c "$file" | mysql_root "$(variable MYSQL_DATABASE)" ;;
      *) mysql_root "$(variable MYSQL_DATABASE)" <"$file" ;;
    esac
  done
  kill "$pid"
  wait "$pid" || true
}

mysql_root() { MYSQL_PWD=$(variable MYSQL_ROOT_PASSWORD) mysql --protocol=socket -uroot --binary-mode ${1:+"$@"}; }

# Only options given: they are mysqld's.
if [[ ${1:-} == -* ]]; then set -- mysqld "$@"; fi

if [[ ${1:-} == mysqld ]]; then
  if [[ $(id -u) == 0 ]]; then
    chown mysql:mysql /var/lib/mysql /run/mysqld
    exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "$@"
  fi
  if [[ ! -d /var/lib/mysql/mysql ]]; then
    if [[ -z $(variable MYSQL_ROOT_PASSWORD)${MYSQL_ALLOW_EMPTY_PASSWORD:-}${MYSQL_RANDOM_ROOT_PASSWORD:-} ]]; then
      die 'set one of MYSQL_ROOT_PASSWORD, MYSQL_ALLOW_EMPTY_PASSWORD and MYSQL_RANDOM_ROOT_PASSWORD'
    fi
    say 'making the data directory'
    init=$(mktemp)
    accounts >"$init"
    "$@" --initialize-insecure --init-file="$init"
    rm -f "$init"
    run_init_files "$@"
    say 'MySQL init process done. Ready for start up.'
  fi
fi

exec "$@"
