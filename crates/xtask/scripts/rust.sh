# shellcheck shell=bash
# Finds or installs the Rust toolchain: rustup's, or Debian's with a standard library for wasm built from source.

toolchain() {
  have cc || debian "a C compiler" build-essential
  case ${S3_CONNECT_TOOLCHAIN:-any} in
    rustup) rustup_works || install_rustup || die "rustup cannot provide Rust $rust here" ;;
    debian) debian_rust ;;
    any) rustup_works || debian_rust_works || install_rustup || debian_rust ;;
    *) die "S3_CONNECT_TOOLCHAIN is rustup or debian, not $S3_CONNECT_TOOLCHAIN" ;;
  esac
}

# Uses rustup's toolchain if it is complete. Downloads nothing.
rustup_works() {
  local rustup=$cargo_home/bin/rustup parts
  [[ -x $rustup ]] || rustup=$(command -v rustup) || return 1
  parts=$("$rustup" component list --installed --toolchain "$rust" 2>/dev/null) || return 1
  local component
  for component in "rust-std-$wasm" clippy rustfmt; do
    [[ $parts == *"$component"* ]] || return 1
  done
  export RUSTUP_TOOLCHAIN=$rust PATH=$cargo_home/bin:$PATH
}

# Asks first whether the server answers: on a network that blocks it, rustup itself would retry for minutes.
install_rustup() {
  local server=${RUSTUP_DIST_SERVER:-https://static.rust-lang.org}
  say "asking rustup's server for Rust $rust…"
  have curl || debian curl curl ca-certificates
  if ! curl -fsS --connect-timeout 5 --max-time 10 -o /dev/null "$server/dist/channel-rust-$rust.toml.sha256" 2>/dev/null; then
    say "it does not answer"
    return 1
  fi
  say "installing Rust $rust with rustup…"
  if [[ ! -x $cargo_home/bin/rustup ]] && ! have rustup; then
    mkdir -p "$cache/log"
    curl -fsS --connect-timeout 5 --max-time 60 -o "$cache/rustup-init" \
      "$server/rustup/dist/$(uname -m)-unknown-linux-gnu/rustup-init" || return 1
    chmod +x "$cache/rustup-init"
    timeout 60 "$cache/rustup-init" -y --no-modify-path --default-toolchain none &>"$cache/log/rustup-init.log" || return 1
  fi
  PATH=$cargo_home/bin:$PATH timeout 240 \
    rustup toolchain install "$rust" --profile minimal -c clippy -c rustfmt -c rust-src -t "$wasm" --no-self-update || return 1
  rustup_works
}

# Installs the source of the standard library, which the site's build compiles for size. Without the source the build still
# works, but the wasm is larger. Debian's toolchain comes with the source.
std_source() {
  [[ $RUSTUP_TOOLCHAIN == "$rust" && ! -e $(rustc --print sysroot)/lib/rustlib/src/rust/library ]] || return 0
  say "installing the source of Rust's standard library…"
  timeout 60 rustup component add rust-src --toolchain "$rust" || true
}

debian_rust_works() {
  [[ $(/usr/bin/rustc --version 2>/dev/null) == "rustc ${rust%.*}."* ]] || return 1
  [[ -x /usr/bin/cargo-clippy && -x /usr/bin/rustfmt && -x /usr/bin/wasm-ld-22 && -e $(debian_std)/.done ]] || return 1
  use_debian_rust
}

debian_rust() {
  debian "Rust" rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld-22
  [[ $(/usr/bin/rustc --version) == "rustc ${rust%.*}."* ]] \
    || die "Debian's Rust is $(/usr/bin/rustc --version), not $rust, and rustup's server does not answer"
  use_debian_rust
  once "$(debian_std)" "building Rust's standard library for wasm, about 2 minutes" build_wasm_std
}

# The sysroot for the wasm target. Debian packages no standard library for that target, so we build one.
debian_std() { echo "$cache/wasm-std-$(/usr/bin/rustc -vV | hash_of)"; }

# Puts Debian's programs before rustup's on PATH, whatever rust-toolchain.toml asks for. PATH also has to name Cargo's own
# folder: otherwise Cargo adds it in front, and rustup's programs win.
use_debian_rust() {
  local shims=$cache/debian-rust program
  mkdir -p "$shims"
  for program in cargo cargo-clippy cargo-fmt clippy-driver rustc rustdoc rustfmt; do
    ln -sfn "/usr/bin/$program" "$shims/$program"
  done
  export PATH=$shims:$PATH:$cargo_home/bin RUSTUP_TOOLCHAIN=/usr
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--sysroot=$(debian_std)"
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS
}

build_wasm_std() {
  local folder=$1 lib=$1/lib/rustlib/$wasm/lib
  mkdir -p "$lib" "$folder/empty/src"
  touch "$folder/empty/src/lib.rs"
  printf '[package]\nname = "empty"\nedition = "2024"\n[workspace]\n' >"$folder/empty/Cargo.toml"
  env -u CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS CARGO_TARGET_DIR="$folder/build" RUSTC_BOOTSTRAP=1 \
    cargo build --release --manifest-path "$folder/empty/Cargo.toml" --target "$wasm" \
    -Z build-std=std,panic_abort,panic_unwind
  rm "$folder/build/$wasm/release/deps"/libempty-*
  cp "$folder/build/$wasm/release/deps"/*.rlib "$lib"
  rm -r "$folder/build" "$folder/empty"
}
