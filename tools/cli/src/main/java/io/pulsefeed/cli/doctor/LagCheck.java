package io.pulsefeed.cli.doctor;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.SinkOffsets;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.DatabaseOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Consumer lag of the sinks. */
final class LagCheck implements Check {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Thresholds of the alerts KafkaConsumerLagHigh and KafkaConsumerLagCritical. */
    private static final long LAG_HIGH = 1_000;

    private static final long LAG_CRITICAL = 10_000;

    private final BrokerOptions brokers;
    private final ConnectOptions connect;
    private final DatabaseOptions databaseOptions;

    LagCheck(BrokerOptions brokers, ConnectOptions connect, DatabaseOptions databaseOptions) {
        this.brokers = brokers;
        this.connect = connect;
        this.databaseOptions = databaseOptions;
    }

    /** No findings if worker or brokers do not respond, because other checks report that. */
    @Override
    public List<Finding> run() {
        Optional<Database> database = database();
        try {
            ConnectRest worker = connect.rest();
            List<SinkSettings> sinks = worker.connectors().stream()
                    .sorted()
                    .filter(name -> worker.type(name).equals("sink"))
                    .map(name -> SinkSettings.read(worker, name))
                    .toList();
            return brokers.withAdmin(Duration.ZERO, LIMIT, admin -> sinks.stream()
                    .map(sink ->
                            lag(sink.name(), records(admin.withLimit(LIMIT), sink, database), database.isPresent()))
                    .toList());
        } catch (AdminException | UserError e) {
            return List.of();
        } finally {
            database.ifPresent(Database::close);
        }
    }

    private Optional<Database> database() {
        try {
            return Optional.of(databaseOptions.connect());
        } catch (UserError e) {
            return Optional.empty();
        }
    }

    private static long records(KafkaAdmin admin, SinkSettings sink, Optional<Database> database) {
        Map<TopicPartition, Long> offsets = SinkOffsets.read(admin, sink, database);
        return admin.lastStableOffsets(offsets.keySet()).entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - offsets.get(end.getKey())))
                .sum();
    }

    /**
     * @param records lag, including transaction markers: up to 1 per partition for a sink that has caught up
     * @param exact whether the lag is computed from the offsets in the database
     */
    static Finding lag(String sink, long records, boolean exact) {
        String text = sink + " has a lag of " + records + " records";
        String advice = exact
                ? "See docs/operations.md, Lag is high"
                : "Without the database the value is up to a minute old; check again in a minute. See docs/operations.md, Lag is high";
        if (records > LAG_CRITICAL && exact) {
            return Finding.fail("lag", text, advice);
        }
        return records > LAG_HIGH ? Finding.warn("lag", text, advice) : Finding.ok("lag", text);
    }
}
