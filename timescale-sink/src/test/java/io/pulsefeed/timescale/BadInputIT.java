package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.timescale.error.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of bad input: the good records of the batch are written, and the bad one is reported with its reason. */
class BadInputIT {

    private static final String GOOD = "{\"t\":1790372106.5,\"id\":%d,\"name\":\"ok\",\"x\":1,\"big\":1,\"j\":{}}";

    private TestDatabase database;

    @BeforeEach
    void createTable() {
        database = TestDatabase.fresh();
        database.execute("CREATE TABLE things (t timestamptz NOT NULL, id bigint NOT NULL, name varchar(5), x float8, n"
                + " smallint, big numeric(5,2), j jsonb, flag boolean, d date)");
        database.execute("CREATE UNIQUE INDEX ON things (id, t)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            textBlock =
                    """
            {"t":null,"id":1}                                  # missing-value
            {"id":1}                                           # missing-value
            {"t":"soon","id":1}                                # bad-time
            {"t":"NaN","id":1}                                 # bad-time
            {"t":-14830974000,"id":1}                          # bad-time
            {"t":9999999999999,"id":1}                         # bad-time
            {"t":1e99,"id":1}                                  # bad-time
            {"t":true,"id":1}                                  # bad-time
            {"t":1790372106,"id":1.5}                          # wrong-type
            {"t":1790372106,"id":"1"}                          # wrong-type
            {"t":1790372106,"id":9223372036854775808}          # out-of-range
            {"t":1790372106,"id":1,"n":40000}                  # out-of-range
            {"t":1790372106,"id":1,"x":1e999}                  # out-of-range
            {"t":1790372106,"id":1,"x":"NaN"}                  # wrong-type
            {"t":1790372106,"id":1,"x":"1"}                    # wrong-type
            {"t":1790372106,"id":1,"x":[1]}                    # wrong-type
            {"t":1790372106,"id":1,"name":"sixsix"}            # too-long
            {"t":1790372106,"id":1,"flag":1}                   # wrong-type
            {"t":1790372106,"id":1,"d":"2026-02-30"}           # bad-time
            {"t":1790372106,"id":1,"big":123456}               # refused-by-database
            {"t":1790372106,"id":1                             # not-json
            ``                                                 # not-json
            hello                                              # not-json
            [1,2]                                              # not-an-object
            42                                                 # not-an-object
            {"t":1790372106,"id":1}{"t":1}                     # not-an-object
            """)
    void reportsBadValueWithItsReason(String value, String reason) {
        assertOnlyBadIsReported(value.getBytes(StandardCharsets.UTF_8), reason, Map.of());
    }

    @Test
    void reportsInvalidUtf8AsNotJson() {
        assertOnlyBadIsReported(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}, "not-json", Map.of());
    }

    @Test
    void reportsRecordNestedDeeperThan64Levels() {
        String deep = "{\"t\":1790372106,\"id\":1,\"j\":" + "[".repeat(70) + "]".repeat(70) + "}";
        assertOnlyBadIsReported(deep.getBytes(StandardCharsets.UTF_8), "too-deep", Map.of());
    }

    @Test
    void reportsRecordAboveTheSizeLimit() {
        String large = "{\"t\":1790372106,\"id\":1,\"other\":\"" + "x".repeat(3000) + "\"}";
        assertOnlyBadIsReported(
                large.getBytes(StandardCharsets.UTF_8), "too-large", Map.of("record.max.bytes", "2048"));
    }

    @Test
    void ignoresOrRejectsTombstone() {
        assertThat(run(null, Map.of()).reported()).isEmpty();
        assertOnlyBadIsReported(null, "tombstone", Map.of("tombstones", "reject"));
    }

