package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** Where the database is. */
final class ConnectionKeys {

    static final String URL = "connection.url";
    static final String USER = "connection.user";
    static final String PASSWORD = "connection.password";
    static final String RETRY_TIMEOUT_MS = "retry.timeout.ms";

    private static final String GROUP = "Connection";

    private ConnectionKeys() {}

    static void addTo(ConfigDef definition) {
        ConfigKey.of(URL, Type.STRING)
                .validatedBy(new PostgresUrl())
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("JDBC URL")
                .documentedAs(
                        """
                        Database to write to, as jdbc:postgresql://host:port/database. Parameters of the PostgreSQL driver
                        may follow a question mark, for example sslmode=verify-full or currentSchema=market.""")
                .addTo(definition, GROUP);
        ConfigKey.of(USER, Type.STRING)
                .defaultsTo("")
                .importance(Importance.HIGH)
                .displayedAs("User")
                .documentedAs("Database user. Empty takes the one in the URL, or the driver's default.")
                .addTo(definition, GROUP);
        ConfigKey.of(PASSWORD, Type.PASSWORD)
                .defaultsTo("")
                .importance(Importance.HIGH)
                .displayedAs("Password")
                .documentedAs("Password of the database user. Empty for a server that asks for none.")
                .addTo(definition, GROUP);
        ConfigKey.of(RETRY_TIMEOUT_MS, Type.LONG)
                .defaultsTo(-1L)
                .validatedBy(ConfigDef.Range.atLeast(-1))
                .importance(Importance.MEDIUM)
                .displayedAs("Retry timeout (ms)")
                .documentedAs(
                        """
                        How long to go on trying while the database cannot be reached before the task fails. -1 tries
                        forever; the topic's partitions are paused meanwhile and nothing is lost.""")
                .addTo(definition, GROUP);
    }

    private static final class PostgresUrl implements Validator {

        @Override
        public void ensureValid(String name, Object value) {
            if (!String.valueOf(value).startsWith("jdbc:postgresql:")) {
                throw new ConfigException(name, value, "must start with jdbc:postgresql:");
            }
        }

        @Override
        public String toString() {
            return "jdbc:postgresql://host:port/database";
        }
    }
}
