package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/**
 * How to connect to the database.
 *
 * @param url JDBC URL, with optional parameters of the PostgreSQL driver
 * @param user empty to use the user of the URL or the driver's default
 * @param retryTimeoutMs how long to retry a failed write; negative for no limit
 */
public record ConnectionConfig(String url, String user, Password password, long retryTimeoutMs) {

    public static final String URL = "connection.url";
    public static final String PASSWORD = "connection.password";

    private static final String USER = "connection.user";
    private static final String RETRY_TIMEOUT_MS = "retry.timeout.ms";
    private static final String GROUP = "Connection";

    private static final Validator POSTGRESQL_URL = Validators.ofText(
            "jdbc:postgresql://host:port/database",
            url -> Validators.require(
                    url.startsWith("jdbc:postgresql:"),
                    "must start with jdbc:postgresql:, for example jdbc:postgresql://localhost:5432/market"));

    /** A parameter of the driver whose value is secret, or credentials before the host, which other drivers accept. */
    private static final Pattern SECRET = Pattern.compile("(?i)[?&](password|sslpassword)=[^&]|//[^/?@]*:[^/?@]*@");

    /** Whether a URL contains a password in plain text. */
    public static boolean hasPassword(String url) {
        return SECRET.matcher(url).find();
    }

    static ConnectionConfig of(AbstractConfig config) {
        return new ConnectionConfig(
                config.getString(URL),
                config.getString(USER),
                config.getPassword(PASSWORD),
                config.getLong(RETRY_TIMEOUT_MS));
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(URL, Type.STRING)
                .validatedBy(POSTGRESQL_URL)
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("JDBC URL")
                .documentedAs(
                        """
                        JDBC URL of the database, in the form jdbc:postgresql://host:port/database. Parameters of the
                        PostgreSQL driver follow a question mark, for example sslmode=verify-full or currentSchema=market.
                        A URL with a password is rejected: use connection.password.""")
                .addTo(definition, GROUP);
        ConfigKey.of(USER, Type.STRING)
                .defaultsTo("")
                .importance(Importance.HIGH)
                .displayedAs("User")
                .documentedAs("Database user. If empty, the user of the URL or the driver's default is used.")
                .addTo(definition, GROUP);
        ConfigKey.of(PASSWORD, Type.PASSWORD)
                .defaultsTo("")
                .importance(Importance.HIGH)
                .displayedAs("Password")
                .documentedAs("Password of the database user. Leave it empty if the server requires none.")
                .addTo(definition, GROUP);
        ConfigKey.of(RETRY_TIMEOUT_MS, Type.LONG)
                .defaultsTo(-1L)
                .validatedBy(ConfigDef.Range.atLeast(-1))
                .importance(Importance.MEDIUM)
                .displayedAs("Retry timeout (ms)")
                .documentedAs(
                        """
                        How long to retry while the database is unreachable before the task fails. -1 retries without a
                        limit. The topic partitions are paused during the retries, and no data is lost.""")
                .addTo(definition, GROUP);
    }
}
