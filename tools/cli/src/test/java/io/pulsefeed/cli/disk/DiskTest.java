package io.pulsefeed.cli.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DiskTest {

    private static final long GIB = 1L << 30;

    private static Usage usage(String name, long bytes, long perDay, int retentionDays) {
        return new Usage(
                name,
                bytes,
                OptionalLong.of(perDay),
                retentionDays == 0 ? Optional.empty() : Optional.of(Duration.ofDays(retentionDays)),
                Duration.ofDays(1));
    }

    private static OptionalLong days(long free, Usage... usages) {
        return new Disk("d", 1000 * GIB, free).daysLeft(List.of(usages));
    }

    @Test
    void countsDaysUntilTheDiskIsFull() {
        assertThat(days(10 * GIB, usage("t", 0, GIB, 0))).hasValue(9);
        assertThat(days(0, usage("t", 0, GIB, 0))).hasValue(0);
        assertThat(days(10 * GIB, usage("t", 5 * GIB, 0, 0))).isEmpty();
        assertThat(days(10 * GIB)).isEmpty();
    }

    @Test
    void addsOnlyWhatRetentionWillNotDelete() {
        // Full at 8 GiB: 7 days and one segment.
        Usage filling = usage("t", 5 * GIB, GIB, 7);
        assertThat(filling.fullBytes()).hasValue(8 * GIB);
        assertThat(days(4 * GIB, filling)).isEmpty();
        assertThat(days(3 * GIB, filling)).hasValue(2);
        assertThat(days(4 * GIB, filling, usage("u", 0, GIB / 2, 0))).hasValue(2);
        assertThat(usage("t", 9 * GIB, GIB, 7).added(100)).isZero();
    }

    @Test
    void countsTopicsAndTablesOnOneDiskTogether() {
        Disk broker = new Disk("broker 1 /data", 1000 * GIB, 500 * GIB);
        List<Usage> topics = List.of(usage("small", 1, 1, 0), usage("large", GIB, 10 * GIB, 0));
        List<Usage> tables = List.of(usage("rows", GIB, 15 * GIB, 0));

        DiskReport shared = DiskReport.of(
                new TopicUsages.Cluster(topics, List.of(broker, broker, broker)),
                tables,
                Optional.of(new Disk("database", 1000 * GIB, 499 * GIB)),
                List.of());
        assertThat(shared.topics()).extracting(Usage::name).containsExactly("large", "small");
        assertThat(shared.disks()).singleElement().satisfies(load -> {
            assertThat(load.disk().name()).isEqualTo("brokers and database");
            assertThat(load.daysLeft()).hasValue(19);
        });

        DiskReport separate = DiskReport.of(
                new TopicUsages.Cluster(topics, List.of(broker, new Disk("broker 2 /data", 500 * GIB, 100 * GIB))),
                tables,
                Optional.of(new Disk("database", 200 * GIB, 60 * GIB)),
                List.of());
        assertThat(separate.disks()).extracting(load -> load.disk().freeBytes()).containsExactly(200 * GIB, 60 * GIB);
        assertThat(separate.disks())
                .extracting(DiskReport.Load::daysLeft)
                .containsExactly(OptionalLong.of(19), OptionalLong.of(3));
    }

    @Test
    void showsWhatIsUnknown() {
        Usage unknown = new Usage("t", 2 * GIB, OptionalLong.empty(), Optional.empty(), Duration.ZERO);
        DiskReport report = DiskReport.of(
                new TopicUsages.Cluster(List.of(usage("k", GIB, GIB, 7)), List.of()),
                List.of(unknown),
                Optional.empty(),
                List.of("topics: no answer"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("(?m)^k +1.0 GiB +1.0 GiB +7 days +8.0 GiB$")
                .containsPattern("(?m)^t +2.0 GiB +\\? +- +-$")
                .contains("! topics: no answer")
                .doesNotContainPattern("(?m)^.{81,}$");
        JsonNode json = report.toJson();
        assertThat(json.at("/topics/0/retention_seconds").asLong()).isEqualTo(604_800);
        assertThat(json.at("/tables/0/bytes_per_day").isNull()).isTrue();
        assertThat(json.at("/tables/0/bytes").asLong()).isEqualTo(2 * GIB);
    }

    @Test
    void knowsTheDiskOfALocalDatabaseOnly() {
        assertThat(DatabaseDisk.of("jdbc:postgresql://db.example.com:5432/pulsefeed"))
                .isEmpty();
        assertThat(DatabaseDisk.of("jdbc:postgresql://localhost:15432/pulsefeed"))
                .isPresent();
        assertThat(DatabaseDisk.of("jdbc:postgresql:pulsefeed")).isPresent();
    }
}
