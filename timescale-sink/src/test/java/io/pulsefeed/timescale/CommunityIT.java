package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.StubCommunity;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A whole task on a stand-in for the Community edition. {@code PolicyManagerIT} covers the cases of policies. */
class CommunityIT {

    private static final TopicPartition TRADES = new TopicPartition("rawtrade", 0);

    @Test
    void policiesFollowTheConfigurationOfTheTask() throws IOException {
        try (StubCommunity server = new StubCommunity()) {
            TestDatabase database = server.database();

            write(database, Map.of("retention", "90 days", "edition.require", "community"), 100);
            assertThat(retention(database)).containsExactly("90 days");
            write(database, Map.of("retention", "90 days", "retention.trade_data", "30 days"), 200);
            assertThat(retention(database)).containsExactly("30 days");
            write(database, Map.of("retention", "90 days", "retention.trade_data", ""), 300);
            assertThat(retention(database)).isEmpty();

            assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(300);
        }
    }

    private static Iterable<String> retention(TestDatabase database) {
        return database.rows("SELECT config ->> 'drop_after' FROM timescaledb_information.jobs"
                + " WHERE hypertable_name = 'trade_data' AND proc_name = 'policy_retention'");
    }

    private static void write(TestDatabase database, Map<String, String> more, int count) {
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(database.connectionSettings());
        settings.putAll(Map.of("name", "sink", "topics", "rawtrade", "profile", "cryptoviz"));
        try (SinkDriver sink = new SinkDriver(settings, Map.of(TRADES, Records.trades(0, count)), true)) {
            sink.drain();
        }
    }
}
