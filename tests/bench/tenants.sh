#!/usr/bin/env bash
# Compares the same requests with 1,000 and with 100,000 tenants, on both databases. PostgreSQL is at BENCH_POSTGRES_URL.
# The other variables are those of run.sh, which calls it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

small=1000
large=100000
# shellcheck source=tests/bench/background.sh
source background.sh

export S3_CONNECT_API_KEY=bench-api-key-of-enough-length S3_CONNECT_ADMIN_KEY=bench-admin-key-of-enough-length
export S3_CONNECT_API_RATE=off
S3_CONNECT_MASTER_KEY=$(head -c 32 /dev/zero | base64)
export S3_CONNECT_MASTER_KEY

# start_server DATABASE COUNT: starts a server with COUNT tenants and sets $url to its address.
start_server() {
  local database=$1 count=$2 seed=$folder/seed-$2.sql now port
  now=$(date +%s%3N)
  sed "s/\bCOUNT\b/$count/g; s/\bNOW_MS\b/$now/g; s/\bNOW_ID\b/$(printf '%012x' "$now")/g" tenants.sql >"$seed"
  port=$(free_port)
  url=http://127.0.0.1:$port
  if [[ $database == sqlite ]]; then
    export DATABASE_URL=sqlite://$folder/$count.db
  else
    psql -q "$BENCH_POSTGRES_URL" -c "CREATE DATABASE bench_${count}_$$"
    DATABASE_URL=${BENCH_POSTGRES_URL%/*}/bench_${count}_$$
    export DATABASE_URL
  fi
  "$S3_CONNECT_BIN" migrate >/dev/null 2>>"$folder/server.log"
  if [[ $database == sqlite ]]; then
    python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript("BEGIN;" + open(sys.argv[2]).read().replace("VACUUM ANALYZE;", "COMMIT;"))' \
      "$folder/$count.db" "$seed"
  else
    psql -q -v ON_ERROR_STOP=1 -f "$seed" "$DATABASE_URL"
  fi
  LEPTOS_SITE_ADDR="127.0.0.1:$port" LEPTOS_SITE_ROOT="$S3_CONNECT_SITE_ROOT" S3_CONNECT_API_RATE=off RUST_LOG=warn \
    AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none AWS_REGION=us-east-1 AWS_ENDPOINT_URL=http://127.0.0.1:9 \
    S3_CONNECT_PRINCIPAL=arn:aws:iam::111122223333:user/vendor "$S3_CONNECT_BIN" serve >>"$folder/server.log" 2>&1 &
  pids+=($!)
  wait_for "$url/readyz" 300
}

for database in sqlite postgres; do
  echo "Seeding $small and $large tenants on $database…" >&2
  start_server "$database" "$small"
  small_url=$url
  start_server "$database" "$large"
  echo "  on $database"
  node tenants.mjs "$small_url" "$small" "$url" "$large"
done
if [[ -n ${BENCH_POSTGRES_URL:-} ]]; then
  for count in "$small" "$large"; do psql -q "$BENCH_POSTGRES_URL" -c "DROP DATABASE bench_${count}_$$ WITH (FORCE)"; done
fi
