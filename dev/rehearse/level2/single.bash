# shellcheck shell=bash disable=SC2034,SC2154 # part of `run`, which shares its variables
# One broker, all profiles, simulated sources: all services of docker-compose.yml that have a stand-in.

scenario_single() {
  stack_of docker-compose.yml docker-compose.simulators.yml
  start_stack 5 single
  check_records
  check_monitoring 1 5
  trigger_alerts
  alter_table
  restart_broker
  power_failure
  recreate
  final_count
  check "one dead letter, the bad record" one_dead_letter
  summary
}
