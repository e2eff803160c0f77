# shellcheck shell=bash disable=SC2034,SC2154 # part of `run`, which shares its variables
# Counts records in topics and rows in tables, to detect lost and duplicate records.

PAIRS="rawtrade trade_data
rawticker ticker_data
rawalert alert_data
rawarticle article_data
Emotibit_rawdata emotibit_packet"

rows() { sql "SELECT count(*) FROM $1"; }

# Counts the committed records of a topic by reading all of it: end offsets would include transaction markers.
records() {
  kafka_tool kafka-console-consumer.sh --topic "$1" --from-beginning --isolation-level read_committed --timeout-ms 6000 \
    "${CONSUMER[@]}" --property print.key=true --property print.value=false 2> /dev/null | grep -Ev "^Option --[a-z.]+ is deprecated" | grep -cvx "$BAD_KEY" || true
}

BAD_KEY=rehearsal-bad-record

grows() {
  local table=$1 before after
  before=$(rows "$table")
  sleep 2
  after=$(rows "$table")
  echo "$before, then $after rows"
  [ "$after" -gt "$before" ]
}

has_rows() {
  local count
  count=$(rows "$1")
  echo "$count rows"
  [ "$count" -ge "$2" ]
}

# Trade ids have no gaps. A pair is complete if it has as many rows, and as many distinct ids, as the range from its first to its last
# id.
trades_complete_in_table() {
  local broken
  broken=$(sql "SELECT pair, count(*), count(DISTINCT trade_id), max(trade_id) - min(trade_id) + 1 AS span FROM trade_data GROUP BY pair
    HAVING count(*) <> max(trade_id) - min(trade_id) + 1 OR count(DISTINCT trade_id) <> count(*) OR bool_or(trade_id IS NULL)") || return 1
  [ -z "$broken" ] || { echo "pair, rows, distinct ids, range: $(paste -sd';' <<< "$broken")"; return 1; }
  sql "SELECT count(*) || ' trades of ' || count(DISTINCT pair) || ' pairs, no id missing, no duplicates' FROM trade_data"
}

# The same for the topic, which has no unique index: each pair's ids increase by one from record to record.
trades_complete_in_topic() {
  local answer
  answer=$(kafka_tool kafka-console-consumer.sh --topic rawtrade --from-beginning --isolation-level read_committed --timeout-ms 6000 \
    "${CONSUMER[@]}" --property print.headers=true --property print.key=true --property print.value=false 2> /dev/null \
    | awk -F '\t' -v bad="$BAD_KEY" '$2 == bad || /^Option --[a-z.]+ is deprecated/ { next }
      { if (!match($1, /kraken.trade_id:[0-9]+/)) { print "no trade id: " $0; wrong = 1; exit }
        id = substr($1, RSTART + 16, RLENGTH - 16)
        if ($2 in last && id != last[$2] + 1) { print $2 ": " id " follows " last[$2]; wrong = 1; exit }
        last[$2] = id; records++ }
      END { if (!wrong) printf "%d records, each pair in order, no id missing, no duplicates", records; exit wrong || !records }')
  local code=$?
  echo "$answer"
  return "$code"
}

first_trades() { sql "SELECT pair, min(trade_id) FROM trade_data GROUP BY pair ORDER BY pair" | paste -sd,; }

# State that must survive a restart: topics with their ids, the first trade of each pair, and at least as many rows.
remember() {
  KNOWN_TOPICS=$(topics | cut -d' ' -f1-4)
  KNOWN_FIRST=$(first_trades)
  KNOWN_ROWS=$(rows trade_data)
}

no_data_lost() {
  local topics first rows
  topics=$(topics | cut -d' ' -f1-4)
  [ "$topics" = "$KNOWN_TOPICS" ] || { echo "topics were recreated: $(diff <(echo "$KNOWN_TOPICS") <(echo "$topics") | paste -sd,)"; return 1; }
  first=$(first_trades)
  [ "$first" = "$KNOWN_FIRST" ] || { echo "first trades changed from $KNOWN_FIRST to $first"; return 1; }
  rows=$(rows trade_data)
  [ "$rows" -ge "$KNOWN_ROWS" ] || { echo "$KNOWN_ROWS rows before, $rows now"; return 1; }
  echo "the same topics, $KNOWN_ROWS rows before, $rows now"
}

# Pauses the sources and waits until the sinks have read everything.
pause_sources() {
  local name
  for name in kraken-source article-source emotibit-source; do
    connector_does "$name" pause
  done
  eventually 60 "the sinks have read all records" sinks_idle
}

sinks_idle() {
  local before after
  before=$(rows_of_all) || return 1
  sleep 4
  after=$(rows_of_all) || return 1
  echo "$after"
  [ "$before" = "$after" ]
}

rows_of_all() { sql "SELECT $(awk '{ printf "%s(SELECT count(*) FROM %s)", (NR > 1 ? ", " : ""), $2 }' <<< "$PAIRS")"; }

balance() {
  local topic table in_topic in_table
  while read -r topic table; do
    in_topic=$(records "$topic")
    in_table=$(rows "$table")
    printf '%s %s %s %s\n' "$topic" "$in_topic" "$table" "$in_table"
  done <<< "$PAIRS" > "$LOG_DIR/balance"
}

balance_lines() { awk '{ printf "         %-22s %9d   %-18s %9d\n", $1, $2, $3, $4 }' "$LOG_DIR/balance"; }

# Every committed record is exactly one row. A short run may contain no price alert.
balanced() {
  local wrong
  balance
  wrong=$(awk '$2 != $4 || ($2 == 0 && $1 != "rawalert")' "$LOG_DIR/balance")
  [ -z "$wrong" ] || { paste -sd, <<< "$wrong"; return 1; }
  echo "$(awk '{ sum += $2 } END { print sum }' "$LOG_DIR/balance") records, as many rows"
}
