package io.pulsefeed.cli.demo;

import java.util.Map;

/**
 * State of the demo at one moment.
 *
 * @param elapsedSeconds since all connectors are running
 * @param connectors state of each connector, as in Connect's REST API
 * @param topics records of each topic since the start of the demo
 * @param tables rows of each table
 * @param lastValues latest values by name: for example the price by pair
 */
record DemoSnapshot(
        double elapsedSeconds,
        Map<String, String> connectors,
        Map<String, Long> topics,
        Map<String, Long> tables,
        Map<String, String> lastValues) {}
