# shellcheck shell=bash
# Builds the site and the server.

# Builds and runs the build tool. Selecting the whole workspace reuses the dependencies that other builds compiled.
xtask() {
  cargo build --workspace --exclude frontend --bin xtask
  "$CARGO_TARGET_DIR/debug/xtask" "$@"
}

# build_to_try [ARG…]: builds what ARG names with the profile that compiles fastest. Every build selects the same packages:
# another selection would give their dependencies other features, and compile them again.
build_to_try() { cargo build --profile try --workspace --exclude frontend "$@"; }

build_release() {
  toolchain
  std_source
  node_tools
  building "building the build tool" build_to_try --bin xtask
  building "building the site and the server for release" "$CARGO_TARGET_DIR/try/xtask" build --release
}
