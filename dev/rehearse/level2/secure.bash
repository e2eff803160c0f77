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
  a_task_is_healed
  nobody_else_comes_in
  made_anew
  counted
  summary
}

nobody_else_comes_in() {
  chapter "who has no right"
  # The same call is let in with the right settings, so that a refusal below is one for the reason that it names.
  promise "a client with its password comes in" comes_in 's/none/none/'
  promise "a client with TLS and without a login is refused" refused 'TimeoutException' '/^sasl/d; s/SASL_SSL/SSL/'
  # Kafka's client takes the answer of TLS for a length of some hundred megabytes
  promise "a client without TLS is refused" refused 'TimeoutException|OutOfMemoryError' '/^s[as][sl]/d; /^security/d'
  promise "a client with a wrong password is refused" refused SaslAuthenticationException 's/password="[^"]*"/password="wrong"/'
  promise "REST with a certificate answers" connectors_running "$CONNECTORS"
  promise "REST without a certificate is refused" rest_refused --cacert "$FOLDER/secrets/ca/ca.crt" "$CONNECT/connectors"
  promise "REST in plain text is refused" rest_refused "http://$HOST_ADDRESS:8083/connectors"
}

# Lists the topics as the health check's client, its settings changed by a sed script.
topics_as() {
  in_broker /bin/sh -c "sed '$1' /opt/pulsefeed/secrets/client.properties > /tmp/other.properties
    printf '\nrequest.timeout.ms=5000\ndefault.api.timeout.ms=8000\n' >> /tmp/other.properties
    exec timeout 60 /opt/kafka/bin/kafka-topics.sh --bootstrap-server $BOOTSTRAP --command-config /tmp/other.properties --list" 2>&1
}

comes_in() {
  local answer
  answer=$(topics_as "$1") || { tail -n 1 <<< "$answer"; return 1; }
  echo "$(grep -c . <<< "$answer") topics listed"
  grep -qx rawtrade <<< "$answer"
}

# Refused, and for this reason.
refused() {
  local answer code=0
  answer=$(topics_as "$2") || code=$?
  grep -oE "[A-Za-z]*($1)[^.]*" <<< "$answer" | head -n 1 || tail -n 1 <<< "$answer"
  [ "$code" != 0 ] && ! grep -qx rawtrade <<< "$answer" && grep -qE "$1" <<< "$answer"
}

# curl ends with 7 when nobody listens and with 28 when nobody answers: those are no refusals.
rest_refused() {
  local code=0
  curl -sf --max-time 10 -o /dev/null "$@" || code=$?
  echo "curl ends with $code"
  [[ ! $code =~ ^(0|7|28)$ ]]
}
