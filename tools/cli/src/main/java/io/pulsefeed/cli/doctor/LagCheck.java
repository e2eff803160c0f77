package io.pulsefeed.cli.doctor;

import io.pulsefeed.admin.AdminCalls;
import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.ConnectOptions;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseOptions;
import io.pulsefeed.cli.access.KafkaOptions;
import io.pulsefeed.cli.access.SinkPositions;
import io.pulsefeed.cli.access.SinkSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How many records the sinks are behind the ends of their topics. */
final class LagCheck implements Check {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** The bounds of the alerts KafkaConsumerLagHigh and KafkaConsumerLagCritical. */
    private static final long LAG_HIGH = 1_000;

    private static final long LAG_CRITICAL = 10_000;

    private final KafkaOptions kafka;
    private final ConnectOptions connect;
    private final DatabaseOptions databaseOptions;

    LagCheck(KafkaOptions kafka, ConnectOptions connect, DatabaseOptions databaseOptions) {
        this.kafka = kafka;
        this.connect = connect;
        this.databaseOptions = databaseOptions;
    }

    /** Nothing where worker or brokers do not answer: other checks say that already. */
    @Override
    public List<Finding> look() {
        Optional<Database> database = database();
        try {
            ConnectRest worker = connect.rest();
            List<SinkSettings> sinks = worker.connectors().stream()
                    .sorted()
                    .filter(name -> worker.type(name).equals("sink"))
                    .map(name -> SinkSettings.read(worker, name))
                    .toList();
            return kafka.withAdmin(admin -> sinks.stream()
                    .map(sink -> lag(sink.name(), behind(admin, sink, database), database.isPresent()))
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

    private static long behind(Admin admin, SinkSettings sink, Optional<Database> database) {
        AdminCalls calls = new AdminCalls(LIMIT);
        Map<TopicPartition, Long> positions = SinkPositions.read(admin, calls, sink, database);
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        positions.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
        return calls
                .await(admin.listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .entrySet()
                .stream()
                .mapToLong(end -> Math.max(0, end.getValue().offset() - positions.get(end.getKey())))
                .sum();
    }

    /** What each transaction leaves in the log counts too, so that a sink that is through may show 1 for each partition. */
    static Finding lag(String sink, long records, boolean exact) {
        String text = sink + " is " + records + " records behind";
        String advice = exact
                ? "See docs/operations.md, Lag is high"
                : "Without the database this is up to a minute old; look again in a minute. See docs/operations.md, Lag is high";
        if (records > LAG_CRITICAL && exact) {
            return Finding.fail("lag", text, advice);
        }
        return records > LAG_HIGH ? Finding.warn("lag", text, advice) : Finding.ok("lag", text);
    }
}
