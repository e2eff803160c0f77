#!/bin/bash
# The same variables that Kafka's own script of this name reads; KAFKA_OPTS last, so that it wins, and inherited by every tool.
: "${KAFKA_HEAP_OPTS:=-Xmx256M}"
: "${KAFKA_LOG4J_OPTS:=-Dlog4j2.configurationFile=/opt/kafka/config/tools-log4j2.yaml}"
: "${KAFKA_JVM_PERFORMANCE_OPTS:=-server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent -Djava.awt.headless=true}"
: "${LOG_DIR:=/opt/kafka/logs}"
# shellcheck disable=SC2086 # lists of options
exec java $KAFKA_HEAP_OPTS $KAFKA_JVM_PERFORMANCE_OPTS -Dkafka.logs.dir="$LOG_DIR" $KAFKA_LOG4J_OPTS $KAFKA_JMX_OPTS $KAFKA_OPTS \
  -cp "${CLASSPATH:+$CLASSPATH:}/opt/kafka/libs/*" "$@"
