# shellcheck shell=bash disable=SC2034,SC2154 # part of `run`, which shares its variables
# The compose project of a rehearsal: its files, its settings, up, healthy, down.

PROJECT=pulsefeed-rehearsal
# A separate loopback address, so that the ports of the compose file do not conflict with other programs.
HOST_ADDRESS=127.0.0.77
FILES=()

# shellcheck disable=SC2317 # called by name
compose() {
  env -u POSTGRES_PASSWORD -u GRAFANA_PASSWORD docker compose --project-directory "$FOLDER" --env-file "$HOME_DIR/level2.env" \
    -p "$PROJECT" "${FILES[@]}" --profile '*' "$@" < /dev/null
}

# A copy of the checkout, because containers mount its directories: later edits do not affect a run, and the secrets of a scenario are
# not created in the checkout.
stack_folder() {
  FOLDER=$HOME_DIR/checkout
  rm -rf "$FOLDER"
  mkdir -p "$FOLDER"
  tar -C "$CHECKOUT" --exclude=./.git --exclude=target --exclude=./secrets --exclude=./.env -c . | tar -C "$FOLDER" -x
}

# Arguments: the compose files of a scenario, in order. Services without a stand-in are removed last.
stack_of() {
  local file
  stack_folder
  FILES=()
  for file in "$@"; do
    FILES+=(-f "$FOLDER/$file")
  done
  FILES+=(-f "$HERE/left-out.yml")
  cat > "$HOME_DIR/level2.env" << ENV
POSTGRES_PASSWORD=$(openssl rand -hex 12)
GRAFANA_PASSWORD=$(openssl rand -hex 12)
BIND_ADDR=$HOST_ADDRESS
KAFKA_ADVERTISED_HOST=$HOST_ADDRESS
ENV
}

stack_build() {
  local began
  began=$(date +%s)
  note "building the image: docker compose build"
  compose build --progress plain > "$LOG_DIR/build.log" 2>&1 || { tail -n 20 "$LOG_DIR/build.log" >&2; fail "the image build failed ($LOG_DIR/build.log)"; return 1; }
  BUILD_SECONDS=$(($(date +%s) - began))
  ok "built the image from the checkout in $BUILD_SECONDS s"
}

stack_up() {
  compose up -d --pull never >> "$LOG_DIR/compose.log" 2>&1 || { tail -n 20 "$LOG_DIR/compose.log" >&2; fail "docker compose up ($LOG_DIR/compose.log)"; return 1; }
}

services() { compose ps -a --format json | jq -r '[.Service, .State, .Health, (.ExitCode | tostring)] | join(" ")'; }

# Succeeds if all jobs exited with 0 and everything else is healthy. Otherwise prints the others.
all_healthy() {
  local waiting
  waiting=$(services | awk '$1 ~ /-setup$/ { if ($2 != "exited" || $NF != 0) print $1 " " $2 " " $NF; next } $3 != "healthy" { print }')
  [ -z "$waiting" ] || { echo "waiting for $(paste -sd, <<< "$waiting")"; return 1; }
  echo "$(services | wc -l) services"
}

stack_down() {
  set +e
  trap - ERR
  if any_failed; then
    compose ps -a > "$LOG_DIR/ps.txt" 2>&1
    compose logs --no-color --timestamps > "$LOG_DIR/services.log" 2>&1
  fi
  if [ -n "$KEEP" ] && [ "$scenario" = "${SCENARIOS[-1]}" ]; then
    printf '\nLeft running on %s. DOCKER_HOST=%s docker compose -p %s ps\n' "$HOST_ADDRESS" "$DOCKER_HOST" "$PROJECT"
    printf 'To remove it: DOCKER_HOST=%s docker compose -p %s down -v; dev/rehearse/level2/engine down\n' "$DOCKER_HOST" "$PROJECT"
    return
  fi
  compose down -v --remove-orphans --timeout 20 >> "$LOG_DIR/compose.log" 2>&1
}

summary() {
  {
    printf '\n       memory of each service (used / limit)\n'
    docker stats --no-stream --format '{{.Name}} {{.MemUsage}}' | grep "^$PROJECT-" | sed "s/^$PROJECT-//; s/-1 / /" | sort \
      | awk '{ printf "         %-16s %10s / %s\n", $1, $2, $4; sub(/MiB/, "", $2); if ($2 !~ /GiB/) sum += $2; else sum += $2 * 1024 } END { printf "         %-16s %7.0fMiB\n", "together", sum }'
    printf '\n       records in topics (committed) and rows in tables\n'
    printf '         %-22s %9s   %-18s %9s\n' topic records table rows
    balance_lines
    printf '\n       image built in %s s, all healthy after %s s, %s checks passed, %s failed, %s s in total\n' "$BUILD_SECONDS" \
      "$HEALTHY_SECONDS" "$(grep -c '  ok  ' "$RUN_LOG")" "$(wc -l < "$FAILURES")" "$(elapsed)"
  } | tee -a "$RUN_LOG"
}
