package io.pulsefeed.deployment.analytics;

import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The servers that analytics are tried on: a plain PostgreSQL, and a TimescaleDB where one can be had. */
final class Servers implements AutoCloseable {

    private final Map<String, TestDatabase> servers;

    private Servers(Map<String, TestDatabase> servers) {
        this.servers = servers;
    }

    static Servers start() {
        return new Servers(
                Map.of("TimescaleDB", TestDatabase.startServer(), "PostgreSQL", TestDatabase.startPlainPostgres()));
    }

    /** An empty schema on each. */
    List<AnalyticsDatabase> empty() {
        List<AnalyticsDatabase> databases = new ArrayList<>();
        servers.forEach((name, server) -> databases.add(AnalyticsDatabase.in(name, server)));
        return databases;
    }

    /** The same with tables and analytics. */
    List<AnalyticsDatabase> applied() {
        List<AnalyticsDatabase> databases = empty();
        databases.forEach(AnalyticsDatabase::apply);
        return databases;
    }

    TestDatabase plain() {
        return servers.get("PostgreSQL");
    }

    @Override
    public void close() throws IOException {
        for (TestDatabase server : servers.values()) {
            server.close();
        }
    }
}
