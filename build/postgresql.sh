# Sourced by test.sh: a PostgreSQL server of the tests' own on loopback, in a folder that goes with it.

# start_postgresql  sets DASHBOARD_TEST_POSTGRESQL, or says why it cannot; then the tests of PostgreSQL are skipped.
start_postgresql() {
  [ -n "${DASHBOARD_TEST_POSTGRESQL:-}" ] && return
  local bin
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  if [ -z "$bin" ]; then
    command -v apt-get >/dev/null && install_packages postgresql
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  fi
  [ -n "$bin" ] || { echo "No PostgreSQL here: its tests are skipped"; return; }

  postgresql_folder=$(mktemp -d)
  postgresql_bin=$bin
  local port
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  # It does not run as root.
  postgresql_as=()
  if [ "$(id -u)" = 0 ]; then
    postgresql_as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    chown postgres: "$postgresql_folder"
  fi
  local options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgresql_folder -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300"
  if "${postgresql_as[@]}" "$bin/initdb" -D "$postgresql_folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$postgresql_folder/log" 2>&1 &&
    (cd "$postgresql_folder" && "${postgresql_as[@]}" "$bin/pg_ctl" -D data -w -t 60 -o "$options" -l "$postgresql_folder/server.log" start) >>"$postgresql_folder/log" 2>&1; then
    export DASHBOARD_TEST_POSTGRESQL="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
  else
    echo "PostgreSQL does not start here, its tests are skipped:"
    tail -5 "$postgresql_folder/log"
  fi
}

stop_postgresql() {
  [ -n "${postgresql_folder:-}" ] || return 0
  (cd "$postgresql_folder" && "${postgresql_as[@]}" "$postgresql_bin/pg_ctl" -D data -m immediate stop) >/dev/null 2>&1
  rm -rf "$postgresql_folder"
}
