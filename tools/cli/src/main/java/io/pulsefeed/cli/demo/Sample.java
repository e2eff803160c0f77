package io.pulsefeed.cli.demo;

import java.util.Map;

/**
 * What the demo shows at one moment.
 *
 * @param elapsedSeconds since the connectors were running
 * @param connectors connector name to state, as the worker's REST interface words it
 * @param topics records for each topic since the demo began
 * @param tables rows for each table
 * @param lastValues what arrived last, by stream: for example a price by pair
 */
record Sample(
        double elapsedSeconds,
        Map<String, String> connectors,
        Map<String, Long> topics,
        Map<String, Long> tables,
        Map<String, String> lastValues) {}
