# shellcheck shell=bash disable=SC2034,SC2154 # a part of `run`: names are shared with the other parts
# One broker, all profiles, simulated sources: everything of docker-compose.yml that a registry is not needed for.

scenario_single() {
  stack_of docker-compose.yml docker-compose.simulators.yml
  stack_begins 5 single
  everything_flows
  watched 1 5
  an_alert_is_provoked
  a_task_is_healed
  broker_restarts
  power_fails
  made_anew
  counted
  promise "one dead letter, the bad record" one_dead_letter
  summary
}
