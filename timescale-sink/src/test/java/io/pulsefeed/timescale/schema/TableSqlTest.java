package io.pulsefeed.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.timescale.config.Interval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableSqlTest {

    private static final NewTable READINGS = new NewTable(
            "readings",
            List.of(
                    new NewTable.NewColumn("time", "timestamptz", true),
                    new NewTable.NewColumn("device", "text", false)),
            "time",
            List.of("device", "time"));
    private static final Server COMMUNITY = new Server(Edition.COMMUNITY, "17", new Extension("2.29.2", "public"));

    @Test
    void createsHypertableWithOnlyTheUniqueIndex() {
        assertThat(TableSql.create(READINGS, COMMUNITY, Optional.of(new Interval(1, "days"))))
                .containsExactly(
                        "CREATE TABLE IF NOT EXISTS \"readings\" (\"time\" timestamptz NOT NULL, \"device\" text)",
                        "SELECT \"public\".create_hypertable('\"readings\"', \"public\".by_range('time', INTERVAL '1 days'),"
                                + " create_default_indexes => false, if_not_exists => true)",
                        "CREATE UNIQUE INDEX IF NOT EXISTS \"readings_key\" ON \"readings\" (\"device\", \"time\")");
    }

    @Test
    void createsOrdinaryTableOnPlainPostgres() {
        assertThat(TableSql.create(READINGS, new Server(Edition.PLAIN, "17", null), Optional.empty()))
                .hasSize(2)
                .noneMatch(sql -> sql.contains("hypertable"));
    }

    @Test
    void quotesIdentifiers() {
        assertThat(TableSql.addColumn("t", "we\"ird", "text"))
                .isEqualTo("ALTER TABLE \"t\" ADD COLUMN IF NOT EXISTS \"we\"\"ird\" text");
    }
}