    @Test
    void stripsReplacesOrRejectsNulCharacter() {
        byte[] value = "{\"t\":1790372106,\"id\":1,\"name\":\"a\\u0000b\",\"j\":{\"k\":\"\\u0000c\"}}"
                .getBytes(StandardCharsets.UTF_8);
        run(value, Map.of());
        assertThat(names()).containsExactly("ab|{\"k\": \"c\"}");
        run(value, Map.of("nul.chars", "replace"));
        assertThat(names()).containsExactly("a\uFFFDb|{\"k\": \"\uFFFDc\"}");
        assertOnlyBadIsReported(value, "nul-character", Map.of("nul.chars", "reject"));
    }

    @Test
    void replacesUnpairedSurrogate() {
        run("{\"t\":1790372106,\"id\":1,\"name\":\"a\\ud83db\"}".getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(names()).containsExactly("a\uFFFDb|null");
    }

    @Test
    void countsTextLengthInCodePoints() {
        run("{\"t\":1790372106,\"id\":1,\"name\":\"😀😀😀😀😀\"}".getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(names()).containsExactly("😀😀😀😀😀|null");
    }

    @Test
    void usesTheLastOfDuplicateFields() {
        run("{\"t\":1790372106,\"id\":1,\"name\":\"a\",\"name\":\"b\"}".getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(names()).containsExactly("b|null");
    }

    @Test
    void coercesTextToNumberIfConfigured() {
        run(
                "{\"t\":1790372106,\"id\":\"1\",\"x\":\"2.5\",\"flag\":1}".getBytes(StandardCharsets.UTF_8),
                Map.of("coerce.strings", "true"));
        assertThat(database.rows("SELECT x, flag FROM things WHERE id = 1")).containsExactly("2.5|t");
    }

    @Test
    void writesNonFiniteNumbersIfConfigured() {
        run(
                "{\"t\":1790372106,\"id\":1,\"x\":\"-Infinity\"}".getBytes(StandardCharsets.UTF_8),
                Map.of("nonfinite", "accept"));
        assertThat(database.rows("SELECT x FROM things WHERE id = 1")).containsExactly("-Infinity");
    }

    @Test
    void keepsTheLastOrTheFirstRowOfAKey() {
        byte[] value = "{\"t\":1790372106.5,\"id\":102,\"name\":\"late\"}".getBytes(StandardCharsets.UTF_8);
        run(value, Map.of());
        assertThat(database.rows("SELECT name FROM things WHERE id = 102")).containsExactly("late");
        run(value, Map.of("conflict.things", "first"));
        assertThat(database.rows("SELECT name FROM things WHERE id = 102")).containsExactly("ok");
    }

    private List<String> names() {
        return database.rows("SELECT name, j FROM things WHERE id = 1");
    }

    private void assertOnlyBadIsReported(byte[] value, String reason, Map<String, String> extra) {
        FakeSinkContext context = run(value, extra);
        assertThat(database.count("SELECT count(*) FROM things")).isEqualTo(6);
        assertThat(context.reported()).hasSize(1);
        FakeSinkContext.Reported reported = context.reported().get(0);
        assertThat(reported.record().kafkaOffset()).isEqualTo(3);
        assertThat(((BadRecordException) reported.error()).reason().tag()).isEqualTo(reason);
        assertThat(reported.error().getMessage()).isNotBlank().hasSizeLessThan(400);
    }

    /** Writes three good records, the value, and three more good records. */
    private FakeSinkContext run(byte[] value, Map<String, String> extra) {
        database.execute("TRUNCATE things; DROP TABLE IF EXISTS connect_sink_offsets");
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            records.add(
                    i == 3
                            ? Records.value("things", 0, i, value, new org.apache.kafka.connect.header.ConnectHeaders())
                            : Records.json("things", i, GOOD.formatted(100 + i)));
        }
        Map<String, String> settings =
                new HashMap<>(Map.of("name", "bad", "topics", "things", "connection.url", database.url()));
        settings.put("fields.things", "t:t:s, id, name, x, n, big, j, flag, d");
        settings.putAll(extra);
        try (SinkDriver sink = new SinkDriver(settings, Map.of(new TopicPartition("things", 0), records), true)) {
            sink.drain();
            return sink.context();
        }
    }
}
