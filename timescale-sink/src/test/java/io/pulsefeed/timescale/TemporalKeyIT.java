package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys WITHOUT OVERLAPS of PostgreSQL 18, which ON CONFLICT cannot use. The embedded server has this version. */
class TemporalKeyIT {

    private static final TopicPartition T = new TopicPartition("t", 0);

    @ParameterizedTest
    @CsvSource({
        "'PRIMARY KEY (p, during WITHOUT OVERLAPS)', b",
        "'id int UNIQUE, PRIMARY KEY (p, during WITHOUT OVERLAPS)', c"
    })
    void reportsOverlapsAndReplacesRowsOfAnotherUniqueIndex(String keys, String stored) throws IOException {
        try (TestDatabase database = TestDatabase.startPlainPostgres()) {
            boolean hasId = keys.startsWith("id");
            database.execute("CREATE TABLE t (v text, p int4range, during daterange, " + keys + ")");
            List<SinkRecord> log = List.of(
                    row(0, 1, "a", "[2026-01-01,2026-01-03)"),
                    row(1, 2, "b", "[2026-01-03,2026-01-04)"),
                    row(2, 3, "overlaps", "[2026-01-02,2026-01-05)"),
                    row(3, 2, "c", "[2026-01-03,2026-01-04)"));
            Map<String, String> settings = new HashMap<>(database.connectionSettings());
            settings.putAll(
                    Map.of("name", "temporal", "topics", "t", "fields.t", (hasId ? "id, " : "") + "v, p, during"));

            try (SinkDriver sink = new SinkDriver(settings, Map.of(T, log), true)) {
                sink.drain();
                assertThat(sink.context().reported()).hasSize(hasId ? 1 : 2).allSatisfy(reported -> assertThat(
                                ((BadRecordException) reported.error()).reason())
                        .isEqualTo(Reason.REFUSED_BY_DATABASE));
            }

            assertThat(database.rows("SELECT v FROM t ORDER BY during")).containsExactly("a", stored);
        }
    }

    private static SinkRecord row(int offset, int id, String text, String during) {
        return Records.json(
                "t",
                offset,
                "{\"id\":" + id + ",\"v\":\"" + text + "\",\"p\":\"[1,2)\",\"during\":\"" + during + "\"}");
    }
}
