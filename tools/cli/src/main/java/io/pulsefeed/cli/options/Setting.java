package io.pulsefeed.cli.options;

import java.util.Arrays;
import java.util.Optional;

/** A connection setting: its option, its environment variable and its key in a context file. */
enum Setting {
    BOOTSTRAP_SERVER("--bootstrap-server", "KAFKA_SERVERS", "bootstrap.server", false),
    COMMAND_CONFIG("--command-config", "PULSEFEED_COMMAND_CONFIG", "command.config", true),
    CONNECT_URL("--connect-url", "PULSEFEED_CONNECT_URL", "connect.url", false),
    CONNECT_CONFIG("--connect-config", "PULSEFEED_CONNECT_CONFIG", "connect.config", true),
    JDBC_URL("--jdbc-url", "PULSEFEED_JDBC_URL", "jdbc.url", false),
    METRICS_URL("--metrics-url", "PULSEFEED_METRICS_URL", "metrics.url", false),
    /** Has no option, like the next one. */
    DATABASE_USER("", "PULSEFEED_DB_USER", "db.user", false),
    DATABASE_PASSWORD_FILE("", "PULSEFEED_DB_PASSWORD_FILE", "db.password.file", true);

    private final String option;
    private final String variable;
    private final String key;
    private final boolean isFile;

    Setting(String option, String variable, String key, boolean isFile) {
        this.option = option;
        this.variable = variable;
        this.key = key;
        this.isFile = isFile;
    }

    static Optional<Setting> ofOption(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.option.equals(name))
                .findFirst();
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    String variable() {
        return variable;
    }

    String key() {
        return key;
    }

    /** Whether the value is the path of a file; in a context file it is relative to that file. */
    boolean isFile() {
        return isFile;
    }
}
