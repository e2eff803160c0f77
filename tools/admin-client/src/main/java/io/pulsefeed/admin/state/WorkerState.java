package io.pulsefeed.admin.state;

import java.util.Map;

/**
 * The worker that answers, and the connector plugins that it has loaded.
 *
 * @param version version of Kafka
 * @param plugins plugin versions by class name, without those that ship with Kafka
 */
public record WorkerState(String url, String version, String kafkaClusterId, Map<String, String> plugins) {}
