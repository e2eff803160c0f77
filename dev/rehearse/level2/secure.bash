# shellcheck shell=bash disable=SC2034,SC2154 # a part of `run`: names are shared with the other parts
# Logins, rights and encryption: who has no password stays outside, and everything flows as before.

scenario_secure() {
  stack_of docker-compose.yml docker-compose.secure.yml docker-compose.simulators.yml
  (cd "$FOLDER" && security/make-secrets "$HOST_ADDRESS") >> "$LOG_DIR/compose.log"
  local settings=/opt/pulsefeed/secrets/client.properties
  CLIENT=(--command-config "$settings")
  CONSUMER=(--consumer.config "$settings")
  PRODUCER=(--producer.config "$settings")
  CONNECT=https://$HOST_ADDRESS:8083
  REST_TLS=(--cacert "$FOLDER/secrets/ca/ca.crt" --cert "$FOLDER/secrets/admin/operator.pem")
  stack_begins 5 single
  everything_flows
  watched 1 5
  nobody_else_comes_in
  made_anew
  counted
  summary
}

nobody_else_comes_in() {
  chapter "who has no right"
  promise "a client without a login is refused" refused "" kafka-topics.sh --list
  promise "a client with a wrong password is refused" refused "s/password=\"[^\"]*\"/password=\"wrong\"/" kafka-topics.sh --list
  promise "REST without a certificate is refused" rest_refused
  promise "REST in plain text is refused" rest_refused_plain
}

# Runs a tool with the settings of the health check, changed as a sed script says, or with none at all.
refused() {
  local script=$1 tool=$2 answer code=0
  shift 2
  answer=$(in_broker /bin/sh -c "echo default.api.timeout.ms=8000 > /tmp/refused.properties
    [ -z '$script' ] || sed '$script' /opt/pulsefeed/secrets/client.properties >> /tmp/refused.properties
    exec timeout 40 /opt/kafka/bin/$tool --bootstrap-server $BOOTSTRAP --command-config /tmp/refused.properties $*" 2>&1) || code=$?
  grep -oE '[A-Za-z]+(Exception|Error): [^.]*' <<< "$answer" | head -n 1
  [ "$code" != 0 ] && ! grep -q '^rawtrade$' <<< "$answer"
}

rest_refused() {
  local code=0
  curl -s --max-time 10 --cacert "$FOLDER/secrets/ca/ca.crt" -o /dev/null "$CONNECT/connectors" || code=$?
  echo "curl ends with $code"
  [ "$code" != 0 ]
}

rest_refused_plain() {
  local code=0
  curl -sf --max-time 10 -o /dev/null "http://$HOST_ADDRESS:8083/connectors" || code=$?
  echo "curl ends with $code"
  [ "$code" != 0 ]
}
