# shellcheck shell=bash
# The commands bench, crash and fuzz.

bench() {
  [[ -x tests/bench/run.sh ]] || die "there are no benchmarks: tests/bench/run.sh is missing"
  have wrk || debian wrk wrk
  [[ ${1:-} != transfer ]] || { bench_transfer; return; }
  postgres
  node_tools
  browser
  browser_libraries
  venv fastapi "installing FastAPI from PyPI, to measure against"
  BENCH_PYTHON=$(venv_folder fastapi)
  build_release
  say "building what the benchmarks run beside the server…"
  cargo build --release -p bench --bins
  export BENCH_PYTHON BENCH_PROGRAMS=$CARGO_TARGET_DIR/release
  begin_servers
  start_postgres
  export BENCH_POSTGRES_URL=$TEST_POSTGRES_URL
  PATH=$(postgres_bin):$PATH S3_CONNECT_BIN=$CARGO_TARGET_DIR/release/s3-connect S3_CONNECT_SITE_ROOT=$PWD/target/site \
    tests/bench/run.sh "$@"
}

# The benchmark of transfers needs neither PostgreSQL nor FastAPI.
bench_transfer() {
  [[ -x /usr/bin/time ]] || debian "GNU time" time
  have curl || debian curl curl ca-certificates
  transfer_tools
  build_release
  BENCH_TRANSFER=$(venv_folder transfer) S3_CONNECT_BIN=$CARGO_TARGET_DIR/release/s3-connect \
    S3_CONNECT_SITE_ROOT=$PWD/target/site tests/bench/run.sh transfer
}

crash() {
  local database result=0
  forget_settings
  postgres
  build_release
  cargo build --workspace --exclude frontend --bin crash
  begin_servers
  start_postgres
  export S3_CONNECT_BIN=$CARGO_TARGET_DIR/release/s3-connect
  for database in sqlite postgres; do
    "$CARGO_TARGET_DIR/debug/crash" --database "$database" "$@" || result=$?
  done
  return "$result"
}

# fuzz [TARGET|http] [--inputs N] [--sanitizer S] [FILE…]: runs one target, or all of them one after the other. New inputs
# are kept in the cache. There is no sanitizer unless you ask for one, because our own code has no `unsafe`.
fuzz() {
  local target targets=() inputs=1000000 sanitizer=none files=() how needs dictionary
  forget_settings
  toolchain
  if [[ ${1:-} == http ]]; then
    cargo run --release -p e2e --bin http_fuzz -- "${@:2}"
    return
  fi
  while (($#)); do
    case $1 in
      --inputs) inputs=$2; shift ;;
      --sanitizer) sanitizer=$2; shift ;;
      *) if [[ -f $1 ]]; then files+=("$1"); else targets+=("$1"); fi ;;
    esac
    shift
  done
  ((${#targets[@]})) || mapfile -t targets < <(basename -a tests/fuzz/corpus/*)
  cargo_tool cargo-fuzz "$fuzz_version" 2
  # Sanitizers are an unstable feature of the compiler.
  [[ $sanitizer == none ]] || export RUSTC_BOOTSTRAP=1
  # Tracing comparisons would cost four fifths of the speed; the dictionaries hold the values that it would find.
  how=(--fuzz-dir tests/fuzz --no-cfg-fuzzing --no-trace-compares --sanitizer "$sanitizer")
  for target in "${targets[@]}"; do
    say "fuzzing $target…"
    # The SDK and the server take long to compile, and most targets need neither.
    needs=(--no-default-features)
    dictionary=text
    case $target in
      aws_answers) needs+=(--features aws) dictionary=headers ;;
      bodies | forms) needs+=(--features server) dictionary=bodies ;;
      cookies | themes) needs+=(--features server) dictionary=headers ;;
      languages) dictionary=headers ;;
      params) dictionary=bodies ;;
    esac
    if ((${#files[@]})); then
      cargo fuzz run "${how[@]}" "${needs[@]}" "$target" "${files[@]}"
      continue
    fi
    mkdir -p "$cache/fuzz/$target"
    cargo fuzz run "${how[@]}" "${needs[@]}" "$target" "$cache/fuzz/$target" "tests/fuzz/corpus/$target" -- -runs="$inputs" \
      -max_len=1024 -timeout=10 -print_final_stats=1 -dict="tests/fuzz/dictionaries/$dictionary.dict"
  done
}
