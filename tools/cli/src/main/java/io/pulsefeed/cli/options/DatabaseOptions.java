package io.pulsefeed.cli.options;

import io.pulsefeed.admin.state.DatabaseLogin;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.EnvFile;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Connection to the database. The password is never passed on the command line. */
public final class DatabaseOptions {

    private static final Pattern PASSWORD = Pattern.compile("(?i)[?&]password=");
    private static final Path DEMO_PASSWORD =
            Path.of(System.getProperty("user.home"), ".pulsefeed", "database.password");

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            defaultValue = "jdbc:postgresql://localhost:15432/pulsefeed",
            description =
                    "Database (default: $PULSEFEED_JDBC_URL, else jdbc:postgresql://localhost:15432/pulsefeed). The user is "
                            + "$PULSEFEED_DB_USER, else pulsefeed. The password is $PULSEFEED_DB_PASSWORD, else the content of the file "
                            + "$PULSEFEED_DB_PASSWORD_FILE, else POSTGRES_PASSWORD of .env, else that of the demo on this machine.")
    private String url = "";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    public String url() {
        return url;
    }

    /** Address and credentials; empty if no password is set. */
    public Optional<DatabaseLogin> login() {
        if (isOnCommandLine() && PASSWORD.matcher(url).find()) {
            System.err.println(
                    "pulsefeed: other users of this machine can see the password in --jdbc-url. Set PULSEFEED_DB_PASSWORD "
                            + "instead.");
        }
        ConnectionContext context = context();
        EnvFile settings = EnvFile.of(Checkout.current());
        String user =
                context.value(Setting.DATABASE_USER).orElseGet(() -> settings.get("pulsefeed", "PULSEFEED_DB_USER"));
        return new DatabasePassword(
                        settings, context.value(Setting.DATABASE_PASSWORD_FILE).map(Path::of), DEMO_PASSWORD)
                .find(url)
                .map(password -> new DatabaseLogin(url, user, password));
    }

    /** @throws UserError if no password is set */
    public DatabaseLogin requiredLogin() {
        return login().orElseThrow(() -> new UserError(
                "no password for the database: set PULSEFEED_DB_PASSWORD or PULSEFEED_DB_PASSWORD_FILE, or POSTGRES_PASSWORD in "
                        + ".env"));
    }

    private ConnectionContext context() {
        return spec != null && spec.defaultValueProvider() instanceof ConnectionContext context
                ? context
                : new ConnectionContext(System.getenv());
    }

    private boolean isOnCommandLine() {
        return spec != null
                && spec.commandLine().getParseResult() != null
                && spec.commandLine().getParseResult().hasMatchedOption("--jdbc-url");
    }

    /** @throws UserError if no password is set, or the connection fails */
    public Database connect() {
        DatabaseLogin login = requiredLogin();
        return Database.connect(login.jdbcUrl(), login.user(), login.password());
    }
}
