# shellcheck shell=bash disable=SC2034,SC2154 # part of `run`, which shares its variables
# Output of a rehearsal: one line per check, and a summary at the end.

begin_log() {
  LOG_DIR=$HOME_DIR/logs/$1
  rm -rf "$LOG_DIR"
  mkdir -p "$LOG_DIR"
  FAILURES=$LOG_DIR/failures
  : > "$FAILURES"
  RUN_LOG=$LOG_DIR/run.log
  BEGAN=$(date +%s)
  printf '\n== %s (log: %s)\n' "$1" "$LOG_DIR" | tee -a "$RUN_LOG"
}

elapsed() { printf '%s' $(($(date +%s) - BEGAN)); }

note() { printf '%5ss  %s\n' "$(elapsed)" "$*" | tee -a "$RUN_LOG"; }

chapter() { printf '\n%5ss  %s\n' "$(elapsed)" "$*" | tee -a "$RUN_LOG"; }

ok() { printf '%5ss  ok    %s\n' "$(elapsed)" "$*" | tee -a "$RUN_LOG"; }

fail() { printf '%5ss  FAIL  %s\n' "$(elapsed)" "$*" | tee -a "$RUN_LOG" "$FAILURES"; }

any_failed() { [ -s "$FAILURES" ]; }

broke_off() { fail "the rehearsal aborted at line $1 of ${BASH_SOURCE[1]##*/} (${FUNCNAME[1]})"; }

# A check is a function that prints one line to stdout and returns an exit code.
check() {
  local what=$1 answer
  shift
  if answer=$("$@" 2>&1); then ok "$what${answer:+: $answer}"; else fail "$what: ${answer:-no}"; fi
}

# The same, repeated until it succeeds or the time is over.
eventually() {
  local seconds=$1 what=$2 answer until
  shift 2
  until=$(($(date +%s) + seconds))
  while :; do
    if answer=$("$@" 2>&1); then
      ok "$what${answer:+: $answer}"
      return 0
    fi
    if [ "$(date +%s)" -ge "$until" ]; then
      fail "$what, not within $seconds s: ${answer:-no}"
      return 0
    fi
    sleep 1
  done
}
