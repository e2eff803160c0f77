package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.config.BackfillConfig;
import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.record.RecordFactory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the live sessions from the topics, and completes them with the configured files one after the other. Not thread-safe. */
public final class Backfills implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backfills.class);
    private static final String OFFSET_PREFIX = "backfill:";

    private final BackfillConfig config;
    private final MetricConfig metrics;
    private final RecordFactory records;
    private final Supplier<TopicReader> topics;
    private final FileWatch watch;
    private final Deque<String> pending = new ArrayDeque<>();
    private @Nullable TopicReader reader;
    private @Nullable LiveSessions sessions;
    private @Nullable Backfill current;

    /**
     * @param records a factory that only imports use, because its records have the offsets of files
     * @param watch decides when a file is complete
     * @param publishedLines the stored offset of a name of {@link #offsetName}; above 0 if the file is done
     */
    public Backfills(
            BackfillConfig config,
            MetricConfig metrics,
            RecordFactory records,
            String rawTopic,
            String processedTopic,
            FileWatch watch,
            ToLongFunction<String> publishedLines) {
        this.config = config;
        this.metrics = metrics;
        this.records = records;
        this.watch = watch;
        this.topics = () -> TopicReader.open(config, rawTopic, processedTopic);
        for (String path : config.paths()) {
            if (publishedLines.applyAsLong(offsetName(path)) > 0) {
                LOG.info("{}: backfill is already finished", path);
            } else {
                pending.add(path);
            }
        }
    }

    /** The name of a file in offsets; differs from that of an import. */
    public static String offsetName(String path) {
        return OFFSET_PREFIX + path;
    }

    /** Whether {@link #read} has something to do. A file that is still being written can follow later. */
    public boolean hasMore() {
        return current != null || !pending.isEmpty() && (sessions == null || watch.isQuiet(pending.element()));
    }

    /**
     * Reads some records of the topics, or up to {@code max} lines of a file, and adds the records to {@code out}.
     *
     * @throws ConnectException if a file cannot be read or does not belong to a session
     */
    public void read(int max, List<SourceRecord> out) {
        if (!hasMore()) {
            return;
        }
        try {
            if (sessions == null) {
                readTopics();
            } else if (current == null) {
                String path = pending.remove();
                current = new Backfill(path, config, metrics, sessions, records);
                LOG.info("{}: completing live sessions, {} lines", path, current.lastLine());
            } else if (!current.read(max, out)) {
                LOG.info("Backfill of a file finished");
                closeCurrent();
            }
        } catch (IOException e) {
            // The connector exists for these files only, so its state shows the failure.
            throw new ConnectException("The backfill failed. " + e.getMessage(), e);
        }
    }

    private void readTopics() throws IOException {
        if (reader == null) {
            reader = topics.get();
        }
        if (!reader.read()) {
            sessions = reader.sessions();
            sessions.requireUsable();
            LOG.info(
                    "Read {} records of {} live sessions, {} of them unusable",
                    sessions.records(),
                    sessions.all().size(),
                    sessions.unusable());
            reader.close();
            reader = null;
        }
    }

    @Override
    public void close() {
        closeCurrent();
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private void closeCurrent() {
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                LOG.debug("Closing a file failed: {}", e.toString());
            }
            current = null;
        }
    }
}
