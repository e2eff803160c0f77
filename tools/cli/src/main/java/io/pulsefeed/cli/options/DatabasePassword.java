package io.pulsefeed.cli.options;

import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.EnvFile;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the password of the database. */
final class DatabasePassword {

    private static final Pattern LOOPBACK =
            Pattern.compile("jdbc:postgresql://(localhost|127\\.0\\.0\\.1|\\[::1])[:/].*");

    private final EnvFile settings;
    private final Optional<Path> passwordFile;
    private final Path demoFile;

    /**
     * @param settings environment and {@code .env}
     * @param passwordFile file of the environment or the context; empty if none is set
     * @param demoFile password of the demo's database, which may not exist
     */
    DatabasePassword(EnvFile settings, Optional<Path> passwordFile, Path demoFile) {
        this.settings = settings;
        this.passwordFile = passwordFile;
        this.demoFile = demoFile;
    }

    /**
     * The first of: {@code PULSEFEED_DB_PASSWORD}, the password file, {@code POSTGRES_PASSWORD} of {@code .env}, and for a database on this
     * machine the password of the demo. Empty if there is none.
     */
    Optional<String> find(String jdbcUrl) {
        String variable = settings.get("", "PULSEFEED_DB_PASSWORD");
        if (!variable.isEmpty()) {
            return Optional.of(variable);
        }
        if (passwordFile.isPresent()) {
            return Optional.of(read(passwordFile.get()));
        }
        String compose = settings.get("", "POSTGRES_PASSWORD");
        if (!compose.isEmpty()) {
            return Optional.of(compose);
        }
        return LOOPBACK.matcher(jdbcUrl).matches() && Files.isReadable(demoFile)
                ? Optional.of(read(demoFile))
                : Optional.empty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UserError("the password file " + file + " cannot be read: " + IoErrors.describe(e), e);
        }
    }
}
