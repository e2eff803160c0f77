package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.pulsefeed.testing.FreePorts;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crashes of the connection, the database and the task. More rounds: {@code -Dcrash.rounds=20}. */
class CrashIT {

    private static final int ROUNDS = Integer.getInteger("crash.rounds", 3);
    private static final int TRADES = 6_000;
    private static final TopicPartition FIRST = new TopicPartition("rawtrade", 0);
    private static final TopicPartition SECOND = new TopicPartition("rawtrade", 1);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<TopicPartition, List<SinkRecord>> log =
            Map.of(FIRST, Records.trades(0, TRADES), SECOND, Records.trades(1, TRADES));

    @Test
    void neitherLosesNorDuplicatesRowsWhenTheConnectionBreaksInCommit() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            TestDatabase database = TestDatabase.fresh();
            try (CuttingProxy proxy = new CuttingProxy(database.host(), database.port());
                    SinkDriver sink = new SinkDriver(settings(database.urlThrough(proxy.port())), log, true)) {
                dropKey(database);
                proxy.cutAfter(round % 5);
                Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> {
                            sink.poll();
                            return proxy.cuts() > 0;
                        });
                sink.drain(LIMIT);
            }
            assertExact(database);
        }
    }

    @Test
    void neitherLosesNorDuplicatesRowsWhenTheDatabaseIsKilled() throws Exception {
        Path script = TestDatabase.script();
        if (script == null) {
            System.err.println(
                    "NOT CHECKED: kill -9 of the database, because dev/timescaledb cannot run here (root on Debian)");
        }
        assumeThat(script).isNotNull();
        String port = Integer.toString(FreePorts.one());
        try {
            String server = TestDatabase.run(script, "up", port);
            for (int round = 0; round < ROUNDS; round++) {
                TestDatabase database = TestDatabase.freshIn(server);
                try (SinkDriver sink = new SinkDriver(settings(database.url()), log, true)) {
                    dropKey(database);
                    int polls = 1 + round % 7;
                    for (int i = 0; i < polls; i++) {
                        sink.poll();
                    }
                    CompletableFuture<String> restart = CompletableFuture.supplyAsync(() -> {
                        TestDatabase.run(script, "kill", port);
                        return TestDatabase.run(script, "up", port);
                    });
                    Awaitility.await()
                            .atMost(LIMIT)
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> {
                                sink.poll();
                                return restart.isDone();
                            });
                    restart.join();
                    sink.drain(LIMIT);
                }
                assertExact(database);
            }
        } finally {
            TestDatabase.run(script, "wipe", port);
        }
    }

    @Test
    void fencesTheFirstOwnerOfAPartition() {
        for (int round = 0; round < ROUNDS; round++) {
            TestDatabase database = TestDatabase.fresh();
            SinkDriver zombie = new SinkDriver(settings(database.url()), log, true);
            dropKey(database);
            for (int i = 0; i <= round % 5; i++) {
                zombie.poll();
            }
            try (SinkDriver owner = new SinkDriver(settings(database.url()), log, true)) {
                assertThatThrownBy(() -> Awaitility.await()
                                .atMost(LIMIT)
                                .pollInterval(Duration.ofMillis(1))
                                .until(() -> {
                                    zombie.poll();
                                    owner.poll();
                                    return false;
                                }))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("fenced");
                owner.drain(LIMIT);
            }
            zombie.abandon();
            assertExact(database);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM connect_sink_offsets", "DROP TABLE connect_sink_offsets"})
    void namesAnOffsetThatWasDeleted(String sql) {
        TestDatabase database = TestDatabase.fresh();
        SinkDriver sink = new SinkDriver(settings(database.url()), log, true);
        sink.poll();
        Awaitility.await().atMost(LIMIT).until(() -> database.rows("SELECT count(*) > 0 FROM connect_sink_offsets")
                .equals(List.of("t")));
        database.execute(sql);

        assertThatThrownBy(() -> Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> {
                            sink.poll();
                            return false;
                        }))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("connect_sink_offsets no longer has the offset of partition");
        sink.abandon();
    }

    /** A unique index would hide the duplicates that these tests look for. */
    private static void dropKey(TestDatabase database) {
        database.execute("DROP INDEX trade_data_key");
    }

    private static void assertExact(TestDatabase database) {
        assertThat(database.rows("SELECT count(*), count(DISTINCT trade_id), sum(trade_id) FROM trade_data"))
                .containsExactly(2L * TRADES + "|" + 2L * TRADES + "|" + sumOfIds());
        assertLedgerExact(database);
    }

    private static void assertLedgerExact(TestDatabase database) {
        assertThat(database.rows(
                        "SELECT min(first_offset), max(next_offset), sum(written), sum(ignored + dead_lettered),"
                                + " sum(without_record) FROM pulsefeed_ledger GROUP BY partition"))
                .containsExactly("0|" + TRADES + "|" + TRADES + "|0|0", "0|" + TRADES + "|" + TRADES + "|0|0");
        assertThat(database.rows("SELECT sum(rows), sum(keys_repeated) FROM pulsefeed_ledger_rows"))
                .containsExactly(2L * TRADES + "|0");
    }

    private static long sumOfIds() {
        long sum = 0;
        for (int i = 0; i < TRADES; i++) {
            sum += 2 * (1000L + i) + 10_000_000L;
        }
        return sum;
    }

    private static Map<String, String> settings(String url) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "sink");
        settings.put("topics", "rawtrade");
        settings.put("profile", "cryptoviz");
        settings.put("connection.url", url);
        settings.put("batch.max.rows", "500");
        settings.put("linger.ms", "5");
        settings.put("ledger.enabled", "true");
        return settings;
    }
}
