package io.pulsefeed.cli.database;

import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * An SQL file in {@code database/} and the object that it creates.
 *
 * @param name name of the object: the file name without its number
 * @param base whether it is a table that a sink writes; else it is derived from such tables and can be recreated at any time
 */
record Definition(String name, boolean base, String sql) {

    /** Tables first, then derived objects in the order of their file numbers. */
    static List<Definition> all(Checkout checkout) {
        List<Definition> all = new ArrayList<>(read(checkout.database().resolve("tables"), true));
        all.addAll(read(checkout.database().resolve("analytics"), false));
        return all;
    }

    /** The statements that set the default retention of a new table. */
    static String retentionSql(Checkout checkout) {
        Path file = checkout.database().resolve("retention.sql");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + IoErrors.describe(e), e);
        }
    }

    private static List<Definition> read(Path folder, boolean base) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Definition> definitions = new ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
                String name = file.getFileName().toString().replaceFirst("^\\d+_", "");
                definitions.add(new Definition(name.substring(0, name.indexOf('.')), base, Files.readString(file)));
            }
            return definitions;
        } catch (IOException e) {
            throw new UserError("the SQL files in " + folder + " cannot be read: " + IoErrors.describe(e), e);
        }
    }

    /**
     * Identifies the object that this file creates. The fingerprint changes with the file, with the edition of TimescaleDB, and with a
     * manual change of the object.
     *
     * @param existing definition of the existing object, as the server prints it
     */
    String fingerprint(Edition edition, String existing) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(sql, edition.name(), existing)) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
