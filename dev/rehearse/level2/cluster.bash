# shellcheck shell=bash disable=SC2034,SC2154 # part of `run`, which shares its variables
# Three brokers and two workers: one of each is killed while records arrive, stays down until its alert fires, and is restarted.

scenario_cluster() {
  BROKER=kafka1
  BOOTSTRAP=kafka1:9092,kafka2:9092,kafka3:9092
  stack_of docker-compose.yml docker-compose.cluster.yml docker-compose.simulators.yml
  start_stack 5 cluster
  check_records
  check_monitoring 3 5
  one_worker_is_down
  one_broker_is_down
  power_failure
  final_count
  summary
}

one_worker_is_down() {
  chapter "docker kill of connect2, one of two workers"
  check "before: both workers have tasks" exactly 2 'count(kafka_connect_worker_task_count > 0)'
  remember
  compose kill connect2 >> "$LOG_DIR/compose.log" 2>&1
  eventually 120 "all connectors RUNNING on the other worker" connectors_running_on connect1:8083
  eventually 60 "records are still written" grows trade_data
  eventually 240 "a worker is down: KafkaConnectWorkerDown fires in Alertmanager" alert_firing KafkaConnectWorkerDown
  stack_up
  eventually 180 "connect2 is restarted, and everything is healthy" all_healthy
  eventually 120 "connectors RUNNING on both workers" connectors_running "$CONNECTORS"
  check "no data is lost" no_data_lost
  check "the table" trades_complete_in_table
}

# Succeeds if all connectors and tasks are RUNNING on this worker.
connectors_running_on() {
  local elsewhere
  connectors_running "$CONNECTORS" || return 1
  elsewhere=$(connect_status | jq -r --arg worker "$1" '.[].status | [.connector, .tasks[]][] | select(.worker_id != $worker) | .worker_id' | sort -u)
  [ -z "$elsewhere" ] || { echo "some are on $elsewhere"; return 1; }
}

one_broker_is_down() {
  chapter "docker kill of kafka2, one of three"
  check "before: every partition has all its replicas" exactly 0 'sum(kafka_server_replicamanager_underreplicatedpartitions)'
  remember
  compose kill kafka2 >> "$LOG_DIR/compose.log" 2>&1
  eventually 60 "records are still written with two brokers" grows trade_data
  check "connectors RUNNING" connectors_running "$CONNECTORS"
  eventually 120 "under-replicated partitions are reported" at_least 1 'sum(kafka_server_replicamanager_underreplicatedpartitions)'
  eventually 120 "kafka-exporter reports two brokers" exactly 2 'kafka_brokers'
  eventually 120 "the alert is pending" at_least 1 'count(ALERTS{alertname="KafkaUnderReplicatedPartitions"})'
  eventually 240 "a broker is down: KafkaJMXExporterDown fires in Alertmanager" alert_firing KafkaJMXExporterDown
  stack_up
  eventually 180 "kafka2 is restarted, and everything is healthy" all_healthy
  eventually 180 "every partition has all its replicas again" exactly 0 'sum(kafka_server_replicamanager_underreplicatedpartitions)'
  check "no data is lost" no_data_lost
  check "the table" trades_complete_in_table
}
