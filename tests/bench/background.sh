# shellcheck shell=bash
# Sourced by the benchmarks. Makes a temporary $folder. Programs in the background, whose process IDs are in $pids, and the
# folder go when the benchmark ends.

folder=$(mktemp -d)
pids=()
stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap stop EXIT

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# wait_for URL TRIES: waits until the address answers. Looks ten times a second, and fails after so many TRIES.
wait_for() {
  for _ in $(seq "$2"); do
    curl -fsS -o /dev/null --max-time 2 "$1" 2>/dev/null && return
    sleep 0.1
  done
  echo "bench: nothing answers at $1" >&2
  cat "$folder"/*.log >&2
  exit 1
}
