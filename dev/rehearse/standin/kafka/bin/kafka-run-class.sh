#!/bin/bash
# Reads the same variables as Kafka's script of this name; KAFKA_OPTS comes last, so it takes precedence, and every tool inherits it.
: "${KAFKA_HEAP_OPTS:=-Xmx256M}"
: "${KAFKA_LOG4J_OPTS:=-Dlog4j2.configurationFile=/opt/kafka/config/tools-log4j2.yaml}"
: "${KAFKA_JVM_PERFORMANCE_OPTS:=-server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent -Djava.awt.headless=true}"
: "${LOG_DIR:=/opt/kafka/logs}"
# shellcheck disable=SC2086 # lists of options
exec java $KAFKA_HEAP_OPTS $KAFKA_JVM_PERFORMANCE_OPTS -Dkafka.logs.dir="$LOG_DIR" $KAFKA_LOG4J_OPTS $KAFKA_JMX_OPTS $KAFKA_OPTS \
  -cp "${CLASSPATH:+$CLASSPATH:}/opt/kafka/libs/*" "$@"
