package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.testing.TestEdition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behavior on the available server: either edition of TimescaleDB, or plain PostgreSQL. */
class EditionIT {

    private static final TopicPartition TRADES = new TopicPartition("rawtrade", 0);

    private final List<SinkRecord> trades = Records.trades(0, 101);
    private TestDatabase database;

    @BeforeEach
    void createSchema() {
        database = TestDatabase.fresh();
    }

    @Test
    void appliesRetentionAndCompressionWhereSupported() {
        Map<String, String> policies = Map.of("retention", "1 day", "compress.after", "7 days");
        Map<String, String> first = new HashMap<>(policies);
        first.put("chunk.interval.trade_data", "2 hours");
        write(first, 100);
        long written = database.count("SELECT count(*) FROM trade_data");
        write(policies, 101);

        assertThat(written).isEqualTo(100);
        long kept = database.count("SELECT count(*) FROM trade_data");
        if (database.edition() == TestEdition.COMMUNITY) {
            // The server runs the jobs later.
            assertThat(jobs()).containsExactly("policy_compression 7 days", "policy_retention 1 day");
        } else {
            assertThat(kept).isEqualTo(database.hasTimescale() ? 1 : 101);
        }
        if (database.hasTimescale()) {
            assertThat(database.rows(
                            "SELECT time_interval FROM timescaledb_information.dimensions WHERE hypertable_schema = '"
                                    + database.schema() + "'"))
                    .containsExactly("02:00:00");
        }
    }

    @Test
    void changesAndRemovesPoliciesOfCommunityAndCreatesNoneElsewhere() {
        write(Map.of("retention", "400 days", "compress.after", "7 days"), 1);
        write(Map.of("retention", "300 days", "compress.after", "7 days"), 2);
        if (database.edition() == TestEdition.COMMUNITY) {
            assertThat(jobs()).containsExactly("policy_compression 7 days", "policy_retention 300 days");
        } else {
            assertThat(jobs()).isEmpty();
            assertThat(database.rows("SELECT to_regclass('connect_sink_policies')"))
                    .containsExactly("null");
        }

        write(Map.of(), 3);
        assertThat(jobs()).isEmpty();
    }

    private List<String> jobs() {
        if (!database.hasTimescale()) {
            return List.of();
        }
        return database.rows("SELECT proc_name || ' ' || coalesce(config ->> 'drop_after', config ->> 'compress_after')"
                + " FROM timescaledb_information.jobs WHERE hypertable_schema = '" + database.schema()
                + "' ORDER BY 1");
    }

    @Test
    void createsOnlyTwoIndexes() {
        write(Map.of(), 1);
        assertThat(database.rows("SELECT indexname FROM pg_indexes WHERE schemaname = '" + database.schema()
                        + "' AND tablename = 'trade_data' ORDER BY 1"))
                .containsExactly("trade_data_key");
    }

    @Test
    void writesOnlyToTheRequiredEdition() {
        if (database.edition() == TestEdition.COMMUNITY) {
            write(Map.of("edition.require", "community"), 1);
            assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(1);
            return;
        }
        assertThatThrownBy(() -> write(Map.of("edition.require", "community"), 1))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Community")
                .hasMessageContaining("edition.require=any");
    }

    private void write(Map<String, String> more, int count) {
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(
                Map.of("name", "sink", "topics", "rawtrade", "profile", "cryptoviz", "connection.url", database.url()));
        try (SinkDriver sink = new SinkDriver(settings, Map.of(TRADES, trades.subList(0, count)), true)) {
            sink.drain();
        }
    }
}
