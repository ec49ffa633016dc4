#!/bin/bash
# Starts the broker as its own user. RABBITMQ_DEFAULT_USER, _PASS and _VHOST are read by the broker itself.
set -euo pipefail

if [[ ${1:-} == rabbitmq* && $(id -u) == 0 ]]; then
  if [[ $1 == rabbitmq-server ]]; then
    find /var/lib/rabbitmq \! -user rabbitmq -exec chown rabbitmq '{}' +
  fi
  exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups "$0" "$@"
fi

# A node of a cluster is given the cookie that its peers have.
if [[ -n ${RABBITMQ_ERLANG_COOKIE:-} && ! -s /var/lib/rabbitmq/.erlang.cookie ]]; then
  (umask 077; printf '%s' "$RABBITMQ_ERLANG_COOKIE" >/var/lib/rabbitmq/.erlang.cookie)
fi

exec "$@"
