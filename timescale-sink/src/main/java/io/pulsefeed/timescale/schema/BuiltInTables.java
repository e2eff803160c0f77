package io.pulsefeed.timescale.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The DDL of the built-in tables: the files of the {@code database/} folder, packed into the jar. */
final class BuiltInTables {

    /** Views of a table, created together with it. */
    private static final Map<String, String> VIEWS = Map.of("emotibit_packet", "emotibit_sample");

    private BuiltInTables() {}

    /** @return empty for a table that is not built in */
    static Optional<String> ddl(String table) {
        return VIEWS.containsValue(table)
                ? Optional.empty()
                : read(file(table))
                        .map(sql -> VIEWS.containsKey(table)
                                ? sql + read(file(VIEWS.get(table))).orElseThrow()
                                : sql);
    }

    private static String file(String table) {
        return "/database/tables/" + table + ".sql";
    }

    static String offsetsDdl() {
        return read("/database/offsets.sql").orElseThrow();
    }

    static String ledgerDdl() {
        return read("/database/ledger.sql").orElseThrow();
    }

    static String policiesDdl() {
        return read("/database/policies.sql").orElseThrow();
    }

    /** Sets the default retention of the table in {@code pulsefeed.new_table}. */
    static String retentionDdl() {
        return read("/database/retention.sql").orElseThrow();
    }

    private static Optional<String> read(String resource) {
        try (InputStream in = BuiltInTables.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
