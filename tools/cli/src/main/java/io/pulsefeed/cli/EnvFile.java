package io.pulsefeed.cli;

import io.pulsefeed.admin.IoErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings as Compose resolves them: from the environment, then from the file {@code .env} of the checkout. Supports the syntax of
 * {@code .env.example} only: {@code NAME=value}, the value with or without quotes.
 */
public final class EnvFile {

    private final Map<String, String> file;
    private final Map<String, String> environment;

    private EnvFile(Map<String, String> file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    public static EnvFile of(Checkout checkout) {
        return of(read(checkout.root().resolve(".env")), System.getenv());
    }

    /** @param environment takes precedence over {@code file} */
    public static EnvFile of(Map<String, String> file, Map<String, String> environment) {
        return new EnvFile(file, environment);
    }

    /** The value of the first of {@code names} that is not empty, else {@code fallback}. */
    public String get(String fallback, String... names) {
        for (String name : names) {
            String value = environment.getOrDefault(name, file.get(name));
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return fallback;
    }

    static Map<String, String> read(Path path) {
        Map<String, String> values = new HashMap<>();
        if (Files.isReadable(path)) {
            try {
                for (String line : Files.readAllLines(path)) {
                    int equals = line.indexOf('=');
                    if (equals > 0 && !line.strip().startsWith("#")) {
                        values.put(
                                line.substring(0, equals).strip(),
                                unquoted(line.substring(equals + 1).strip()));
                    }
                }
            } catch (IOException e) {
                throw new UserError(path + " cannot be read: " + IoErrors.describe(e), e);
            }
        }
        return values;
    }

    private static String unquoted(String value) {
        if (value.length() > 1 && (value.charAt(0) == '\'' || value.charAt(0) == '"')) {
            int end = value.indexOf(value.charAt(0), 1);
            return end < 0 ? value : value.substring(1, end);
        }
        int comment = value.indexOf(" #");
        return comment < 0 ? value : value.substring(0, comment).strip();
    }
}
