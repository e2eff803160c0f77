# shellcheck shell=bash disable=SC2034,SC2154 # a part of `run`: names are shared with the other parts
# Three brokers: one is killed in the middle of the stream, stays away, and comes back.

scenario_cluster() {
  BROKER=kafka1
  BOOTSTRAP=kafka1:9092,kafka2:9092,kafka3:9092
  stack_of docker-compose.yml docker-compose.cluster.yml docker-compose.simulators.yml
  stack_begins 5 cluster
  everything_flows
  watched 3 5
  one_broker_is_away
  power_fails
  counted
  summary
}

one_broker_is_away() {
  chapter "docker kill of kafka2, one of three"
  promise "before: every partition has all its replicas" exactly 0 'sum(kafka_server_replicamanager_underreplicatedpartitions)'
  remember
  compose kill kafka2 >> "$LOG_DIR/compose.log" 2>&1
  eventually 60 "the stream goes on with two brokers" grows trade_data
  promise "connectors RUNNING" connectors_running "$CONNECTORS"
  eventually 120 "under-replicated partitions are seen" at_least 1 'sum(kafka_server_replicamanager_underreplicatedpartitions)'
  eventually 120 "two brokers are seen from outside" exactly 2 'kafka_brokers'
  eventually 120 "the alert waits for its time" at_least 1 'count(ALERTS{alertname="KafkaUnderReplicatedPartitions"})'
  eventually 240 "a broker that does not answer: KafkaJMXExporterDown fires in Alertmanager" alert_firing KafkaJMXExporterDown
  stack_up
  eventually 180 "kafka2 is back, and everything healthy" all_healthy
  eventually 180 "every partition has all its replicas again" exactly 0 'sum(kafka_server_replicamanager_underreplicatedpartitions)'
  promise "nothing is forgotten" nothing_forgotten
  promise "the table" trades_whole_in_table
}
