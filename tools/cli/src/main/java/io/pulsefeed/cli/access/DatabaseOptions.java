package io.pulsefeed.cli.access;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.EnvFile;
import io.pulsefeed.cli.UserError;
import picocli.CommandLine.Option;

/** The options of every command that asks the database. The password never stands on a command line. */
public final class DatabaseOptions {

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            defaultValue = "${env:PULSEFEED_JDBC_URL:-jdbc:postgresql://localhost:15432/pulsefeed}",
            description =
                    "Database (default: $PULSEFEED_JDBC_URL, else jdbc:postgresql://localhost:15432/pulsefeed). The user comes "
                            + "from $PULSEFEED_DB_USER, else pulsefeed; the password from $PULSEFEED_DB_PASSWORD, else POSTGRES_PASSWORD "
                            + "of the file .env.")
    private String url;

    public String url() {
        return url;
    }

    /** @throws UserError if the database cannot be reached, or no password is set */
    public Database connect() {
        EnvFile settings = EnvFile.of(Checkout.current());
        String user = settings.get("pulsefeed", "PULSEFEED_DB_USER");
        String password = settings.get("", "PULSEFEED_DB_PASSWORD", "POSTGRES_PASSWORD");
        if (password.isEmpty()) {
            throw new UserError(
                    "no password for the database: set PULSEFEED_DB_PASSWORD, or POSTGRES_PASSWORD in .env");
        }
        return Database.connect(url, user, password);
    }
}
