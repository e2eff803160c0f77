package io.pulsefeed.admin.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pulsefeed.admin.KafkaAdmin.LogDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.assertj.core.api.AbstractDoubleAssert;
import org.junit.jupiter.api.Test;

class DiskLoadTest {

    private static final long GIB = 1L << 30;

    /** @param retentionDays 0 for none */
    private static Usage usage(String name, long bytes, long perDay, int retentionDays) {
        return new Usage(
                name,
                bytes,
                OptionalLong.of(perDay),
                retentionDays == 0 ? Optional.empty() : Optional.of(Duration.ofDays(retentionDays)),
                Duration.ofDays(1));
    }

    private static OptionalDouble days(long free, Usage... usages) {
        return new Disk("d", 1000 * GIB, free).daysLeft(List.of(usages));
    }

    private static AbstractDoubleAssert<?> assertDays(long free, Usage... usages) {
        return assertThat(days(free, usages).orElseThrow());
    }

    private static LogDirectory directory(int broker, long total, long free, Map<String, Long> topics) {
        return new LogDirectory(broker, "/data", OptionalLong.of(total), OptionalLong.of(free), topics, false);
    }

    @Test
    void countsDaysUntilTheDiskIsFull() {
        assertDays(10 * GIB, usage("t", 0, GIB, 0)).isEqualTo(10);
        assertDays(10 * GIB, usage("t", 0, 4 * GIB, 0)).isEqualTo(2.5);
        assertDays(0, usage("t", 0, GIB, 0)).isZero();
        assertThat(days(10 * GIB, usage("t", 5 * GIB, 0, 0))).isEmpty();
        assertThat(days(10 * GIB)).isEmpty();
        assertThat(days(3651 * GIB, usage("t", 0, GIB, 0)))
                .as("more than ten years")
                .isEmpty();
    }

    @Test
    void addsOnlyWhatRetentionWillNotDelete() {
        // Full at 8 GiB: 7 days and one segment.
        Usage filling = usage("t", 5 * GIB, GIB, 7);
        assertThat(filling.fullBytes()).hasValue(8 * GIB);
        assertThat(days(4 * GIB, filling)).isEmpty();
        assertDays(3 * GIB, filling).isEqualTo(3);
        assertDays(4 * GIB, filling, usage("u", 0, GIB / 2, 0)).isCloseTo(4 / 1.5, within(1e-9));
        assertThat(filling.currentBytesPerDay()).isEqualTo(GIB);
        Usage full = usage("t", 9 * GIB, GIB, 7);
        assertThat(full.currentBytesPerDay()).isZero();
        assertThat(days(1, full)).isEmpty();
    }

    @Test
    void addsTheGrowthOfTopicsAndTablesUntilEachEnds() {
        // 2 GiB in two days, then it stays.
        Usage twoDays = usage("t", 6 * GIB, GIB, 7);
        Usage always = usage("u", 0, GIB / 2, 0);

        // 3 GiB in two days, then half a GiB a day
        assertDays(4 * GIB, twoDays, always).isCloseTo(4, within(1e-9));
        assertDays(3 * GIB / 2, twoDays, always).isCloseTo(1, within(1e-9));
    }

    @Test
    void countsTopicsAndTablesOnOneDiskTogether() {
        // Three brokers of one machine; each topic has two replicas.
        List<LogDirectory> brokers = List.of(
                directory(1, 1000 * GIB, 500 * GIB, Map.of("large", GIB)),
                directory(2, 1000 * GIB, 501 * GIB, Map.of("large", GIB, "small", 1L)),
                directory(3, 1000 * GIB, 500 * GIB, Map.of("small", 1L)));
        List<Usage> topics = List.of(usage("large", 2 * GIB, 10 * GIB, 0), usage("small", 2, 2, 0));
        List<Usage> tables = List.of(usage("rows", GIB, 15 * GIB, 0));

        List<DiskLoad> loads =
                DiskLoad.of(brokers, topics, tables, Optional.of(new Disk("database", 1000 * GIB, 499 * GIB)));

        assertThat(loads).singleElement().satisfies(load -> {
            assertThat(load.disk().name()).isEqualTo("brokers and database");
            assertThat(load.usages()).extracting(Usage::name).containsExactly("large", "small", "rows");
            assertThat(load.daysLeft().orElseThrow()).isCloseTo(20, within(1e-6));
        });
    }

    @Test
    void countsEachTopicOnTheDisksOfItsReplicas() {
        List<LogDirectory> brokers = List.of(
                directory(1, 1000 * GIB, 500 * GIB, Map.of("a", 3 * GIB)),
                directory(2, 500 * GIB, 100 * GIB, Map.of("a", GIB, "b", GIB)));
        List<Usage> topics = List.of(usage("a", 4 * GIB, 4 * GIB, 0), usage("b", GIB, 4 * GIB, 0));

        List<DiskLoad> loads = DiskLoad.of(
                brokers,
                topics,
                List.of(usage("rows", GIB, 15 * GIB, 0)),
                Optional.of(new Disk("database", 200 * GIB, 60 * GIB)));

        assertThat(loads).extracting(load -> load.disk().name()).containsExactly("broker 1", "broker 2", "database");
        assertThat(loads.get(0).daysLeft().orElseThrow()).isCloseTo(500 / 3.0, within(1e-6));
        assertThat(loads.get(1).daysLeft().orElseThrow()).isCloseTo(20, within(1e-6));
        assertThat(loads.get(2).daysLeft().orElseThrow()).isEqualTo(4);
    }

    @Test
    void ignoresDirectoriesOfBrokersThatDoNotReportTheirDisk() {
        LogDirectory old =
                new LogDirectory(1, "/data", OptionalLong.empty(), OptionalLong.empty(), Map.of("a", GIB), false);
        assertThat(DiskLoad.of(List.of(old), List.of(usage("a", GIB, GIB, 0)), List.of(), Optional.empty()))
                .isEmpty();
    }
}
