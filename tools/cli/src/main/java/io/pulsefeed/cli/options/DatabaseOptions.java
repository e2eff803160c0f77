package io.pulsefeed.cli.options;

import io.pulsefeed.admin.state.DatabaseLogin;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.EnvFile;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Connection to the database. The password is never passed on the command line. */
public final class DatabaseOptions {

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            defaultValue = "${env:PULSEFEED_JDBC_URL:-jdbc:postgresql://localhost:15432/pulsefeed}",
            description =
                    "Database (default: $PULSEFEED_JDBC_URL, else jdbc:postgresql://localhost:15432/pulsefeed). The user is "
                            + "$PULSEFEED_DB_USER, else pulsefeed; the password is $PULSEFEED_DB_PASSWORD, else POSTGRES_PASSWORD "
                            + "of the file .env.")
    private String url = "";

    public String url() {
        return url;
    }

    /** Address and credentials; empty if no password is set. */
    public Optional<DatabaseLogin> login() {
        EnvFile settings = EnvFile.of(Checkout.current());
        String password = settings.get("", "PULSEFEED_DB_PASSWORD", "POSTGRES_PASSWORD");
        return password.isEmpty()
                ? Optional.empty()
                : Optional.of(new DatabaseLogin(url, settings.get("pulsefeed", "PULSEFEED_DB_USER"), password));
    }

    /** @throws UserError if no password is set, or the connection fails */
    public Database connect() {
        DatabaseLogin login = login().orElseThrow(() ->
                new UserError("no password for the database: set PULSEFEED_DB_PASSWORD, or POSTGRES_PASSWORD in .env"));
        return Database.connect(login.jdbcUrl(), login.user(), login.password());
    }
}
