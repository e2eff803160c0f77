package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code known_at}: the header {@code recv_ns} of the first record of a row, else the time of the sink. */
class ReceivedTimeIT {

    private static final long RECEIVED_NS = Records.SECOND * 1_000_000_000L + 7_000_000_000L;
    private static final String TICKS =
            "SELECT extract(epoch FROM timestamp)::bigint, last, extract(epoch FROM known_at)::bigint FROM ticker_data ORDER BY 1";

    private final List<SinkRecord> log = new ArrayList<>();
    private TestDatabase database;

    @BeforeEach
    void createSchema() {
        database = TestDatabase.fresh();
    }

    /** @param recvNs 0 for none */
    private void tick(long second, double last, long recvNs) {
        ConnectHeaders headers = new ConnectHeaders();
        if (recvNs != 0) {
            headers.addBytes("recv_ns", Long.toString(recvNs).getBytes(StandardCharsets.UTF_8));
        }
        String json = "{\"pair\":\"XBT/USD\",\"last\":" + last + ",\"timestamp\":" + second + "}";
        log.add(Records.value("rawticker", 0, log.size(), json.getBytes(StandardCharsets.UTF_8), headers));
    }

    private void run(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name", "sink",
                "topics", "rawticker",
                "profile", "cryptoviz",
                "linger.ms", "5",
                "connection.url", database.url()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        try (SinkDriver sink = new SinkDriver(settings, Map.of(new TopicPartition("rawticker", 0), log), true)) {
            sink.drain();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "10000"})
    void isThatOfTheFirstRecordOfEachKeyWhateverTheSizeOfABatch(String batchRows) {
        Random random = new Random(3);
        Map<Long, String> expected = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            long second = Records.SECOND + random.nextInt(20);
            String known = expected.getOrDefault(second, "x|x|" + (RECEIVED_NS / 1_000_000_000 + i))
                    .replaceFirst(".*\\|", "");
            expected.put(second, second + "|" + (100 + i) + "|" + known);
            tick(second, 100 + i, RECEIVED_NS + i * 1_000_000_000L);
        }

        run("batch.max.rows", batchRows, "ledger.enabled", "true");

        assertThat(database.rows(TICKS)).containsExactlyElementsOf(expected.values());
        database.execute("DELETE FROM connect_sink_offsets");
        run("batch.max.rows", batchRows, "ledger.enabled", "true");
        assertThat(database.rows(TICKS)).as("after a replay").containsExactlyElementsOf(expected.values());
    }

    @Test
    void aDeletedRowThatIsReplayedHasItsTimeAgain() {
        tick(Records.SECOND, 1, RECEIVED_NS);
        run();
        List<String> before = database.rows(TICKS);
        database.execute("DELETE FROM ticker_data; DELETE FROM connect_sink_offsets");

        run();

        assertThat(database.rows(TICKS)).isEqualTo(before).hasSize(1);
    }

    @Test
    void isTheTimeOfTheSinkWithoutTheHeader() {
        Instant before = Instant.now();
        tick(Records.SECOND, 1, 0);
        tick(Records.SECOND + 1, 1, RECEIVED_NS);

        run();

        assertThat(database.rows("SELECT known_at BETWEEN timestamptz '" + before.minusMillis(1)
                        + "' AND now(), extract(epoch FROM timestamp)::bigint FROM ticker_data ORDER BY 2"))
                .containsExactly("t|" + Records.SECOND, "f|" + (Records.SECOND + 1));
    }

    /** A table of 0.1.0 is written as before; a running sink continues when it is upgraded, and rows without a time keep none. */
    @Test
    void tablesWithoutTheColumnAreWrittenWithoutIt() {
        database.execute(Checkout.text("tests/system-tests/src/test/resources/upgrade/0.1.0/tables.sql"));
        tick(Records.SECOND, 1, RECEIVED_NS);
        run();
        assertThat(database.rows("SELECT last FROM ticker_data")).containsExactly("1");

        database.execute("ALTER TABLE ticker_data ADD COLUMN known_at timestamptz;"
                + " ALTER TABLE ticker_data ALTER COLUMN known_at SET DEFAULT now()");
        tick(Records.SECOND, 2, RECEIVED_NS);
        tick(Records.SECOND + 1, 3, RECEIVED_NS);
        run();

        assertThat(database.rows(TICKS))
                .containsExactly(Records.SECOND + "|2|null", Records.SECOND + 1 + "|3|" + RECEIVED_NS / 1_000_000_000);
    }

    /** A custom mapping, and a column of a user that has the name. */
    @Test
    void columnsOfUsersAreNotChanged() {
        database.execute(
                "CREATE TABLE ticker_data (timestamp timestamptz NOT NULL, pair text NOT NULL, last float8, bid"
                        + " float8, ask float8, volume_24h float8, pct_change float8, known_at text DEFAULT 'mine');"
                        + " CREATE UNIQUE INDEX ON ticker_data (pair, timestamp)");
        tick(Records.SECOND, 1, RECEIVED_NS);

        run();

        assertThat(database.rows("SELECT last, known_at FROM ticker_data")).containsExactly("1|mine");
    }

    @Test
    void canBeMappedToACustomTable() {
        database.execute("CREATE TABLE ticks (id text PRIMARY KEY, seen timestamptz, last float8)");
        tick(Records.SECOND, 1, RECEIVED_NS);
        tick(Records.SECOND, 2, RECEIVED_NS + 5_000_000_000L);

        run("profile", "none", "table.rawticker", "ticks", "fields.rawticker", "pair:id, kafka:received:seen, last");

        assertThat(database.rows("SELECT id, last, extract(epoch FROM seen)::bigint FROM ticks"))
                .containsExactly("XBT/USD|2|" + RECEIVED_NS / 1_000_000_000);
    }
}
