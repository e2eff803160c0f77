package io.pulsefeed.cli.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The view {@code emotibit_session} on the tables of a real server. */
class DeviceSessionIT {

    private static final DeviceSession.Filter ALL =
            new DeviceSession.Filter(Optional.empty(), Optional.empty(), Optional.empty());

    private TestDatabase server;

    @BeforeEach
    void createTables() {
        server = TestDatabase.fresh();
        for (String table : List.of("emotibit_packet", "emotibit_metric", "emotibit_event")) {
            server.execute(Checkout.text("database/tables/" + table + ".sql"));
        }
        server.execute(Checkout.text("database/analytics/60_emotibit_session.sql"));
    }

    private List<DeviceSession> read(DeviceSession.Filter filter) {
        try (Database database = Database.connect(server.url(), server.user(), server.password())) {
            return DeviceSession.read(database, filter);
        }
    }

    /** Adds packets {@code first} to {@code last} of a session, one per second after 10:00. */
    private void addPackets(String device, String session, int first, int last, String tag, String further) {
        server.execute(
                "INSERT INTO emotibit_packet (timestamp, device_id, session_id, packet_number, type_tag, packet, patient_id,"
                        + " study, time_source, flags) SELECT timestamptz '2026-11-01 10:00Z' + n * interval '1 s', '"
                        + device + "', '"
                        + session + "', n, '" + tag + "', 'x', " + further + " FROM generate_series(" + first + ", "
                        + last
                        + ") n");
    }

    private void addEvent(String device, String session, String time, String event, String detail) {
        server.execute("INSERT INTO emotibit_event VALUES ('2026-11-01 " + time + "Z', '" + device + "', '" + session
                + "', '" + event + "', '" + detail + "')");
    }

    @Test
    void takesTheTotalsOfAnEndedSession() {
        addEvent("d", "s1", "10:00:00", "connected", "{}");
        addPackets("d", "s1", 1, 20, "PI", "'P7', 'SLEEP-26', 'sync', '{}'");
        addPackets("d", "s1", 30, 40, "RD", "'P8', 'SLEEP-27', 'sync', '{}'");
        addEvent("d", "s1", "10:00:30", "gap", "{\"lost\": 9, \"reason\": \"network\"}");
        addEvent("d", "s1", "10:00:01", "gap", "{\"lost\": 5000, \"reason\": \"not connected\"}");
        addEvent(
                "d",
                "s1",
                "10:01:00",
                "disconnected",
                "{\"packets\": 28, \"malformed\": 2, \"implausible\": 1, \"lost\": 9}");
        server.execute("INSERT INTO emotibit_metric (timestamp, device_id, metric_name, metric_value)"
                + " SELECT timestamptz '2026-11-01 10:00Z' + n * interval '10 s', 'd', 'wearing_status', (n % 4 <> 0)::int"
                + " FROM generate_series(1, 100) n");

        assertThat(read(ALL))
                .containsExactly(new DeviceSession(
                        "d",
                        "P8",
                        "s1",
                        "SLEEP-27",
                        "2026-11-01T10:00:00.000Z",
                        "2026-11-01T10:01:00.000Z",
                        31,
                        9,
                        5 / 6.0));
    }

    @Test
    void countsThePacketsOfSessionsWithoutTotals() {
        addEvent("d", "killed", "10:00:00", "connected", "{}");
        addPackets("d", "killed", 1, 20, "RD", "null, null, 'sync', '{}'");
        addPackets("d", "killed", 30, 40, "PI", "null, null, 'sync', '{late}'");
        addEvent("d", "killed", "10:00:30", "gap", "{\"lost\": 19, \"reason\": \"network\"}");
        addEvent("d", "running", "10:02:00", "connected", "{}");
        addPackets("d", "running", 130, 150, "PI", "null, null, 'sync', '{}'");
        addEvent("d", "", "10:01:40", "marker", "{\"marker\": \"not connected\"}");
        addPackets("e", "import-card", 1, 9, "AX", "null, null, 'official', '{}'");
        addPackets("e", "import-card", 10, 11, "PI", "null, null, 'official', '{}'");

        assertThat(read(ALL))
                .extracting(DeviceSession::session, DeviceSession::packets, DeviceSession::lost, DeviceSession::end)
                .containsExactly(
                        tuple("killed", 31L, 8L, "2026-11-01T10:00:40.000Z"),
                        tuple("import-card", 11L, 0L, "2026-11-01T10:00:11.000Z"),
                        tuple("running", 21L, 0L, "2026-11-01T10:02:30.000Z"));
        assertThat(read(ALL)).allMatch(session -> session.wornShare() == null && session.patient() == null);
    }

    @Test
    void subtractsWhatABackfillHasAdded() {
        addEvent("d", "s", "10:00:00", "connected", "{}");
        addPackets("d", "s", 10, 20, "PI", "null, null, 'sync', '{}'");
        addPackets("d", "s", 40, 50, "PI", "null, null, 'sync', '{}'");
        addEvent("d", "s", "10:00:40", "gap", "{\"lost\": 14, \"reason\": \"network\"}");
        addEvent("d", "s", "10:00:41", "overflow", "{\"lost\": 5}");
        addEvent("d", "s", "10:00:50", "disconnected", "{\"packets\": 27, \"malformed\": 0, \"lost\": 14}");
        assertThat(read(ALL)).extracting(DeviceSession::packets).containsExactly(22L);
        assertThat(read(ALL)).extracting(DeviceSession::lost).containsExactly(19L);

        // Packets before and after the session were not lost in it.
        addPackets("d", "s", 1, 9, "PI", "null, null, 'backfill', '{}'");
        addPackets("d", "s", 21, 36, "PI", "null, null, 'backfill', '{}'");
        addPackets("d", "s", 51, 3_000, "PI", "null, null, 'backfill', '{}'");
        addEvent("d", "s", "10:50:00", "backfilled", "{\"packets\": 2975}");

        assertThat(read(ALL)).extracting(DeviceSession::lost).containsExactly(3L);
        assertThat(read(ALL)).extracting(DeviceSession::packets).containsExactly(2_997L);
    }

    @Test
    void filtersByDevicePatientAndTime() {
        addPackets("d", "s1", 1, 9, "RD", "'P1', null, 'sync', '{}'");
        addPackets("d", "s2", 1_001, 1_009, "RD", "'P2', null, 'sync', '{}'");
        addPackets("e", "s3", 2_001, 2_009, "RD", "'P2', null, 'sync', '{}'");

        assertThat(read(new DeviceSession.Filter(Optional.of("d"), Optional.of("P2"), Optional.empty())))
                .extracting(DeviceSession::session)
                .containsExactly("s2");
        assertThat(read(new DeviceSession.Filter(
                        Optional.empty(), Optional.empty(), Optional.of(Instant.parse("2026-11-01T10:16:49Z")))))
                .extracting(DeviceSession::session)
                .containsExactly("s2", "s3");
    }

    @Test
    void explainsAMissingView() {
        server.execute("DROP VIEW emotibit_session");

        assertThatThrownBy(() -> read(ALL))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("pulsefeed database apply");
    }
}
