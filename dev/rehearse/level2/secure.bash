# shellcheck shell=bash disable=SC2034,SC2154 # part of `run`, which shares its variables
# Authentication, ACLs and TLS: clients without credentials are rejected, and all records are processed as before.

scenario_secure() {
  stack_of docker-compose.yml docker-compose.secure.yml docker-compose.simulators.yml
  (cd "$FOLDER" && security/make-secrets "$HOST_ADDRESS") >> "$LOG_DIR/compose.log"
  local settings=/opt/pulsefeed/secrets/client.properties
  CLIENT=(--command-config "$settings")
  CONSUMER=(--consumer.config "$settings")
  PRODUCER=(--producer.config "$settings")
  CONNECT=https://$HOST_ADDRESS:8083
  REST_TLS=(--cacert "$FOLDER/secrets/ca/ca.crt" --cert "$FOLDER/secrets/admin/operator.pem")
  start_stack 5 single
  check_records
  check_monitoring 1 5
  alter_table
  others_are_rejected
  recreate
  final_count
  summary
}

others_are_rejected() {
  chapter "clients without permission"
  # The same call succeeds with the right settings, so each rejection below has the named reason.
  check "a client with its password is accepted" is_accepted 's/none/none/'
  check "a client with TLS and without credentials is rejected" refused 'TimeoutException' '/^sasl/d; s/SASL_SSL/SSL/'
  # Kafka's client interprets the TLS response as a message length of several hundred megabytes
  check "a client without TLS is rejected" refused 'TimeoutException|OutOfMemoryError' '/^s[as][sl]/d; /^security/d'
  check "a client with a wrong password is rejected" refused SaslAuthenticationException 's/password="[^"]*"/password="wrong"/'
  check "REST with a certificate is accepted" connectors_running "$CONNECTORS"
  check "REST without a certificate is rejected" rest_refused --cacert "$FOLDER/secrets/ca/ca.crt" "$CONNECT/connectors"
  check "REST without TLS is rejected" rest_refused "http://$HOST_ADDRESS:8083/connectors"
}

# Lists the topics with the health check's client settings, changed by a sed script.
topics_as() {
  in_broker /bin/sh -c "sed '$1' /opt/pulsefeed/secrets/client.properties > /tmp/other.properties
    printf '\nrequest.timeout.ms=5000\ndefault.api.timeout.ms=8000\n' >> /tmp/other.properties
    exec timeout 60 /opt/kafka/bin/kafka-topics.sh --bootstrap-server $BOOTSTRAP --command-config /tmp/other.properties --list" 2>&1
}

is_accepted() {
  local answer
  answer=$(topics_as "$1") || { tail -n 1 <<< "$answer"; return 1; }
  echo "$(grep -c . <<< "$answer") topics listed"
  grep -qx rawtrade <<< "$answer"
}

# Succeeds if the call is rejected for the given reason.
refused() {
  local answer code=0
  answer=$(topics_as "$2") || code=$?
  grep -oE "[A-Za-z]*($1)[^.]*" <<< "$answer" | head -n 1 || tail -n 1 <<< "$answer"
  [ "$code" != 0 ] && ! grep -qx rawtrade <<< "$answer" && grep -qE "$1" <<< "$answer"
}

# curl exits with 7 if the connection is refused and with 28 on a timeout: those are not rejections by the server.
rest_refused() {
  local code=0
  curl -sf --max-time 10 -o /dev/null "$@" || code=$?
  echo "curl exits with $code"
  [[ ! $code =~ ^(0|7|28)$ ]]
}
