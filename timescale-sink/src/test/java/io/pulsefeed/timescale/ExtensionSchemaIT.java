package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.testing.TestEdition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions of TimescaleDB are found in any schema of the extension, whatever the search path is. */
class ExtensionSchemaIT {

    private static final TopicPartition TRADES = new TopicPartition("rawtrade", 0);
    private static final TopicPartition READINGS = new TopicPartition("readings", 0);

    @ParameterizedTest
    @ValueSource(strings = {"public", "market", "extensions", "Timescale Functions"})
    void writesToASchemaWithoutTheExtension(String extensionSchema) {
        TestDatabase server = TestDatabase.fresh();
        server.require(
                "functions of TimescaleDB in other schemas than the tables", TestEdition.APACHE, TestEdition.COMMUNITY);
        String name = "x" + UUID.randomUUID().toString().replace("-", "");
        server.execute("CREATE DATABASE " + name);
        TestDatabase database = server.inDatabase(name, "market");
        try {
            database.execute("CREATE SCHEMA market; CREATE SCHEMA IF NOT EXISTS \"" + extensionSchema
                    + "\"; SET client_min_messages = error; CREATE EXTENSION timescaledb SCHEMA \"" + extensionSchema
                    + "\"");

            write(database, 100);
            write(database, 101);

            assertThat(database.rows(
                            "SELECT hypertable_schema, hypertable_name FROM timescaledb_information.hypertables"
                                    + " ORDER BY 2"))
                    .containsExactly("market|readings", "market|trade_data");
            assertThat(database.count("SELECT count(*) FROM trade_data"))
                    .as("the second run drops the chunks of the first")
                    .isEqualTo(1);
            assertThat(database.count("SELECT count(*) FROM readings")).isEqualTo(101);
        } finally {
            server.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private static void write(TestDatabase database, int count) {
        List<SinkRecord> trades = Records.trades(0, count);
        List<SinkRecord> readings = IntStream.range(0, count)
                .mapToObj(i -> Records.json("readings", i, "{\"at\":" + (Records.SECOND + i) + ",\"device\":\"d\"}"))
                .toList();
        Map<String, String> settings = new HashMap<>(Map.of(
                "name", "sink",
                "topics", "rawtrade,readings",
                "profile", "cryptoviz",
                "auto.create", "true",
                "fields.readings", "at:at:s, device:device:text",
                "unique.readings", "device, at",
                "retention.trade_data", "1 day",
                "chunk.interval", "2 hours",
                "connection.url", database.url()));
        try (SinkDriver sink = new SinkDriver(settings, Map.of(TRADES, trades, READINGS, readings), true)) {
            sink.drain();
        }
    }
}
