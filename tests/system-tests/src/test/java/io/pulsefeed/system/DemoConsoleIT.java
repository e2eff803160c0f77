package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo with its live page: every fault of the page is injected, and afterwards nothing is lost or doubled. {@code pulsefeed.harms}
 * is the number of faults; the release check uses 20.
 */
class DemoConsoleIT {

    private static final int HARMS = Integer.getInteger("pulsefeed.harms", 5);

    @TempDir
    private Path folder;

    @Test
    void losesAndDoublesNothingThroughTheFaultsOfThePage() throws Exception {
        try (DemoRun demo = DemoRun.start(folder)) {
            JsonNode offered = demo.offeredFaults();
            assertThat(offered).hasSize(5);
            for (int i = 0; i < HARMS; i++) {
                demo.inject(offered.get(i % offered.size()).path("id").asText(), i + 1);
            }

            JsonNode result = demo.finish();

            assertThat(result.path("lost").asLong(-1)).as(result.toString()).isZero();
            assertThat(result.path("duplicated").asLong(-1)).isZero();
            assertThat(result.path("errors")).isEmpty();
        }
    }
}
