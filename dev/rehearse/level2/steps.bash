# shellcheck shell=bash disable=SC2034,SC2154 # a part of `run`: names are shared with the other parts
# What the scenarios do with a stack, and what must hold then.

# How many connectors it registers, and which profile its topics have.
stack_begins() {
  local began
  CONNECTORS=$1
  stack_build
  began=$(date +%s)
  chapter "docker compose up, all profiles"
  stack_up
  eventually 300 "everything is healthy" all_healthy
  HEALTHY_SECONDS=$(($(date +%s) - began))
  promise "topics" topics_as_profile "$2"
  eventually 60 "connectors RUNNING" connectors_running "$CONNECTORS"
}

everything_flows() {
  chapter "records flow"
  local table
  for table in trade_data ticker_data article_data emotibit_packet emotibit_sample trade_candles_1m prediction_data; do
    eventually 60 "$table has rows" has_rows "$table" 1
  done
  eventually 60 "trade_data grows" grows trade_data
}

# Of how many brokers and connectors the monitoring must know.
watched() {
  chapter "monitoring and UI"
  eventually 90 "Prometheus targets up" targets_up
  eventually 60 "rules are loaded, and none fails" exactly 0 'sum(prometheus_rule_evaluation_failures_total)'
  eventually 90 "the broker's own figures arrive" at_least 1 'sum(kafka_server_brokertopicmetrics_messagesin_total)'
  eventually 90 "the worker's own figures arrive" exactly "$2" 'count(kafka_connect_connector_status{status="running"})'
  eventually 90 "the plugins' own figures arrive" at_least 1 'sum(kafka_connect_plugin_rows_written_total)'
  eventually 90 "consumer lag is seen from outside" at_least 0 'count(kafka_consumergroup_lag{consumergroup="connect-timescale-cryptoviz"})'
  promise "Grafana's role reads, and cannot write" reader_reads_only
  eventually 60 "the UI reaches broker and Connect" ui_sees "$1 brokers, $(topics | wc -l) topics, $2 connectors"
}

reader_reads_only() {
  local answer
  answer=$(sql 'SET ROLE grafana_reader; SELECT count(*) > 0 FROM trade_data') || return 1
  [ "$answer" = t ] || { echo "no rows for grafana_reader: $answer"; return 1; }
  ! sql 'SET ROLE grafana_reader; DELETE FROM trade_data' 2> /dev/null || { echo "grafana_reader deleted"; return 1; }
}

# A record that nobody can read, and a connector that somebody stops: both must ring, and the stream beside them goes on.
an_alert_is_provoked() {
  chapter "alerts"
  connector_does article-source stop
  compose exec -T -e KAFKA_OPTS= -e KAFKA_HEAP_OPTS=-Xmx128m "$BROKER" /bin/sh -c "printf '$BAD_KEY|this is not a trade\n' \
    | /opt/kafka/bin/kafka-console-producer.sh --bootstrap-server $BOOTSTRAP --topic rawtrade ${PRODUCER[*]:-} --property parse.key=true --property key.separator='|'" \
    >> "$LOG_DIR/compose.log" 2>&1
  eventually 120 "a record that cannot be read: ConnectDeadLetters fires in Alertmanager" alert_firing ConnectDeadLetters
  eventually 30 "and the good trades beside it go on" grows trade_data
  eventually 240 "a stopped connector: ConnectConnectorNotRunning fires in Alertmanager" alert_firing ConnectConnectorNotRunning
  connector_does article-source resume
  eventually 120 "connectors RUNNING again" connectors_running "$CONNECTORS"
  eventually 180 "and the alert ends" alert_over ConnectConnectorNotRunning
}

# Somebody renames a column under the sink, and gives it its name back. Nobody restarts the task but connect-heal.
a_task_is_healed() {
  chapter "a task that failed"
  sql 'ALTER TABLE ticker_data RENAME COLUMN last TO renamed' > /dev/null
  eventually 60 "a column is gone: the sink's task fails" task_failed timescale-cryptoviz
  sql 'ALTER TABLE ticker_data RENAME COLUMN renamed TO last' > /dev/null
  eventually 120 "it has its name back: the task runs again by itself" connectors_running "$CONNECTORS"
  eventually 60 "and ticker_data grows" grows ticker_data
}

broker_restarts() {
  chapter "docker compose restart $BROKER"
  remember
  compose restart "$BROKER" >> "$LOG_DIR/compose.log" 2>&1
  recovered
}

# Nobody is asked to stop: broker, worker and database die in the middle of what they do.
power_fails() {
  chapter "power failure: docker kill of everything, then docker compose up"
  remember
  compose kill >> "$LOG_DIR/compose.log" 2>&1
  stack_up
  recovered
}

made_anew() {
  chapter "docker compose down (volumes stay), then up"
  remember
  compose logs --no-color --timestamps > "$LOG_DIR/services-before-down.log" 2>&1
  compose down --timeout 60 >> "$LOG_DIR/compose.log" 2>&1
  stack_up
  recovered
}

recovered() {
  eventually 240 "everything is healthy" all_healthy
  eventually 120 "connectors RUNNING" connectors_running "$CONNECTORS"
  promise "nothing is forgotten" nothing_forgotten
  eventually 90 "trade_data grows" grows trade_data
  promise "the table" trades_whole_in_table
}

counted() {
  chapter "counted at the end, with the sources paused"
  stand_still
  promise "trades in the topic" trades_whole_in_topic
  promise "trades in the table" trades_whole_in_table
  promise "topics and tables agree" balanced
  eventually 90 "Prometheus targets up" targets_up
}

one_dead_letter() {
  local count
  count=$(kafka_tool kafka-console-consumer.sh --topic dlq.timescale-cryptoviz --from-beginning --timeout-ms 6000 "${CONSUMER[@]}" \
    --property print.key=true --property print.value=false 2> /dev/null | grep -c "$BAD_KEY")
  echo "$count"
  [ "$count" = 1 ]
}
