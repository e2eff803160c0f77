package io.pulsefeed.commons.accounts;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import io.pulsefeed.commons.offset.SourcePartitions;
import io.pulsefeed.commons.time.MonotonicClock;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a source task, as records of the compacted topic {@code accounts.topic}: one key per source, stream and hour, of which
 * the last record counts. An account is written a minute after it changed, or earlier if items are missing. Used by the task thread.
 *
 * <p>The state of the current hour is the source offset of the account's record, so a restart continues it.
 */
public final class SourceAccounts {

    /** The configuration key of the topic. */
    public static final String TOPIC = "accounts.topic";
    /** Field of the source offset. */
    public static final String STATE = "account";

    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long URGENT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_STREAMS = 10_000;

    private final String topic;
    private final String source;
    private final String kind;
    private final String dataTopic;
    private final MonotonicClock clock;
    private final Map<String, StreamAccounts> streams = new TreeMap<>();
    private long lastMonoNs;

    /**
     * @param topic empty to account for nothing
     * @param source name of the connector
     * @param kind what is numbered, such as {@code trade}
     * @param dataTopic topic of the items
     */
    public SourceAccounts(String topic, String source, String kind, String dataTopic, MonotonicClock clock) {
        this.topic = topic;
        this.source = source;
        this.kind = kind;
        this.dataTopic = dataTopic;
        this.clock = clock;
        this.lastMonoNs = clock.nowNs();
    }

    /** Adds the key {@link #TOPIC} to a definition. */
    public static void addTo(ConfigDef definition, String group) {
        ConfigKey.of(TOPIC, Type.STRING)
                .defaultsTo("")
                .validatedBy(Validators.optionalTopicName())
                .importance(Importance.LOW)
                .displayedAs("Topic of accounts")
                .documentedAs(
                        """
                        Compacted topic for the accounts of this source: what it received and wrote in each hour, and what is
                        missing. The command pulsefeed audit reads them from the database. If empty, no accounts are
                        written.""")
                .addTo(definition, group);
    }

    public static String topic(AbstractConfig config) {
        return config.getString(TOPIC).strip();
    }

    public boolean isEnabled() {
        return !topic.isEmpty();
    }

    /** The source partition of a stream's accounts. */
    public static Map<String, Object> partition(String stream) {
        return SourcePartitions.canonical(Map.of("accounts", stream));
    }

    /**
     * Continues the accounts of an earlier run.
     *
     * @param offset of {@link #partition}; null if there is none
     * @param lastNumber of the item that the source resumes after
     */
    public void restore(String stream, @Nullable Map<String, Object> offset, long lastNumber, long timeEpochMs) {
        Object state = offset == null ? null : offset.get(STATE);
        stream(stream).restore(state instanceof String text ? text : null, lastNumber, timeEpochMs);
    }

    /**
     * Counts an item that is about to be written.
     *
     * @param path how it was received
     * @param reason why the numbers before it are missing, if they are
     */
    public void add(String stream, long number, long timeEpochMs, String path, String reason) {
        if (streams.size() < MAX_STREAMS || streams.containsKey(stream)) {
            stream(stream).add(number, timeEpochMs, path, reason);
        }
    }

    /** Counts an item about to be written whose number says nothing about those before it. */
    public void addUnchecked(String stream, long number, long timeEpochMs, String path) {
        if (streams.size() < MAX_STREAMS || streams.containsKey(stream)) {
            stream(stream).addUnchecked(number, timeEpochMs, path);
        }
    }

    /** Counts numbers that are known to be missing. */
    public void miss(String stream, long from, long to, long timeEpochMs, String reason) {
        if (streams.size() < MAX_STREAMS || streams.containsKey(stream)) {
            stream(stream).miss(from, to, timeEpochMs, reason);
        }
    }

    /** Counts missing items whose numbers are unknown. */
    public void missUnknown(String stream, long count, long timeEpochMs) {
        if (streams.size() < MAX_STREAMS || streams.containsKey(stream)) {
            stream(stream).missUnknown(count, timeEpochMs);
        }
    }

    private StreamAccounts stream(String name) {
        return streams.computeIfAbsent(name, StreamAccounts::new);
    }

    /** Adds the records of accounts that are due. */
    public void addDueTo(List<SourceRecord> records) {
        if (!isEnabled()) {
            return;
        }
        long elapsedNs = clock.nowNs() - lastMonoNs;
        boolean isDue = elapsedNs >= INTERVAL_NS
                || elapsedNs >= URGENT_INTERVAL_NS && streams.values().stream().anyMatch(StreamAccounts::isUrgent);
        if (isDue) {
            lastMonoNs = clock.nowNs();
            streams.values().forEach(stream -> stream.takeChanged().forEach(hour -> records.add(record(stream, hour))));
        }
    }

    private SourceRecord record(StreamAccounts stream, HourAccount hour) {
        Map<String, String> origin = new LinkedHashMap<>();
        origin.put("source", source);
        origin.put("kind", kind);
        origin.put("topic", dataTopic);
        origin.put("stream", stream.name());
        StringBuilder fields = new StringBuilder();
        origin.forEach((name, value) -> fields.append(fields.length() == 0 ? "" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(AccountJson.quoted(value)));
        return new SourceRecord(
                partition(stream.name()),
                Map.of(STATE, stream.state()),
                topic,
                null,
                Schema.STRING_SCHEMA,
                source + "|" + stream.name() + "|" + hour.hourEpochS(),
                Schema.BYTES_SCHEMA,
                hour.toJson(fields.toString()).getBytes(StandardCharsets.UTF_8),
                hour.hourEpochS() * 1000);
    }
}
