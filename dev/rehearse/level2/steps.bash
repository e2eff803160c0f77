# shellcheck shell=bash disable=SC2034,SC2154 # part of `run`, which shares its variables
# Steps of the scenarios, with the checks after each.

# Arguments: the number of connectors, and the topic profile.
start_stack() {
  local began
  CONNECTORS=$1
  stack_build
  began=$(date +%s)
  chapter "docker compose up, all profiles"
  stack_up
  eventually 300 "everything is healthy" all_healthy
  HEALTHY_SECONDS=$(($(date +%s) - began))
  check "topics" topics_as_profile "$2"
  eventually 60 "connectors RUNNING" connectors_running "$CONNECTORS"
}

check_records() {
  chapter "records flow"
  local table
  for table in trade_data ticker_data article_data emotibit_packet emotibit_sample trade_candles_1m prediction_data; do
    eventually 60 "$table has rows" has_rows "$table" 1
  done
  eventually 60 "trade_data grows" grows trade_data
}

# Arguments: the number of brokers and of connectors that the monitoring must show.
check_monitoring() {
  chapter "monitoring and UI"
  eventually 90 "Prometheus targets up" targets_up
  eventually 60 "all rules evaluate without errors" exactly 0 'sum(prometheus_rule_evaluation_failures_total)'
  eventually 90 "broker metrics exist" at_least 1 'sum(kafka_server_brokertopicmetrics_messagesin_total)'
  eventually 90 "worker metrics exist" exactly "$2" 'count(kafka_connect_connector_status{status="running"})'
  eventually 90 "plugin metrics exist" at_least 1 'sum(kafka_connect_plugin_rows_written_total)'
  eventually 90 "kafka-exporter reports consumer lag" at_least 0 'count(kafka_consumergroup_lag{consumergroup="connect-timescale-cryptoviz"})'
  check "Grafana's role can read and cannot write" reader_reads_only
  eventually 60 "the UI reaches broker and Connect" ui_sees "$1 brokers, $(topics | wc -l) topics, $2 connectors"
}

reader_reads_only() {
  local answer
  answer=$(sql 'SET ROLE grafana_reader; SELECT count(*) > 0 FROM trade_data') || return 1
  [ "$answer" = t ] || { echo "no rows for grafana_reader: $answer"; return 1; }
  ! sql 'SET ROLE grafana_reader; DELETE FROM trade_data' 2> /dev/null || { echo "grafana_reader deleted"; return 1; }
}

# An invalid record and a stopped connector: both alerts must fire, and other records must still be processed.
trigger_alerts() {
  chapter "alerts"
  connector_does article-source stop
  compose exec -T -e KAFKA_OPTS= -e KAFKA_HEAP_OPTS=-Xmx128m "$BROKER" /bin/sh -c "printf '$BAD_KEY|this is not a trade\n' \
    | /opt/kafka/bin/kafka-console-producer.sh --bootstrap-server $BOOTSTRAP --topic rawtrade ${PRODUCER[*]:-} --property parse.key=true --property key.separator='|'" \
    >> "$LOG_DIR/compose.log" 2>&1
  eventually 120 "an invalid record: ConnectDeadLetters fires in Alertmanager" alert_firing ConnectDeadLetters
  eventually 30 "and valid trades are still written" grows trade_data
  eventually 240 "a stopped connector: ConnectConnectorNotRunning fires in Alertmanager" alert_firing ConnectConnectorNotRunning
  connector_does article-source resume
  eventually 120 "connectors RUNNING again" connectors_running "$CONNECTORS"
  eventually 180 "and the alert resolves" alert_over ConnectConnectorNotRunning
}

# Renames a column and restores it. The sink pauses the topic of this table only, and continues by itself.
alter_table() {
  chapter "a table is altered"
  sql 'ALTER TABLE ticker_data RENAME COLUMN last TO renamed' > /dev/null
  eventually 60 "a column is missing: the sink still writes to other tables" grows trade_data
  eventually 60 "and its task runs" connectors_running "$CONNECTORS"
  sql 'ALTER TABLE ticker_data RENAME COLUMN renamed TO last' > /dev/null
  eventually 120 "the column is restored: ticker_data grows" grows ticker_data
}

restart_broker() {
  chapter "docker compose restart $BROKER"
  remember
  compose restart "$BROKER" >> "$LOG_DIR/compose.log" 2>&1
  check_recovery
}

# Kills broker, worker and database without a shutdown.
power_failure() {
  chapter "power failure: docker kill of everything, then docker compose up"
  remember
  compose kill >> "$LOG_DIR/compose.log" 2>&1
  stack_up
  check_recovery
}

recreate() {
  chapter "docker compose down (keeps volumes), then up"
  remember
  compose logs --no-color --timestamps > "$LOG_DIR/services-before-down.log" 2>&1
  compose down --timeout 60 >> "$LOG_DIR/compose.log" 2>&1
  stack_up
  check_recovery
}

check_recovery() {
  eventually 240 "everything is healthy" all_healthy
  eventually 120 "connectors RUNNING" connectors_running "$CONNECTORS"
  check "no data is lost" no_data_lost
  eventually 90 "trade_data grows" grows trade_data
  check "the table" trades_complete_in_table
}

final_count() {
  chapter "final count, with the sources paused"
  pause_sources
  check "trades in the topic" trades_complete_in_topic
  check "trades in the table" trades_complete_in_table
  check "topics and tables agree" balanced
  eventually 90 "Prometheus targets up" targets_up
}

one_dead_letter() {
  local count
  count=$(kafka_tool kafka-console-consumer.sh --topic dlq.timescale-cryptoviz --from-beginning --timeout-ms 6000 "${CONSUMER[@]}" \
    --property print.key=true --property print.value=false 2> /dev/null | grep -c "$BAD_KEY")
  echo "$count"
  [ "$count" = 1 ]
}
