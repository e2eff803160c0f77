package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** View {@code emotibit_signal_1m}, and the functions of its form as a continuous aggregate, on PostgreSQL and TimescaleDB. */
@ExtendWith(WithServers.class)
class SignalMinutesIT {

    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(2, ChronoUnit.DAYS);
    private static final String AGGREGATED =
            "SELECT date_bin('1 minute', timestamp, 'epoch') AS bucket, device_id, type_tag,"
                    + " sum(cardinality(array_remove(values, NULL)))::bigint,"
                    + " sum(emotibit_sum(values)) / nullif(sum(cardinality(array_remove(values, NULL))), 0),"
                    + " min(emotibit_least(values)), max(emotibit_greatest(values)) FROM emotibit_packet"
                    + " WHERE cardinality(array_remove(values, NULL)) > 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

    /** Packets of 0 to 6 samples, some of them null, from two devices. */
    private record Packet(Instant time, String device, String tag, List<@Nullable Double> values) {

        static List<Packet> random() {
            Random random = new Random(7);
            List<Packet> packets = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                List<Double> values = new ArrayList<>();
                for (int length = random.nextInt(7); length > 0; length--) {
                    values.add(random.nextInt(9) == 0 ? null : (Double) (random.nextInt(2000) / 8.0 - 100));
                }
                packets.add(new Packet(
                        START.plusMillis(i * 200L + random.nextInt(200)),
                        "MD-" + random.nextInt(2),
                        random.nextInt(3) == 0 ? "EA" : "PR",
                        values));
            }
            // The first and the last moment of a minute.
            packets.add(new Packet(START.plusSeconds(60), "MD-0", "T1", Arrays.asList(1.0, 2.0)));
            packets.add(new Packet(START.plusSeconds(120).minusNanos(1000), "MD-0", "T1", Arrays.asList(6.0)));
            packets.add(new Packet(START.plusSeconds(120), "MD-0", "T1", Arrays.asList(5.0, null)));
            return packets;
        }

        String row(int number) {
            return "('" + time + "', '" + device + "', 'S', " + number + ", '" + tag + "', '', ARRAY["
                    + values.stream().map(Objects::toString).collect(Collectors.joining(",")) + "]::float8[])";
        }
    }

    @Test
    void summarizesTheSamplesOfEachMinute(Servers servers) {
        List<Packet> packets = Packet.random();
        Map<List<String>, DoubleSummaryStatistics> expected =
                new TreeMap<>((a, b) -> String.join(" ", a).compareTo(String.join(" ", b)));
        StringBuilder rows = new StringBuilder();
        for (Packet packet : packets) {
            rows.append(rows.length() == 0 ? "" : ", ").append(packet.row(rows.length()));
            packet.values().stream().filter(Objects::nonNull).forEach(value -> expected.computeIfAbsent(
                            List.of(
                                    packet.time()
                                            .truncatedTo(ChronoUnit.MINUTES)
                                            .toString(),
                                    packet.device(),
                                    packet.tag()),
                            key -> new DoubleSummaryStatistics())
                    .accept(value));
        }
        for (AnalyticsDatabase database : servers.applied()) {
            database.execute(
                    "INSERT INTO emotibit_packet (timestamp, device_id, session_id, packet_number, type_tag, packet, values) VALUES "
                            + rows);
            database.execute(
                    "INSERT INTO emotibit_packet (timestamp, device_id, session_id, packet_number, type_tag, packet)"
                            + " VALUES ('" + START + "', 'MD-0', 'S', -1, 'UN', 'a note')");

            compare(database, "SELECT * FROM emotibit_signal_1m ORDER BY bucket, device_id, type_tag", expected);
            compare(database, AGGREGATED, expected);
        }
    }

    private static void compare(
            AnalyticsDatabase database, String query, Map<List<String>, DoubleSummaryStatistics> expected) {
        List<List<Object>> actual = database.rows(query);
        assertThat(actual).as(database.name()).hasSize(expected.size());
        int i = 0;
        for (Map.Entry<List<String>, DoubleSummaryStatistics> minute : expected.entrySet()) {
            List<Object> row = actual.get(i++);
            assertThat(((Timestamp) row.get(0)).toInstant())
                    .isEqualTo(minute.getKey().get(0));
            assertThat(row.subList(1, 3)).isEqualTo(minute.getKey().subList(1, 3));
            assertThat(row.get(3)).isEqualTo(minute.getValue().getCount());
            assertThat((Double) row.get(4)).isCloseTo(minute.getValue().getAverage(), within(1e-9));
            assertThat(row.subList(5, 7))
                    .containsExactly(
                            minute.getValue().getMin(), minute.getValue().getMax());
        }
    }
}
