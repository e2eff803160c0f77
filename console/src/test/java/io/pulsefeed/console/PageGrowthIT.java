package io.pulsefeed.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A page that stays open for ten minutes ({@code page.minutes}), with trades, articles and devices, does not grow. */
@Tag("soak")
class PageGrowthIT {

    private static final Duration OPEN = Duration.ofMinutes(Integer.getInteger("page.minutes", 10));
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final int DEVICES = 5;
    private static final double MIB = 1 << 20;

    private final ScriptedFeed feed = new ScriptedFeed();
    private final SampleRecords records = new SampleRecords(feed);
    private final ScriptedPipeline pipeline = new ScriptedPipeline();
    private final AtomicInteger sent = new AtomicInteger();

    /**
     * After a collection of garbage.
     *
     * @param heap of JavaScript, MiB
     * @param nodes of the document
     */
    private record Size(double heap, long nodes, long listeners) {}

    @Test
    void doesNotGrow() throws Exception {
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        try (Browser browser = Browser.open();
                Console console = Console.start(ConsoleOptions.local(0, "test"), pipeline, feed, pipeline, pipeline)) {
            browser.resize(1280, 900);
            browser.driver().get(console.url());
            sender.scheduleAtFixedRate(this::send, 0, 100, TimeUnit.MILLISECONDS);
            Instant start = Instant.now();
            awaitTime(start.plus(WARM_UP));
            Size before = size(browser);
            awaitTime(start.plus(OPEN));
            Size after = size(browser);

            System.out.printf(
                    Locale.ROOT,
                    "Live page: after %d and %d minutes %.1f and %.1f MiB, %d and %d nodes, %d and %d listeners%n",
                    WARM_UP.toMinutes(),
                    OPEN.toMinutes(),
                    before.heap(),
                    after.heap(),
                    before.nodes(),
                    after.nodes(),
                    before.listeners(),
                    after.listeners());
            assertThat(after.heap()).isLessThan(before.heap() * 1.1 + 1);
            assertThat(after.nodes()).isLessThan(before.nodes() + before.nodes() / 10 + 100);
            assertThat(after.listeners()).isLessThan(before.listeners() + before.listeners() / 10 + 20);
        } finally {
            sender.shutdownNow();
        }
    }

    private void send() {
        long now = System.currentTimeMillis();
        int number = sent.incrementAndGet();
        feed.trade(number % 2 == 0 ? "XBT/USD" : "ETH/USD", 100 + number % 7, now);
        for (int device = 0; device < DEVICES; device++) {
            String id = "MD-V5-000041" + device;
            records.packet(id, "PG", now);
            records.packet(id, "EA", now);
            if (number % 10 == device) {
                records.metrics(id, 60 + number % 20, now);
            }
        }
        if (number % 20 == 0) {
            records.article("Title " + number, "https://news.example/a/" + number);
        }
    }

    private static void awaitTime(Instant time) {
        await().atMost(OPEN.plus(WARM_UP)).pollInterval(Duration.ofMillis(200)).until(() -> Instant.now()
                .isAfter(time));
    }

    private static Size size(Browser browser) {
        browser.driver().executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        Map<String, Object> heap = browser.driver().executeCdpCommand("Runtime.getHeapUsage", Map.of());
        Map<String, Object> document = browser.driver().executeCdpCommand("Memory.getDOMCounters", Map.of());
        return new Size(
                ((Number) heap.get("usedSize")).doubleValue() / MIB,
                ((Number) document.get("nodes")).longValue(),
                ((Number) document.get("jsEventListeners")).longValue());
    }
}
