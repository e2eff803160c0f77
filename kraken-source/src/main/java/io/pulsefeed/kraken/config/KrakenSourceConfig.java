package io.pulsefeed.kraken.config;

import io.pulsefeed.kraken.client.ConnectionSettings;
import io.pulsefeed.kraken.client.VenueSettings;
import io.pulsefeed.kraken.feed.Backfill;
import io.pulsefeed.kraken.feed.FeedSettings;
import io.pulsefeed.kraken.record.ValueFormat;
import io.pulsefeed.kraken.sequence.SequenceSettings;
import io.pulsefeed.kraken.sequence.Start;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** The connector's configuration, read once and typed. */
public final class KrakenSourceConfig {

    /** Set by the connector for each of its tasks; not for users. */
    public static final String TASK_NAME = "task.name";

    public static final ConfigDef DEFINITION = define();

    private final AbstractConfig values;
    private final List<Pair> pairs;
    private final Set<Channel> channels;
    private final Map<Pair, BigDecimal> thresholds;

    /** @throws org.apache.kafka.common.config.ConfigException naming the first key that is wrong */
    public KrakenSourceConfig(Map<String, String> properties) {
        values = new AbstractConfig(DEFINITION, properties, false);
        Set<Pair> sorted = new TreeSet<>();
        values.getList(DataKeys.PAIRS).forEach(text -> sorted.add(Pair.parse(text)));
        pairs = List.copyOf(sorted);
        Set<Channel> chosen = EnumSet.noneOf(Channel.class);
        for (Channel channel : Channel.values()) {
            if (values.getList(DataKeys.CHANNELS).contains(channel.text())) {
                chosen.add(channel);
            }
        }
        channels = Set.copyOf(chosen);
        try {
            thresholds = PriceKeys.thresholds(properties);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        DataKeys.addTo(definition);
        VenueKeys.addTo(definition);
        GapKeys.addTo(definition);
        PriceKeys.addTo(definition);
        BackfillKeys.addTo(definition);
        QueueKeys.addTo(definition);
        return definition;
    }

    /** Each pair once, in the order of their names. */
    public List<Pair> pairs() {
        return pairs;
    }

    public Set<Channel> channels() {
        return channels;
    }

    public URI webSocketUrl() {
        return Rules.uri(values.getString(VenueKeys.WS_URL));
    }

    public boolean speaksV1() {
        String version = values.getString(VenueKeys.WS_VERSION);
        String path = webSocketUrl().getPath();
        return "v1".equals(version) || "auto".equals(version) && (path == null || !path.endsWith("/v2"));
    }

    public int queueRecords() {
        return values.getInt(QueueKeys.MAX_RECORDS);
    }

    public long queueBytes() {
        return values.getLong(QueueKeys.MAX_BYTES);
    }

    public int maxBatch() {
        return values.getInt(QueueKeys.MAX_BATCH);
    }

    public VenueSettings venue() {
        return new VenueSettings(
                connection(),
                webSocketUrl(),
                speaksV1(),
                Rules.uri(values.getString(VenueKeys.REST_URL)),
                millis(VenueKeys.REST_TIMEOUT),
                millis(VenueKeys.REST_INTERVAL),
                millis(VenueKeys.REST_PAIR_INTERVAL));
    }

    private ConnectionSettings connection() {
        return new ConnectionSettings(
                pairs,
                channels,
                millis(VenueKeys.CONNECT_TIMEOUT),
                millis(VenueKeys.ANSWER_TIMEOUT),
                millis(VenueKeys.SILENCE_TIMEOUT),
                millis(VenueKeys.PING_INTERVAL));
    }

    public FeedSettings feed() {
        boolean common = "common".equals(values.getString(DataKeys.SPELLING));
        return new FeedSettings(
                pairs,
                channels,
                values.getString(DataKeys.TRADE_TOPIC),
                values.getString(DataKeys.TICKER_TOPIC),
                values.getString(DataKeys.ALERT_TOPIC),
                "struct".equals(values.getString(DataKeys.VALUE_FORMAT)) ? ValueFormat.STRUCT : ValueFormat.JSON,
                common ? Pair::commonName : Pair::name,
                () -> PriceKeys.reference(values),
                pair -> PriceKeys.alerts(values, thresholds, pair),
                sequence(),
                !speaksV1(),
                backfill(),
                values.getInt(GapKeys.MAX_PENDING),
                millis(GapKeys.QUIET_AFTER),
                millis(GapKeys.RECONCILE));
    }

    private SequenceSettings sequence() {
        return new SequenceSettings(
                start(),
                millis(GapKeys.GRACE),
                millis(GapKeys.TIMEOUT),
                values.getLong(GapKeys.MAX_TRADES),
                Rules.duration(values.getString(GapKeys.MAX_AGE)),
                "fail".equals(values.getString(GapKeys.LIMIT_POLICY)),
                "fail".equals(values.getString(GapKeys.RESET_POLICY)));
    }

    private Backfill.Range backfill() {
        String from = values.getString(BackfillKeys.FROM);
        String to = values.getString(BackfillKeys.TO);
        return from.isEmpty() || to.isEmpty()
                ? null
                : new Backfill.Range(nanos(Rules.instant(from)), nanos(Rules.instant(to)));
    }

    private Start start() {
        String text = values.getString(GapKeys.START);
        return switch (text) {
            case "latest" -> Start.LATEST;
            case "snapshot" -> Start.SNAPSHOT;
            default -> Start.at(nanos(Rules.instant(text)));
        };
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    private Duration millis(String name) {
        return Duration.ofMillis(values.getLong(name));
    }

    /** The rules that span several keys, as messages on the key that the user has to change. */
    public static void validate(Map<String, String> properties, Map<String, ConfigValue> results, Instant now) {
        CrossFieldRules.apply(properties, results, now);
    }
}
