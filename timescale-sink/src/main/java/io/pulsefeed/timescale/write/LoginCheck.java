package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.SinkConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Tries to log in while a configuration is being checked. Only what the user must change counts: a server that is away is
 * none of it, since a running sink waits for it.
 */
public final class LoginCheck {

    private static final String SECONDS = "3";

    private LoginCheck() {}

    /** @param key the setting that is wrong */
    public record Complaint(String key, String message) {}

    public static Optional<Complaint> complaint(SinkConfig config) {
        Database database = new Database(config.url(), config.user(), config.password(), config.connector());
        try (Connection connection = database.open(SECONDS)) {
            connection.rollback();
            return Optional.empty();
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("28")) {
                return Optional.of(new Complaint(
                        "connection.password",
                        database.shownUrl() + " refused user " + database.user() + ": " + e.getMessage()));
            }
            return state.equals("3D000")
                    ? Optional.of(new Complaint("connection.url", database.shownUrl() + ": " + e.getMessage()))
                    : Optional.empty();
        }
    }
}
