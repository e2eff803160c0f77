# shellcheck shell=bash disable=SC2034,SC2154 # a part of `run`: names are shared with the other parts
# What a rehearsal says: one line for each promise that was asked for, and a summary at its end.

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

broke_off() { fail "the rehearsal broke off at line $1 of ${BASH_SOURCE[1]##*/} (${FUNCNAME[1]})"; }

# A question is a function that answers with one line on stdout and with its exit code.
promise() {
  local what=$1 answer
  shift
  if answer=$("$@" 2>&1); then ok "$what${answer:+: $answer}"; else fail "$what: ${answer:-no}"; fi
}

# The same, asked again until it holds or the seconds are over.
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
