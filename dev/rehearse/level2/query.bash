# shellcheck shell=bash disable=SC2034,SC2154 # part of `run`, which shares its variables
# Queries to the running stack, through its published ports and with the tools in its containers.

# Defaults that a scenario may override: the container in which the tools run, the brokers, the client settings.
BROKER=kafka
BOOTSTRAP=kafka:29092
CLIENT=()
CONSUMER=()
PRODUCER=()
CONNECT=http://$HOST_ADDRESS:8083
REST_TLS=()

in_broker() { compose exec -T -e KAFKA_OPTS= -e KAFKA_JMX_OPTS= -e KAFKA_HEAP_OPTS=-Xmx160m "$BROKER" "$@"; }

kafka_tool() {
  local tool=$1
  shift
  in_broker "/opt/kafka/bin/$tool" --bootstrap-server "$BOOTSTRAP" "$@"
}

sql() { compose exec -T timescaledb psql -XqAt -F ' ' -v ON_ERROR_STOP=1 -U postgres -d pulsefeed -c "$1"; }

get() { curl -sf --max-time 10 "http://$HOST_ADDRESS:$1"; }

# Prints the value of the first series of a Prometheus query, or nothing.
prometheus() {
  curl -sf --max-time 10 -G "http://$HOST_ADDRESS:9090/api/v1/query" --data-urlencode "query=$1" | jq -r '.data.result[0].value[1] // empty'
}

at_least() {
  local value
  value=$(prometheus "$2")
  echo "${value:-no answer}"
  [ -n "$value" ] && awk -v a="$value" -v b="$1" 'BEGIN { exit !(a >= b) }'
}

exactly() {
  local value
  value=$(prometheus "$2")
  echo "${value:-no answer}"
  [ -n "$value" ] && awk -v a="$value" -v b="$1" 'BEGIN { exit !(a == b) }'
}

connect_rest() { curl -sf --max-time 30 "${REST_TLS[@]}" "$CONNECT/$1" "${@:2}"; }

connect_status() { connect_rest 'connectors?expand=status'; }

# Succeeds if the given number of connectors exist, each with a task, and all are RUNNING. Otherwise prints the reason.
connectors_running() {
  local states others
  states=$(connect_status | jq -r '.[].status | "\(.name) \([.connector.state] + [.tasks[].state] | unique | join("+"))\(if .tasks == [] then "+no task" else "" end)\([.connector, .tasks[]]
      | map(select(.trace) | " " + (.trace | split("\n") | map(select(startswith("\t") | not)) | join(" "))[:400]) | join(""))"') || return 1
  others=$(grep -v ' RUNNING$' <<< "$states" | paste -sd,)
  echo "$(grep -c ' RUNNING$' <<< "$states") of $1${others:+ ($others)}"
  [ "$(grep -c ' RUNNING$' <<< "$states")" = "$1" ]
}


connector_does() { connect_rest "connectors/$1/$2" -o /dev/null -X PUT; }

targets_up() {
  local targets down
  targets=$(get 9090/api/v1/targets) || return 1
  down=$(jq -r '.data.activeTargets[] | select(.health != "up") | "\(.labels.job) \(.scrapeUrl) \(.health) \(.lastError)"' <<< "$targets")
  [ -z "$down" ] || { paste -sd, <<< "$down"; return 1; }
  jq '.data.activeTargets | length' <<< "$targets"
}

alert_firing() { get "9093/api/v2/alerts?active=true" | jq -e --arg name "$1" 'any(.[]; .labels.alertname == $name)' > /dev/null; }

alert_over() { ! alert_firing "$1"; }

# Topics with their id (which changes if a topic is recreated), partitions, replicas and settings.
topics() {
  kafka_tool kafka-topics.sh "${CLIENT[@]}" --describe --exclude-internal \
    | sed -n 's/^Topic: \([^\t]*\)\tTopicId: \([^\t]*\)\tPartitionCount: \([0-9]*\)\tReplicationFactor: \([0-9]*\).*Configs: \(.*\)$/\1 \2 \3 \4 \5/p' | sort
}

# Every topic of the profile must exist with its partitions, replicas and settings.
topics_as_profile() {
  local real wanted wrong
  real=$(topics)
  wanted=$(jq -r '.topics[] | .name + " " + (.partitions | tostring) + " " + (."replication.factor" | tostring) + " " + ([.config | to_entries[] | "\(.key)=\(.value)"] | join(","))' \
    "$CHECKOUT/connect-config/topics/$1.json")
  wrong=$(awk 'NR == FNR { partitions[$1] = $3; replicas[$1] = $4; configs[$1] = "," $5 ","; next }
    { if (partitions[$1] != $2 || replicas[$1] != $3) { print $1; next }
      n = split($4, settings, ","); for (i = 1; i <= n; i++) if (!index(configs[$1], "," settings[i] ",")) print $1 " " settings[i] }' \
    <(echo "$real") <(echo "$wanted"))
  [ -z "$wrong" ] || { echo "not as in $1.json: $(paste -sd, <<< "$wrong")"; return 1; }
  echo "$(wc -l <<< "$wanted") topics as in connect-config/topics/$1.json"
}

ui_sees() {
  local seen
  seen=$(get 8081/api/clusters | jq -r '.[0] | "\(.brokerCount) brokers, \(.topicCount) topics, \(.connectors | length) connectors"') || return 1
  echo "$seen"
  [ "$seen" = "$1" ]
}
