#!/usr/bin/env bash
# Compares `s3-connect fetch` and `s3-connect export` with s5cmd, rclone and a plain boto3 loop, on one store in one
# run. `./dev bench transfer` calls it with S3_CONNECT_BIN (the release server), S3_CONNECT_SITE_ROOT (its files) and
# BENCH_TRANSFER (a Python environment with tests/tools/transfer.txt). It needs wrk and GNU time.
#
#   BENCH_TOOLS   the tools to run           [s3-connect s5cmd rclone boto3]
#   BENCH_CASES   the cases to run           [small medium large unchanged]
#   BENCH_ROUNDS  measured rounds per case   [5]
#   BENCH_SCALE   shrinks every case; 0.01 takes 100 small files instead of 10,000  [1]
#   BENCH_STORE   sandbox or seaweedfs       [sandbox]
#   BENCH_DIR     where data and store are; 20 GiB at full scale  [the system's temporary folder]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

export BENCH_STORE=${BENCH_STORE:-sandbox}
folder=$(mktemp -d ${BENCH_DIR:+-p "$BENCH_DIR"})
port=$(free_port) grpc_port=$(free_port) store=
stop() {
  [[ -z $store ]] || { kill "$store" && wait "$store"; } 2>/dev/null || true
  # SeaweedFS leaves these two behind.
  rm -rf "$folder" "/tmp/seaweedfs-s3-$port.sock" "/tmp/seaweedfs-s3-grpc-$grpc_port.sock"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

export BENCH_URL=http://127.0.0.1:$port BENCH_KEY=BENCHBENCHBENCHBENCH BENCH_SECRET=bench-secret-of-enough-length

# The default is our own sandbox because it costs the least. On a machine with two cores, s5cmd 2.3 moved 3,000 files of
# 4 KiB on it with 0.25 ms of the store's CPU time per PUT and 0.1 ms per GET. SeaweedFS 4.48 took 0.65 ms and 0.43 ms,
# more than s5cmd itself, so every tool waited for the store. `rclone serve s3` took 0.85 ms and 0.27 ms, and refuses
# some PUTs that arrive at once. The sandbox checks signatures and checksums and writes files, as the others do. PyPI,
# Debian and npm have no MinIO, Garage or versitygw.
start_sandbox() {
  "$S3_CONNECT_BIN" sandbox --addr "127.0.0.1:$port" --dir "$folder/store" >"$folder/store.log" 2>&1 &
}

start_seaweedfs() {
  mkdir "$folder/store"
  printf '{"identities": [{"name": "bench", "actions": ["Admin"], "credentials": [{"accessKey": "%s", "secretKey": "%s"}]}]}' \
    "$BENCH_KEY" "$BENCH_SECRET" >"$folder/identities.json"
  # Without telemetry, Iceberg and Lance.
  "$BENCH_TRANSFER/bin/weed" server -dir="$folder/store" -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.telemetry=false \
    -master.port="$(free_port)" -master.port.grpc="$(free_port)" -master.volumeSizeLimitMB=4096 \
    -volume.port="$(free_port)" -volume.port.grpc="$(free_port)" -volume.max=100 -volume.preStopSeconds=0 \
    -filer -filer.port="$(free_port)" -filer.port.grpc="$(free_port)" \
    -s3 -s3.port="$port" -s3.port.grpc="$grpc_port" -s3.port.iceberg=0 -s3.port.lance=0 \
    -s3.config="$folder/identities.json" -s3.iam=false >"$folder/store.log" 2>&1 &
}

# Any HTTP status will do, because each store answers an unsigned request in its own way.
wait_for_store() {
  for _ in $(seq 300); do
    curl -s -o /dev/null --max-time 2 "$BENCH_URL" && return
    kill -0 "$store" || break
    sleep 0.1
  done
  echo "bench: the store does not start" >&2
  cat "$folder/store.log" >&2
  exit 1
}

case $BENCH_STORE in
  sandbox | seaweedfs) ;;
  *) echo "bench: BENCH_STORE is sandbox or seaweedfs, not $BENCH_STORE" >&2; exit 2 ;;
esac
"start_$BENCH_STORE"
store=$!
wait_for_store

if [[ $BENCH_STORE == sandbox ]]; then
  # The sandbox creates its own keys. Its console shows the keys of a user who is allowed to do everything. Its log
  # shows the vendor's keys, which the server uses.
  page=$(curl -fsS "$BENCH_URL/_console/")
  BENCH_KEY=$(grep -oE -m 1 'AKIA[A-Z0-9]{16}' <<<"$page" | head -n 1)
  BENCH_SECRET=$(grep -oE -m 1 '>[A-Za-z0-9+/]{40}<' <<<"$page" | head -n 1 | tr -d '<>')
  BENCH_VENDOR_KEY=$(sed -n 's/^ *AWS_ACCESS_KEY_ID *\([^ ]*\).*/\1/p' "$folder/store.log")
  BENCH_VENDOR_SECRET=$(sed -n 's/^ *AWS_SECRET_ACCESS_KEY *\([^ ]*\).*/\1/p' "$folder/store.log")
  export BENCH_KEY BENCH_SECRET BENCH_VENDOR_KEY BENCH_VENDOR_SECRET
fi

BENCH_STORE_PID=$store "$BENCH_TRANSFER/bin/python" transfer.py "$folder"
