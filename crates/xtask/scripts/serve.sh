# shellcheck shell=bash
# The commands run, s3-connect and watch.

# Runs a command of s3-connect beside the server of `./dev run`, on its database and its sandbox.
s3_connect() {
  [[ -x $CARGO_TARGET_DIR/try/s3-connect ]] || die "there is no server yet; ./dev run builds it"
  exec env S3_CONNECT_SANDBOX="${S3_CONNECT_SANDBOX-127.0.0.1:9400}" "$CARGO_TARGET_DIR/try/s3-connect" "$@"
}

# Starts the server. The site is the release's own, so the widget is what tenants get. The server is not optimised, because
# that saves minutes of compiling and it still answers in milliseconds.
run() {
  toolchain
  std_source
  node_tools
  building "building the server" build_to_try --bin xtask --bin s3-connect
  building "building the site" "$CARGO_TARGET_DIR/try/xtask" build --release --site-only
  say "starting"
  start_demo
  exec env S3_CONNECT_SANDBOX="${S3_CONNECT_SANDBOX-127.0.0.1:9400}" "$CARGO_TARGET_DIR/try/s3-connect" serve "$@"
}

# Starts the app of a vendor beside the server, unless S3_CONNECT_DEMO is off. It needs an API key, so the first run creates one,
# and the server accepts it as the key of its settings. The app ends with the server, which takes over this process.
start_demo() {
  local key=data/demo-api-key address=${S3_CONNECT_DEMO-127.0.0.1:3100}
  [[ $address != off ]] || return 0
  if [[ -z ${S3_CONNECT_API_KEY:-} ]]; then
    mkdir -p data
    [[ -s $key ]] || (umask 077 && head -c 24 /dev/urandom | base64 >"$key")
    S3_CONNECT_API_KEY=$(<"$key")
    export S3_CONNECT_API_KEY
    say "the demo app uses the API key in $key"
  fi
  DEMO_ADDR=$address DEMO_PARENT=$$ \
    S3_CONNECT_URL=${S3_CONNECT_PUBLIC_URL:-http://${LEPTOS_SITE_ADDR:-127.0.0.1:3000}} \
    node app/embed/demo/server.mjs &
}

watch() {
  toolchain
  node_tools
  cargo_leptos
  wasm_bindgen
  S3_CONNECT_SANDBOX=${S3_CONNECT_SANDBOX-127.0.0.1:9400} exec cargo leptos watch "$@"
}

# cargo-leptos runs the program wasm-bindgen, of exactly the version in Cargo.lock. xtask contains that version, so a script
# in its place saves the 8 minutes that compiling the program takes.
wasm_bindgen() {
  local shims=$cache/shims
  xtask wasm-bindgen --help >/dev/null
  mkdir -p "$shims"
  cat >"$shims/wasm-bindgen" <<END
#!/bin/sh
exec "$CARGO_TARGET_DIR/debug/xtask" wasm-bindgen "\$@"
END
  chmod +x "$shims/wasm-bindgen"
  export PATH=$shims:$PATH
}

cargo_leptos() {
  local folder=$cache/cargo-leptos
  export PATH=$folder/bin:$PATH
  [[ $("$folder/bin/cargo-leptos" --version 2>/dev/null) != *"$leptos_version" ]] || return 0
  if have cargo-binstall; then
    say "fetching cargo-leptos $leptos_version…"
    timeout 120 cargo binstall -y --disable-strategies compile --root "$folder" "cargo-leptos@$leptos_version" && return 0
  fi
  once "$folder" "compiling cargo-leptos $leptos_version, about 50 minutes of one core, only once" \
    cargo_install cargo-leptos "$leptos_version" --features no_downloads
}
