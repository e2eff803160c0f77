package io.pulsefeed.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.doctor.Finding.Level;
import io.pulsefeed.testing.StubCommunity;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Jobs of a stand-in for the Community edition; on other servers nothing is checked. */
class JobCheckIT {

    private static final String TABLES =
            """
            CREATE TABLE trades (timestamp timestamptz);
            CREATE TABLE candles (bucket timestamptz);
            SELECT timescale_functions.create_hypertable('trades', timescale_functions.by_range('timestamp'));
            INSERT INTO stub.aggregates VALUES ('candles', 'trades', '');
            SELECT timescale_functions.add_retention_policy('trades', interval '30 days');
            SELECT timescale_functions.add_continuous_aggregate_policy('candles', interval '7 days', interval '1 hour', interval '1 hour');
            """;

    @Test
    void reportsFailedJobsWithNameStatusAndNextStart() throws IOException {
        try (StubCommunity server = new StubCommunity();
                Database database = connect(server.database())) {
            server.database().execute(TABLES);
            assertThat(JobCheck.findings(database))
                    .containsExactly(Finding.ok("database jobs", "2 jobs of TimescaleDB, none failed"));

            server.database()
                    .execute("UPDATE stub.jobs SET last_run_status = 'Failed', next_start = '2026-01-02 03:04:05Z'"
                            + " WHERE proc_name <> 'policy_retention'");

            assertThat(JobCheck.findings(database)).singleElement().satisfies(finding -> {
                assertThat(finding.level()).isEqualTo(Level.WARN);
                assertThat(finding.text())
                        .isEqualTo(
                                "job 1001 (policy_refresh_continuous_aggregate of candles) failed; status Scheduled, next"
                                        + " start 2026-01-02T03:04:05Z");
                assertThat(finding.advice()).contains("docs/runbooks/TimescaleJobsFailing.md");
            });
        }
    }

    @Test
    void reportsRefreshPoliciesBeyondTheRetention() throws IOException {
        try (StubCommunity server = new StubCommunity();
                Database database = connect(server.database())) {
            server.database().execute(TABLES);
            server.database()
                    .execute(
                            "CREATE TABLE pulsefeed_definitions (name text);"
                                    + " INSERT INTO pulsefeed_definitions VALUES ('candles');"
                                    + " UPDATE stub.jobs SET config = '{\"drop_after\": \"5 days\"}' WHERE proc_name = 'policy_retention'");

            assertThat(JobCheck.findings(database)).singleElement().satisfies(finding -> {
                assertThat(finding.text()).contains("start 7 days -> 4 days");
                assertThat(finding.advice()).contains("database apply");
            });
        }
    }

    @Test
    void reportsVersionsWithoutSecurityFixes() throws IOException {
        try (StubCommunity server = new StubCommunity();
                Database database = connect(server.database())) {
            server.setVersion("2.29.1");
            assertThat(JobCheck.findings(database)).isEmpty();
            server.setVersion("2.9.10");
            assertThat(JobCheck.findings(database)).singleElement().satisfies(finding -> {
                assertThat(finding.level()).isEqualTo(Level.WARN);
                assertThat(finding.text()).contains("2.9.10", "2.29.1");
            });
        }
    }

    @Test
    void reportsNothingOnOtherServers() {
        TestDatabase server = TestDatabase.fresh();
        try (Database database = connect(server)) {
            assertThat(JobCheck.findings(database)).isEmpty();
            if (server.hasTimescale()) {
                assertThat(JobCheck.jobFindings(database))
                        .as("on the views of a real TimescaleDB")
                        .allMatch(finding -> finding.level() == Level.OK);
            }
        }
    }

    private static Database connect(TestDatabase database) {
        return Database.connect(database.url(), database.user(), database.password());
    }
}
