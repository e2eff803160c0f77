package io.pulsefeed.kraken;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.kraken.client.ListingMonitor;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.config.SubscriptionConfig;
import io.pulsefeed.kraken.record.EarlierPartition;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.PairSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Source connector for trades, tickers and price alerts of Kraken pairs. Delivers the trades of a pair in order of their ids. */
public final class KrakenSourceConnector extends SourceConnector {

    private static final Logger LOG = LoggerFactory.getLogger(KrakenSourceConnector.class);
    private static final Duration LIST_TIMEOUT = Duration.ofSeconds(10);

    private Map<String, String> properties = Map.of();
    private PairSelection selection = PairSelection.of(List.of("XBT/USD"));
    private volatile List<Pair> pairs = List.of();
    private @Nullable ListingMonitor listings;
    private boolean catalogOnly;

    @Override
    public void start(Map<String, String> props) {
        properties = props;
        KrakenSourceConnectorConfig config = ConfigValidation.parse(props);
        selection = PairSelection.of(config.subscription().pairs());
        catalogOnly = config.subscription().hasOnlyInstruments();
        pairs = List.of();
        if (selection.hasPatterns()) {
            String name = props.getOrDefault("name", "kraken-source");
            listings = new ListingMonitor(name, config.endpoint(), this::onListingChange);
            listings.start();
        } else {
            pairs = selection.resolve(List.of());
        }
    }

    @Override
    public Class<? extends Task> taskClass() {
        return KrakenSourceTask.class;
    }

    /** Restarts the tasks with other pairs, if the change concerns the selection. Called by the monitor's thread. */
    private void onListingChange() {
        if (!selection.resolve(listings.listed()).equals(pairs)) {
            context.requestTaskReconfiguration();
        }
    }

    /**
     * Resolves patterns with Kraken's list of pairs.
     *
     * @throws ConnectException if Kraken has not sent it, or if no pair matches. The worker keeps the running tasks and retries
     */
    private List<Pair> resolve() {
        if (listings == null) {
            return pairs;
        }
        if (!listings.await(LIST_TIMEOUT)) {
            throw new ConnectException("Kraken has not sent its list of pairs within " + LIST_TIMEOUT.toSeconds()
                    + " s, which the patterns in 'pairs' need. Check that kraken.ws.url is reachable.");
        }
        List<Pair> resolved = selection.resolve(listings.listed());
        if (resolved.isEmpty()) {
            throw new ConnectException("No pair of Kraken matches 'pairs'. Correct the patterns.");
        }
        return resolved;
    }

    /** Assigns the sorted pairs to tasks round-robin, so the same configuration always gives the same assignment. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        pairs = resolve();
        int count = catalogOnly ? 1 : Math.min(maxTasks, pairs.size());
        List<Map<String, String>> tasks = TaskId.split(properties, count);
        for (int task = 0; task < count; task++) {
            String share = IntStream.iterate(task, i -> i < pairs.size(), i -> i + count)
                    .mapToObj(i -> pairs.get(i).name())
                    .collect(Collectors.joining(","));
            tasks.get(task).put(SubscriptionConfig.PAIRS, share);
        }
        return tasks;
    }

    /** Trades can be fetched again from any offset, and the catalog starts with a snapshot; tickers and books cannot. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
        try {
            KrakenSourceConnectorConfig config = ConfigValidation.parse(props);
            if (!config.backfill().live()) {
                return ExactlyOnceSupport.SUPPORTED;
            }
            boolean repeatable = Set.of(Channel.TRADE)
                    .containsAll(Channel.setOf(config.subscription().channels()));
            return repeatable && !config.endpoint().usesV1()
                    ? ExactlyOnceSupport.SUPPORTED
                    : ExactlyOnceSupport.UNSUPPORTED;
        } catch (RuntimeException e) {
            // validate() reports what is wrong, key by key.
            return ExactlyOnceSupport.UNSUPPORTED;
        }
    }

    @Override
    public Config validate(Map<String, String> props) {
        Config result = super.validate(props);
        Map<String, ConfigValue> values = new HashMap<>();
        result.configValues().forEach(value -> values.put(value.name(), value));
        new ConfigValidation(props, values).run(Instant.now());
        return result;
    }

    @Override
    public boolean alterOffsets(Map<String, String> props, Map<Map<String, ?>, Map<String, ?>> offsets) {
        OffsetValidation.check(offsets, Instant.now());
        try {
            EarlierPartition.addTo(offsets);
        } catch (UnsupportedOperationException e) {
            LOG.warn(
                    "Offsets of backfills that release 0.1.0 has stored are not reset, because this worker does not allow it");
        }
        return true;
    }

    @Override
    public void stop() {
        if (listings != null) {
            listings.stop();
        }
    }

    @Override
    public ConfigDef config() {
        return KrakenSourceConnectorConfig.DEFINITION;
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }
}
