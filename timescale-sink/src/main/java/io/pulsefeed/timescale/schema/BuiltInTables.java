package io.pulsefeed.timescale.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The DDL of the built-in tables: the files of the {@code database/} folder, packed into the jar. */
final class BuiltInTables {

    private BuiltInTables() {}

    static Optional<String> ddl(String table) {
        return read("/database/tables/" + table + ".sql");
    }

    static String offsetsDdl() {
        return read("/database/offsets.sql").orElseThrow();
    }

    static String policiesDdl() {
        return read("/database/policies.sql").orElseThrow();
    }

    private static Optional<String> read(String resource) {
        try (InputStream in = BuiltInTables.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
