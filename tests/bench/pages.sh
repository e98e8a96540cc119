#!/usr/bin/env bash
# Measures the connect page, a Python page of the same size, and an axum handler that serves the same bytes from memory,
# on the same machine, with the same load, in one run. `run.sh` calls it with BENCH_URL, BENCH_API_KEY, BENCH_SERVER (the
# server's process id), BENCH_PYTHON (a Python environment with FastAPI) and BENCH_PROGRAMS (the folder of this package's
# programs).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

connections=16
seconds=10
tenants=1000

# shellcheck source=tests/bench/background.sh
source background.sh

resident() { awk '/^VmRSS/ {printf "%.1f", $2 / 1024}' "/proc/$BENCH_SERVER/status"; }

make_links() {
  python3 - "$tenants" <<'PYTHON'
import json, os, sys, urllib.request

for number in range(int(sys.argv[1])):
    body = json.dumps({"tenant": f"page-{number}", "flow": "demo"}).encode()
    headers = {"Authorization": "Bearer " + os.environ["BENCH_API_KEY"], "Content-Type": "application/json"}
    request = urllib.request.Request(os.environ["BENCH_URL"] + "/v1/connect-sessions", body, headers)
    print(json.load(urllib.request.urlopen(request))["url"])
PYTHON
}

# load NAME URL [ARG…]: loads a URL with wrk and prints one line of the table.
load() {
  local name=$1 url=$2 rate p99 errors
  shift 2
  wrk -t2 -c"$connections" -d"${seconds}s" --latency "$@" "$url" >"$folder/wrk"
  rate=$(awk '/^Requests\/sec/ {printf "%.0f", $2}' "$folder/wrk")
  p99=$(awk '$1 == "99%" {print $2}' "$folder/wrk")
  errors=$(awk '/Non-2xx|Socket errors/ {$1 = $1; printf ", %s", $0}' "$folder/wrk")
  printf '  %-42s %6s answers/s, p99 %s%s\n' "$name" "$rate" "$p99" "$errors"
}

make_links >"$folder/links"
export BENCH_LINKS=$folder/links
link=$(head -n 1 "$folder/links")
token=${link##*token=}
curl -fsS "$link" >"$folder/page"
uncompressed=$(wc -c <"$folder/page")
compressed=$(curl -fsS -H 'accept-encoding: br' "$link" | wc -c)

at_rest=$(resident)
load "the connect page, $tenants tenants" "$BENCH_URL" -s links.lua
after_first=$(resident)
load "the same, compressed with brotli" "$BENCH_URL" -s links.lua -H 'accept-encoding: br'
after_compressing=$(resident)
# The third load shows whether memory keeps growing with each load.
load "the same again, not compressed" "$BENCH_URL" -s links.lua
after_third=$(resident)

sed "s/$token/TOKEN/g" "$folder/page" >"$folder/template"
export BENCH_PAGE=$folder/template
"$BENCH_PYTHON/bin/python" python_page.py
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$BENCH_PYTHON/bin/uvicorn" --host 127.0.0.1 --port "$port" --workers 2 --no-access-log --log-level warning python_page:app 2>"$folder/python.log" &
pids+=($!)
python_page="http://127.0.0.1:$port/connect?token=the-token"
for _ in $(seq 100); do
  curl -fsS -o /dev/null --max-time 2 "$python_page" 2>/dev/null && break
  sleep 0.1
done
load "FastAPI and Jinja, $(curl -fsS "$python_page" | wc -c) bytes, 3 queries" "$python_page"

"$BENCH_PROGRAMS/page_from_memory" "$folder/page" >"$folder/memory-url" &
pids+=($!)
for _ in $(seq 100); do
  [[ -s $folder/memory-url ]] && break
  sleep 0.1
done
load "axum, the same bytes from memory" "$(cat "$folder/memory-url")"

cat <<SIZES
  the page                                   $uncompressed bytes, $compressed after brotli
  memory                                     $at_rest MiB at rest, $after_first after one load, $after_compressing after compressing, $after_third after three
SIZES
