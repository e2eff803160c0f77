package io.pulsefeed.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.timescale.config.Interval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks the statements as text, because no build has a server of the Community edition. */
class TableSqlTest {

    private static final NewTable READINGS = new NewTable(
            "readings",
            List.of(
                    new NewTable.NewColumn("time", "timestamptz", true),
                    new NewTable.NewColumn("device", "text", false)),
            "time",
            List.of("device", "time"));

    @Test
    void createsHypertableWithOnlyTheUniqueIndex() {
        assertThat(TableSql.create(READINGS, Edition.COMMUNITY, Optional.of(new Interval(1, "days"))))
                .containsExactly(
                        "CREATE TABLE IF NOT EXISTS \"readings\" (\"time\" timestamptz NOT NULL, \"device\" text)",
                        "SELECT create_hypertable('\"readings\"', by_range('time', INTERVAL '1 days'), create_default_indexes => false,"
                                + " if_not_exists => true)",
                        "CREATE UNIQUE INDEX IF NOT EXISTS \"readings_key\" ON \"readings\" (\"device\", \"time\")");
    }

    @Test
    void createsOrdinaryTableOnPlainPostgres() {
        assertThat(TableSql.create(READINGS, Edition.PLAIN, Optional.empty()))
                .hasSize(2)
                .noneMatch(sql -> sql.contains("hypertable"));
    }

    @Test
    void createsPoliciesOnCommunity() {
        assertThat(TableSql.retentionPolicy("market.trades", new Interval(90, "days")))
                .isEqualTo(
                        "SELECT add_retention_policy('\"market\".\"trades\"', drop_after => INTERVAL '90 days', if_not_exists => true)");
        assertThat(TableSql.compressionPolicy(
                        "trade_data", List.of("pair", "trade_id", "timestamp"), "timestamp", new Interval(7, "days")))
                .containsExactly(
                        "ALTER TABLE \"trade_data\" SET (timescaledb.compress, timescaledb.compress_orderby = '\"timestamp\" DESC',"
                                + " timescaledb.compress_segmentby = '\"pair\"')",
                        "SELECT add_compression_policy('\"trade_data\"', compress_after => INTERVAL '7 days', if_not_exists => true)");
    }

    @Test
    void quotesIdentifiers() {
        assertThat(TableSql.addColumn("t", "we\"ird", "text"))
                .isEqualTo("ALTER TABLE \"t\" ADD COLUMN IF NOT EXISTS \"we\"\"ird\" text");
    }
}
