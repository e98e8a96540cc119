# shellcheck shell=bash
# The commands test and check.

tests() {
  local part=all passed=0 failed=0
  case ${1:-} in
    rust | browser) part=$1; shift ;;
    ?*) part=rust ;;
  esac
  forget_settings
  toolchain
  std_source
  node_tools
  have curl || debian curl curl ca-certificates
  if [[ $part != browser ]]; then
    postgres
    venv ministack "installing MiniStack from PyPI"
    venv gluestick "installing gluestick from PyPI, for a script that runs under s3-connect run"
    TEST_GLUESTICK=$(venv_folder gluestick)/bin/python
    export TEST_GLUESTICK
    linters
    transfer_tools
    api_tools
    javascript_sdk
    client_generators
  fi
  if [[ $part != rust ]]; then
    browser
    other_browsers
    browser_libraries
  fi

  # One build for everything: a package built alone gets other features, and the AWS SDK would be compiled again.
  building "building the server and the tests" cargo build --workspace --exclude frontend --bins --tests
  building "building the site for release" "$CARGO_TARGET_DIR/debug/xtask" build --release --site-only
  export S3_CONNECT_BIN=$CARGO_TARGET_DIR/debug/s3-connect S3_CONNECT_SITE_ROOT=$PWD/target/site

  [[ $part == browser ]] || rust_tests "$@"
  [[ $part == rust ]] || browser_tests "$@"
  [[ $part != all ]] || shell_tests
  printf '\n%s passed, %s failed\n' "$passed" "$failed"
  ((failed == 0))
}

# count RESULT PASSED FAILED: adds to the totals. A part that failed without naming a failed test counts as one failure.
count() {
  passed=$((passed + $2))
  failed=$((failed + $3))
  (($1 == 0 || $3 > 0)) || failed=$((failed + 1))
}

rust_tests() {
  local result=0 good bad
  begin_servers
  start_postgres
  start_ministack
  say "testing the Rust half…"
  cargo test --workspace --exclude frontend --no-fail-fast "$@" | tee "$work/cargo-test" || result=$?
  read -r good bad < <(awk '/^test result: / { good += $4; bad += $6 } END { print good + 0, bad + 0 }' "$work/cargo-test")
  count "$result" "$good" "$bad"
}

browser_tests() {
  local result=0 good bad report=tests/browser/results/report.json
  if [[ -z $(find tests/browser -name '*.spec.ts' -not -path '*/node_modules/*') ]]; then
    say "there are no browser tests"
    return 0
  fi
  say "testing in the browser…"
  rm -f "$report"
  (cd tests/browser && npm_config_update_notifier=false node_modules/.bin/playwright test "$@") || result=$?
  read -r good bad < <(node -p "let s = JSON.parse(fs.readFileSync('$report')).stats
    s.expected + s.flaky + ' ' + s.unexpected" 2>/dev/null || echo 0 0)
  count "$result" "$good" "$bad"
}

shell_tests() {
  local result=0
  have shellcheck || debian shellcheck shellcheck
  say "checking the scripts…"
  # The parts are sourced by the front door, so they are checked together with it.
  shellcheck --external-sources --check-sourced dev .ci/run tests/bench/*.sh || result=$?
  count "$result" "$((result == 0))" 0
}

# step WHAT COMMAND [ARG…]: runs one part of the check. The parts after it run even if it fails.
step() {
  say "$1…"
  "${@:2}" || wrong+=("$1")
}

# Looks up our dependencies in the advisory database of RustSec. The database is on GitHub, which some networks block: then
# an older copy is used, or the check says that advisories were not checked, and passes.
advisories() {
  local log=$cache/log/advisories.log
  mkdir -p "$cache/log"
  say "fetching the advisories of RustSec…"
  if ! GIT_TERMINAL_PROMPT=0 timeout 120 cargo deny fetch db &>"$log" </dev/null; then
    say "can't fetch them: $(grep -m 1 '^fatal: ' "$log" || echo "see $log")"
    if ! compgen -G "$cargo_home/advisory-db*/*/" >/dev/null; then
      say "ADVISORIES WERE NOT CHECKED: this machine has no copy of the database"
      return 0
    fi
    say "using an older copy"
  fi
  step "advisories" cargo deny --offline check advisories
}

check() {
  local wrong=() passed=0 failed=0
  toolchain
  cargo_tool cargo-deny "$deny_version" 8
  step "Cargo.lock" cargo metadata --locked --format-version 1 >/dev/null
  step "format" cargo fmt --all --check
  step "lints" cargo clippy --workspace --exclude frontend --all-targets -- -D warnings
  step "lints of the browser's half" cargo clippy -p frontend --target "$wasm" -- -D warnings
  step "documentation" env RUSTDOCFLAGS=-Dwarnings cargo doc --workspace --exclude frontend --no-deps
  step "purity of the browser's half" xtask purity
  step "imports that run in circles" xtask cycles
  step "licences, bans and sources" cargo deny check licenses bans sources
  advisories
  shell_tests
  ((failed == 0)) || wrong+=("scripts")
  ((${#wrong[@]} == 0)) || die "these failed:$(printf ' %s;' "${wrong[@]}")"
  say "everything passed"
}
