package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.testing.StubCommunity;
import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.timescale.TimescaleSinkConnector;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.schema.Server;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** Versions are those of a stand-in for the Community edition; the limit is also set on a real TimescaleDB. */
class CompressedWritesIT {

    private static final String LIMIT = "timescaledb.max_tuples_decompressed_per_dml_transaction";

    @Test
    void rejectsVersionsThatLoseRows() throws SQLException, IOException {
        try (StubCommunity server = new StubCommunity()) {
            Map<String, String> compressed = Map.of("compress.after.trade_data", "7 days");
            server.setVersion("2.18.0");
            assertThatThrownBy(() -> prepare(server.database(), compressed))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("conflict.rawtrade=last")
                    .hasMessageContaining("2.18.1");
            assertThat(validationErrors(server.database(), compressed)).contains("compress.after");
            assertThat(validationErrors(server.database(), Map.of())).isEmpty();

            assertThat(prepare(server.database(), Map.of("compress.after", "7 days", "conflict.rawtrade", "last")))
                    .isEqualTo("0");
            assertThat(prepare(server.database(), Map.of("compress.after.ticker_data", "7 days")))
                    .isEqualTo("0");
            server.setVersion("2.18.1");
            assertThat(prepare(server.database(), compressed)).isEqualTo("0");
        }
    }

    @Test
    void rejectsTablesThatAUserCompressed() throws SQLException, IOException {
        try (StubCommunity server = new StubCommunity()) {
            server.setVersion("2.9.3");
            server.database()
                    .execute("CREATE TABLE trade_data (timestamp timestamptz); INSERT INTO stub.hypertables VALUES"
                            + " ('trade_data', 'timestamp', '1 day', 'of a user')");
            assertThatThrownBy(() -> prepare(server.database(), Map.of())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void setsTheLimitOfTheConnection() throws SQLException {
        TestDatabase database = TestDatabase.fresh();

        assertThat(prepare(database, Map.of())).isEqualTo(database.hasTimescale() ? "0" : null);
        assertThat(prepare(database, Map.of("decompress.max.tuples", "250000")))
                .isEqualTo(database.hasTimescale() ? "250000" : null);
    }

    /** Returns the limit after a rollback. */
    private static String prepare(TestDatabase database, Map<String, String> more) throws SQLException {
        TimescaleSinkConnectorConfig config = new TimescaleSinkConnectorConfig(settings(database, more));
        try (Connection connection = new Database(config.connection(), "sink").open()) {
            new CompressedWrites(config.schema(), MappingParser.parse(config.mappings(), config.schema()))
                    .prepare(connection, Server.detect(connection));
            connection.rollback();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT current_setting('" + LIMIT + "', true)")) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static List<String> validationErrors(TestDatabase database, Map<String, String> more) {
        return new TimescaleSinkConnector()
                .validate(settings(database, more)).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(ConfigValue::name)
                        .toList();
    }

    private static Map<String, String> settings(TestDatabase database, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(database.connectionSettings());
        settings.putAll(Map.of("name", "sink", "topics", "rawtrade,rawticker", "profile", "cryptoviz"));
        settings.putAll(more);
        return settings;
    }
}
