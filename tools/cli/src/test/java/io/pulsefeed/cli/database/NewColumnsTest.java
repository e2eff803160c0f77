package io.pulsefeed.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewColumnsTest {

    private static final Definition READINGS = new Definition(
            "readings",
            true,
            """
            -- Readings.
            CREATE TABLE IF NOT EXISTS readings (
              timestamp timestamptz NOT NULL,
              device    text        NOT NULL,
              packet    bigint,
              "values"  float8[],
              flags     numeric(10, 2)
            );
            CREATE UNIQUE INDEX IF NOT EXISTS readings_key ON readings (device, timestamp, packet);
            """);

    @Test
    void findsNullableColumnsThatAreMissing() {
        assertThat(NewColumns.missing(READINGS, List.of("timestamp", "device", "packet", "mine")))
                .isEqualTo(Map.of("values", "float8[]", "flags", "numeric(10, 2)"));
        assertThat(NewColumns.missing(READINGS, List.of("timestamp", "device", "packet", "values", "flags")))
                .isEmpty();
    }

    @Test
    void leavesTablesOfOthersAndKeysUnchanged() {
        assertThat(NewColumns.missing(READINGS, List.of("timestamp", "packet"))).isEmpty();
        assertThat(NewColumns.missing(READINGS, List.of("timestamp", "device", "values", "flags")))
                .isEmpty();
    }

    @Test
    void setsDefaultsForNewRowsOnly() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("flags", "text[]");
        columns.put("known_at", "timestamptz DEFAULT now()");

        assertThat(NewColumns.statements("readings", columns))
                .containsExactly(
                        "ALTER TABLE \"readings\" ADD COLUMN \"flags\" text[], ADD COLUMN \"known_at\" timestamptz",
                        "DO $$ BEGIN ALTER TABLE \"readings\" ALTER COLUMN \"known_at\" SET DEFAULT now();"
                                + " EXCEPTION WHEN feature_not_supported THEN RAISE WARNING '%', SQLERRM; END $$");
    }
}
