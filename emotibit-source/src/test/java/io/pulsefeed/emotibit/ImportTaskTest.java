package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The import of a task, with the offsets that a worker stores. */
class ImportTaskTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** In this clock, every file is old enough to be complete. */
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));

    @TempDir
    private Path folder;

    private static List<String> packets(TaskHarness task) {
        return task.raw().stream().map(found -> found.get("packet").asText()).toList();
    }

    @Test
    void readsAHalfWrittenLineWhenItIsComplete() throws Exception {
        Path file = Files.writeString(
                folder.resolve("run.csv"), "1000,1,1,EA,1,100,0.5\n1040,2,2,PI,1,100,7501,7502\n1080,3,2,PI,1,100,75");
        try (TaskHarness task = new TaskHarness(Map.of("import.paths", file.toString())).withClock(LATER)) {
            task.start();
            await().atMost(LIMIT).until(() -> task.events("imported").count() == 1);
            assertThat(packets(task)).hasSize(2);
            Files.writeString(file, "03,7504\n1120,4,1,EA,1,100,0.5", StandardOpenOption.APPEND);
            await().atMost(LIMIT).until(() -> task.events("imported").count() == 2);
            assertThat(packets(task)).endsWith("1080,3,2,PI,1,100,7503,7504", "1120,4,1,EA,1,100,0.5");

            task.stop();
            task.start();
            Files.writeString(file, "55\n", StandardOpenOption.APPEND);
            await().atMost(LIMIT).until(() -> task.events("imported").count() == 3);
            assertThat(packets(task)).hasSize(5).endsWith("1120,4,1,EA,1,100,0.555");
            assertThat(task.events("imported").map(ImportTaskTest::damaged)).containsOnly(0);
            assertThat(task.failure()).isNull();
        }
    }

    private static int damaged(JsonNode imported) {
        return imported.at("/detail/malformed").asInt();
    }
}
