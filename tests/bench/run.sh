#!/usr/bin/env bash
# Runs all benchmarks and prints one table at the end, with figures of this run only. `./dev bench` calls it with
# S3_CONNECT_BIN (the release server), S3_CONNECT_SITE_ROOT (its files), BENCH_PROGRAMS (the folder of this package's
# programs), BENCH_PYTHON (a Python environment with FastAPI) and CHROMIUM.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# `./dev bench api`, `./dev bench tenants` and `./dev bench transfer` run that part alone. The benchmark of transfers takes
# about an hour, so it is not part of the full run.
case ${1:-} in
  api | tenants | transfer) exec "./$1.sh" ;;
esac

# shellcheck source=tests/bench/background.sh
source background.sh

delay_ms=50

echo "Starting the server, and the sandbox with a delay of $delay_ms ms for each answer…"
sandbox_port=$(free_port)
"$S3_CONNECT_BIN" sandbox --addr "127.0.0.1:$sandbox_port" --dir "$folder/sandbox" --delay-ms "$delay_ms" >"$folder/sandbox.log" 2>&1 &
pids+=($!)
wait_for "http://127.0.0.1:$sandbox_port/_console/" 100
# setting NAME: the value of a variable that the sandbox prints.
setting() { sed -n "s/^ *$1 *\([^ ]*\).*/\1/p" "$folder/sandbox.log"; }

port=$(free_port)
export BENCH_URL=http://127.0.0.1:$port BENCH_CONSOLE=http://127.0.0.1:$sandbox_port/_console/ BENCH_API_KEY=bench-api-key-of-enough-length
BENCH_PRINCIPAL=$(sed -n 's/.*(the vendor: \(.*\)).*/\1/p' "$folder/sandbox.log")
export BENCH_PRINCIPAL
env AWS_ENDPOINT_URL="$(setting AWS_ENDPOINT_URL)" AWS_REGION="$(setting AWS_REGION)" \
  AWS_ACCESS_KEY_ID="$(setting AWS_ACCESS_KEY_ID)" AWS_SECRET_ACCESS_KEY="$(setting AWS_SECRET_ACCESS_KEY)" \
  DATABASE_URL="sqlite://$folder/data/bench.db" LEPTOS_SITE_ADDR="127.0.0.1:$port" LEPTOS_SITE_ROOT="$S3_CONNECT_SITE_ROOT" \
  S3_CONNECT_API_KEY=$BENCH_API_KEY S3_CONNECT_API_RATE=off RUST_LOG=warn "$S3_CONNECT_BIN" serve >"$folder/server.log" 2>&1 &
server=$!
pids+=("$server")
wait_for "$BENCH_URL/readyz" 100
resident() { awk '/^VmRSS/ {printf "%.1f", $2 / 1024}' "/proc/$server/status"; }
# Let the server finish its work after the start.
sleep 2

echo "Loading the connect page and two pages for comparison…"
BENCH_SERVER=$server ./pages.sh >"$folder/pages.txt"

echo "Checking connections against the slow store…"
node probe.mjs >"$folder/probe.txt"

echo "Checking 200 connections at once…"
before=$(resident)
node crowd.mjs >"$folder/crowd.txt"
peak() { awk '/^VmHWM/ {printf "%.1f", $2 / 1024}' "/proc/$server/status"; }
crowd_peak=$(peak)

echo "Auditing the connect page with Lighthouse…"
node lighthouse.mjs >"$folder/lighthouse.txt"

echo "Attacking the server…"
"$BENCH_PROGRAMS/attack" "$BENCH_URL" "$BENCH_API_KEY" "$server" >"$folder/attack.txt"

echo "Querying 1,000 and 100,000 tenants…"
./tenants.sh >"$folder/tenants.txt"

echo "Asking the REST API…"
./api.sh >"$folder/api.txt"

brotli() { stat -c %s "$S3_CONNECT_SITE_ROOT/pkg/s3-connect.$1.br"; }
kib() { awk -v bytes="$1" 'BEGIN {printf "%.1f KiB", bytes / 1024}'; }
embed=$(curl -fsS -H 'accept-encoding: br' "$BENCH_URL/embed.js" | wc -c)
wasm=$(brotli wasm) js=$(brotli js) css=$(brotli css)

cat <<END

What a tenant's browser loads, after brotli
  wasm                     $(kib "$wasm")
  JavaScript               $(kib "$js")
  CSS                      $(kib "$css")
  total                    $(kib $((wasm + js + css)))   (aim: 90 KiB)
  embed.js, on your page   $embed bytes
  the server's binary      $(kib "$(stat -c %s "$S3_CONNECT_BIN")")   (aim: 45 MiB)

The connect page on a slow phone and a slow network, simulated by Lighthouse   (aim: 100 each)
$(cat "$folder/lighthouse.txt")

Pages, server and wrk on one machine, 16 connections, 10 s each   (aim: 5,000 answers/s, p99 under 10 ms)
$(cat "$folder/pages.txt")

The REST API, server and wrk on one machine, 16 connections, 10 s each
$(cat "$folder/api.txt")

A check of a store with a delay of $delay_ms ms for each answer (medians)
$(cat "$folder/probe.txt")

200 checks at once of the same store
$(cat "$folder/crowd.txt")
  memory                   $before MiB resident before, $crowd_peak MiB at most

What other users notice of an attack with 16 connect links, from another address
$(cat "$folder/attack.txt")

The same queries with 1,000 and with 100,000 tenants, in turn
$(cat "$folder/tenants.txt")
END
