package io.pulsefeed.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long nowMonoNs = 5;

    private ProgressBar bar(boolean terminal) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new ProgressBar(out, terminal, () -> nowMonoNs, "Replaying", "records");
    }

    private String output() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void drawsShareAndCountsInOneLine() {
        bar(true).update(12_000, 24_000);

        assertThat(output()).isEqualTo("\r\033[KReplaying  [==========>         ]  50 %  12,000 of 24,000 records");
    }

    @Test
    void drawsACompleteBarForAnEmptyTotal() {
        bar(true).update(0, 0);

        assertThat(output()).contains("[====================] 100 %");
    }

    @Test
    void drawsAtMostTenTimesASecond() {
        ProgressBar bar = bar(true);
        for (int i = 0; i < 100; i++) {
            bar.update(i, 100);
            nowMonoNs += Duration.ofMillis(10).toNanos();
        }

        assertThat(output().split("\r")).hasSize(1 + 10);
    }

    @Test
    void removesTheBarAtTheEnd() {
        ProgressBar bar = bar(true);
        bar.update(1, 2);
        bar.close();

        assertThat(output()).endsWith("\r\033[K");
    }

    @Test
    void printsNothingWithoutATerminal() {
        ProgressBar bar = bar(false);
        bar.update(1, 2);
        bar.close();

        assertThat(output()).isEmpty();
    }
}
