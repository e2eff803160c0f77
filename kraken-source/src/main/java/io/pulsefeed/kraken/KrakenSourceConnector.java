package io.pulsefeed.kraken;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.kraken.config.KrakenSourceConfig;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Trades and tickers of Kraken pairs, each trade once and in order. */
public final class KrakenSourceConnector extends SourceConnector {

    private Map<String, String> properties;
    private KrakenSourceConfig config;

    @Override
    public void start(Map<String, String> props) {
        properties = props;
        config = new KrakenSourceConfig(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return KrakenSourceTask.class;
    }

    /** Pairs are dealt out in the order of their names, so the same configuration always gives the same tasks. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        int tasks = Math.min(maxTasks, config.pairs().size());
        List<List<Pair>> shares = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            shares.add(new ArrayList<>());
        }
        for (int i = 0; i < config.pairs().size(); i++) {
            shares.get(i % tasks).add(config.pairs().get(i));
        }
        List<Map<String, String>> configs = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            Map<String, String> ofTask = new HashMap<>(properties);
            ofTask.put("pairs", shares.get(i).stream().map(Pair::name).collect(Collectors.joining(",")));
            ofTask.put(KrakenSourceConfig.TASK_NAME, properties.getOrDefault("name", "kraken-source") + "-" + i);
            configs.add(ofTask);
        }
        return configs;
    }

    /** Trades can be fetched again from any offset; tickers are gone once they have passed. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
        try {
            KrakenSourceConfig asked = new KrakenSourceConfig(props);
            return asked.channels().equals(Set.of(Channel.TRADE)) && !asked.speaksV1()
                    ? ExactlyOnceSupport.SUPPORTED
                    : ExactlyOnceSupport.UNSUPPORTED;
        } catch (RuntimeException e) {
            // The configuration is wrong, which its own validation reports field by field.
            return ExactlyOnceSupport.UNSUPPORTED;
        }
    }

    @Override
    public Config validate(Map<String, String> props) {
        Config result = super.validate(props);
        Map<String, ConfigValue> values = new HashMap<>();
        result.configValues().forEach(value -> values.put(value.name(), value));
        KrakenSourceConfig.validate(props, values, Instant.now());
        return result;
    }

    @Override
    public boolean alterOffsets(Map<String, String> props, Map<Map<String, ?>, Map<String, ?>> offsets) {
        OffsetCheck.check(offsets);
        return true;
    }

    @Override
    public void stop() {
        // Threads and sockets belong to the tasks.
    }

    @Override
    public ConfigDef config() {
        return KrakenSourceConfig.DEFINITION;
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }
}
