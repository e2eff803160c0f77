package io.pulsefeed.system.upgrade;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The two sinks with their built-in profiles. */
final class SinkScenario {

    static final String CRYPTOVIZ = "timescale-cryptoviz";
    static final String EMOTIBIT = "timescale-emotibit";

    static final Map<String, List<String>> TOPICS = new TreeMap<>(Map.of(
            CRYPTOVIZ,
            List.of("rawtrade", "rawticker", "rawalert", "rawarticle"),
            EMOTIBIT,
            List.of("Emotibit_rawdata", "Emotibit_processdata")));

    private SinkScenario() {}

    static Map<String, String> settings(String connector, Database database) {
        Map<String, String> settings = new TreeMap<>(database.sinkSettings());
        settings.put("connector.class", "io.pulsefeed.timescale.TimescaleSinkConnector");
        settings.put("tasks.max", "1");
        settings.put("topics", String.join(",", TOPICS.get(connector)));
        settings.put("profile", connector.substring("timescale-".length()));
        settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("consumer.override.isolation.level", "read_committed");
        settings.put("consumer.override.auto.offset.reset", "earliest");
        return settings;
    }
}
