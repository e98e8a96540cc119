#!/usr/bin/env bash
# Measures what the vendor's servers ask for all day, on both databases: connect sessions, connections, and temporary
# credentials that are still valid. Compares each with /healthz of the same server, which does nothing. PostgreSQL is at
# BENCH_POSTGRES_URL. The other variables are those of run.sh, which calls it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

connections=16
seconds=${BENCH_SECONDS:-10}
tenants=20
# shellcheck source=tests/bench/background.sh
source background.sh
stop_and_drop() {
  stop
  if [[ -n ${BENCH_POSTGRES_URL:-} ]]; then psql -q "$BENCH_POSTGRES_URL" -c "DROP DATABASE IF EXISTS bench_api_$$ WITH (FORCE)" 2>/dev/null || true; fi
}
trap stop_and_drop EXIT

export BENCH_API_KEY=bench-api-key-of-enough-length
sandbox_port=$(free_port)
"$S3_CONNECT_BIN" sandbox --addr "127.0.0.1:$sandbox_port" --dir "$folder/sandbox" >"$folder/sandbox.log" 2>&1 &
pids+=($!)
export BENCH_CONSOLE=http://127.0.0.1:$sandbox_port/_console/
wait_for "$BENCH_CONSOLE" 300
# setting NAME: the value of a variable that the sandbox prints.
setting() { sed -n "s/^ *$1 *\([^ ]*\).*/\1/p" "$folder/sandbox.log"; }
BENCH_PRINCIPAL=$(sed -n 's/.*(the vendor: \(.*\)).*/\1/p' "$folder/sandbox.log")
export BENCH_PRINCIPAL

# start_server DATABASE: starts a server on an empty database, and sets $server and BENCH_URL.
start_server() {
  local database_url=sqlite://$folder/data/bench.db port
  if [[ $1 == postgres ]]; then
    psql -q "$BENCH_POSTGRES_URL" -c "CREATE DATABASE bench_api_$$"
    database_url=${BENCH_POSTGRES_URL%/*}/bench_api_$$
  fi
  port=$(free_port)
  export BENCH_URL=http://127.0.0.1:$port
  # With a limit for each API key, most answers would be refusals.
  env AWS_ENDPOINT_URL="$(setting AWS_ENDPOINT_URL)" AWS_REGION="$(setting AWS_REGION)" \
    AWS_ACCESS_KEY_ID="$(setting AWS_ACCESS_KEY_ID)" AWS_SECRET_ACCESS_KEY="$(setting AWS_SECRET_ACCESS_KEY)" \
    DATABASE_URL="$database_url" S3_CONNECT_MASTER_KEY="$(head -c 32 /dev/zero | base64)" \
    LEPTOS_SITE_ADDR="127.0.0.1:$port" LEPTOS_SITE_ROOT="$S3_CONNECT_SITE_ROOT" S3_CONNECT_API_KEY=$BENCH_API_KEY \
    S3_CONNECT_ADMIN_KEY=bench-admin-key-of-enough-length S3_CONNECT_API_RATE=off RUST_LOG=warn \
    "$S3_CONNECT_BIN" serve >"$folder/server-$1.log" 2>&1 &
  server=$!
  pids+=("$server")
  wait_for "$BENCH_URL/readyz" 300
}

memory() { awk -v name="Vm$1" '$1 == name ":" {printf "%.1f", $2 / 1024}' "/proc/$server/status"; }

# load KIND NAME: sends one kind of request for all tenants in turn, and prints one line of the table. The first kind is
# /healthz, with which the others are compared.
load() {
  local rate p99 errors ratio
  BENCH_KIND=$1 BENCH_TENANTS=$tenants wrk -t2 -c"$connections" -d"${seconds}s" --latency -s api.lua "$BENCH_URL" >"$folder/wrk"
  rate=$(awk '/^Requests\/sec/ {printf "%.0f", $2}' "$folder/wrk")
  p99=$(awk '$1 == "99%" {print $2}' "$folder/wrk")
  errors=$(awk '/Non-2xx|Socket errors/ {$1 = $1; printf ", %s", $0}' "$folder/wrk")
  [[ $1 != healthz ]] || baseline=$rate
  ratio=$(awk -v rate="$rate" -v baseline="$baseline" 'BEGIN {printf "%.2f", rate / baseline}')
  printf '    %-40s %6s answers/s, p99 %-8s %s× /healthz%s\n' "$2" "$rate" "$p99" "$ratio" "$errors"
}

for database in sqlite postgres; do
  echo "Connecting $tenants tenants on $database…" >&2
  start_server "$database"
  node api.mjs "$tenants"
  at_rest=$(memory RSS)
  echo "  on $database"
  load healthz "/healthz"
  load sessions "create a connect session"
  load connection "read a connection"
  load credentials "temporary credentials, still valid"
  echo "    memory                                   $at_rest MiB at rest, $(memory HWM) MiB at most"
  kill "$server"
  wait "$server" 2>/dev/null || true
done
