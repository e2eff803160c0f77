package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The memory of a task is bounded by bytes, whatever the size and the number of rows of a record: three batches of 8 MiB, and while a
 * buffer grows a copy of it. The records and rows of this test have 450 MB.
 */
class MemoryIT {

    private static final int RECORDS = 4_000;
    private static final int OVERSIZED = RECORDS / 200;

    @Test
    void writesRecordsOfAllSizesWithASmallHeap() throws IOException, InterruptedException {
        TestDatabase database = TestDatabase.fresh();
        database.execute("CREATE UNLOGGED TABLE load (id int, text text);"
                + " CREATE UNLOGGED TABLE sample (id int, n int, v float8, device text)");
        Process child = new ProcessBuilder(
                        new File(System.getProperty("java.home"), "bin/java").getPath(),
                        // G1 needs contiguous regions for large arrays, so that its limit depends on timing.
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryLoad.class.getName(),
                        database.url(),
                        Integer.toString(RECORDS))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(child.exitValue()).as(output).isZero();
            assertThat(output).contains("reported " + OVERSIZED);
        } finally {
            child.destroyForcibly();
        }
        assertThat(database.count("SELECT count(*) FROM load")).isEqualTo(RECORDS - OVERSIZED);
    }
}
