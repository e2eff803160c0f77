package io.pulsefeed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AllBenchCommandTest {

    @Test
    void printsResultsWithTheirReferenceButNoUrl() {
        String table = AllBenchCommand.table(
                List.of("sink", "--rounds", "3", "--jdbc-url", "jdbc:postgresql://host/db?password=secret"),
                List.of(BenchResult.of("sink", 300_000, "rows/s", "plain COPY", 400_000)));

        assertThat(table)
                .isEqualTo("`./pulsefeed bench sink --rounds 3 --jdbc-url URL`\n\n"
                        + "| what | result | compared with | its result | ratio |\n"
                        + "| --- | --- | --- | --- | --- |\n"
                        + "| sink | 300,000 rows/s | plain COPY | 400,000 | 0.75 |\n");
    }
}
