# shellcheck shell=bash
# What the commands print: one line per step, one line of progress per build, and the end of a log when a step fails.

say() { printf '▸ %s\n' "$*" >&2; }
die() { printf 'dev: %s\n' "$*" >&2; exit 1; }

# quietly COMMAND [ARG…]: writes the output of a command to a log, and shows the end of the log if the command fails.
quietly() {
  local log=$cache/log/$1.log result
  mkdir -p "$cache/log"
  set +e
  (set -e; "$@") >"$log" 2>&1 </dev/null
  result=$?
  set -e
  ((result == 0)) || { tail -n 30 "$log" >&2; die "that failed; all of it is in $log"; }
}

# building WHAT COMMAND [ARG…]: runs a build and shows one line of progress in place of Cargo's hundreds. A terminal sees
# the line change; a log gets a new line every 15 seconds. Warnings and errors are shown in full.
building() {
  local what=$1 colour=never started=$SECONDS
  shift
  [[ ! -t 2 ]] || colour=always
  say "$what…"
  CARGO_TERM_COLOR=$colour CARGO_TERM_PROGRESS_WHEN=always CARGO_TERM_PROGRESS_WIDTH=120 "$@" 2>&1 </dev/null \
    | stdbuf -oL tr '\r' '\n' | show_progress "$what" \
    || die "$what failed"
  say "$what took $(time_since "$started")"
}

# Cargo's lines about a single crate, and its progress, with or without colours: `Building [====>  ] 12/345: serde…`.
readonly cargo_status='^ *(Adding|Building|Checking|Compiling|Downloaded|Downloading|Finished|Fresh|Locking|Unpacking|Updating) '
readonly cargo_progress='^ *Building \[[=> ]*\] ([0-9]+/[0-9]+)'

show_progress() {
  local what=$1 started=$SECONDS shown=$SECONDS count='' begun='' passed='' part line plain
  shopt -s extglob
  while true; do
    part=''
    if IFS= read -r -t 1 part; then
      line=$begun$part
      begun=''
      plain=${line//$'\e['*([0-9;])[A-Za-z]/}
      if [[ $plain =~ $cargo_progress ]]; then
        count=${BASH_REMATCH[1]/\// of }
        passed=''
      elif [[ $plain =~ $cargo_status ]]; then
        passed=''
      elif [[ -n $plain || ( -n $passed && -z $line ) ]]; then
        passed=1
        [[ ! -t 2 ]] || printf '\r\e[K' >&2
        printf '%s\n' "$line" >&2
      fi
    elif (($? > 128)); then
      # `read` timed out: keep the part of a line that it got.
      begun+=$part
    else
      break
    fi
    [[ -n $count ]] || continue
    if [[ -t 2 ]]; then
      printf '\r\e[K▸ %s: %s, %s' "$what" "$count" "$(time_since "$started")" >&2
    elif ((SECONDS - shown >= 15)); then
      say "$what: $count, $(time_since "$started")"
      shown=$SECONDS
    fi
  done
  [[ ! -t 2 ]] || printf '\r\e[K' >&2
}

time_since() {
  local seconds=$((SECONDS - $1))
  ((seconds < 60)) || printf '%s min ' $((seconds / 60))
  printf '%s s' $((seconds % 60))
}
