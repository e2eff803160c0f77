package io.pulsefeed.cli.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.admin.state.TopicUsages;
import io.pulsefeed.admin.state.Usage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DiskReportTest {

    private static final long GIB = 1L << 30;

    private static Usage usage(String name, long bytes, long perDay, int retentionDays) {
        return new Usage(
                name,
                bytes,
                OptionalLong.of(perDay),
                retentionDays == 0 ? Optional.empty() : Optional.of(Duration.ofDays(retentionDays)),
                Duration.ofDays(1));
    }

    @Test
    void showsWhatIsUnknown() {
        Usage unknown = new Usage("t", 2 * GIB, OptionalLong.empty(), Optional.empty(), Duration.ZERO);
        DiskReport report = DiskReport.of(
                new TopicUsages.Cluster(List.of(usage("k", GIB, GIB, 7)), List.of()),
                List.of(unknown),
                Optional.empty(),
                List.of(new DiskReport.Problem("topics", "no answer")));
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
        assertThat(json.at("/problems/0/part").asText()).isEqualTo("topics");
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
