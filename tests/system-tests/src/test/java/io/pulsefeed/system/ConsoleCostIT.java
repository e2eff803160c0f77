package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.testing.FreePorts;
import io.pulsefeed.testing.NotChecked;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CPU time and memory of {@code pulsefeed console} next to the demo, without a viewer, with one and with ten. On a quiet machine. */
@Tag("soak")
class ConsoleCostIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration MEASURED = Duration.ofSeconds(30);
    private static final double MAX_CORE_WITHOUT_VIEWER = 0.01;
    private static final double MAX_CORE_WITH_VIEWER = 0.15;
    private static final double MAX_HEAP_MIB = 64;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<InputStream> viewers = new ArrayList<>();
    private final AtomicLong received = new AtomicLong();

    @Test
    void costsLittle() throws Exception {
        if (!ProcessResources.isSupported()) {
            NotChecked.skip("the cost of the live page", "it is read from /proc; run the test on Linux");
        }
        try (DemoRun demo = DemoRun.start(folder)) {
            String url = "http://127.0.0.1:" + FreePorts.one();
            Path output = folder.resolve("console.log");
            Process console = demo.pulsefeed()
                    .start(
                            List.of(
                                    "console",
                                    "--connect-url",
                                    demo.restUrl(),
                                    "--port",
                                    Integer.toString(URI.create(url).getPort())),
                            output);
            try {
                await().atMost(LIMIT).until(() -> Files.readString(output).contains("Live page: "));
                ProcessResources process = new ProcessResources(console.pid());
                double none = cores(process);
                view(url, 1);
                double one = cores(process);
                view(url, 9);
                double ten = cores(process);
                double heap = process.liveHeap();
                System.out.printf(
                        Locale.ROOT,
                        "Live page: %.1f %% of a core without a viewer, %.1f %% with one, %.1f %% with ten; %.1f MiB of live heap,"
                                + " %.0f MiB resident%n",
                        none * 100,
                        one * 100,
                        ten * 100,
                        heap,
                        process.resident());
                assertThat(none).isLessThan(MAX_CORE_WITHOUT_VIEWER);
                assertThat(one).isLessThan(MAX_CORE_WITH_VIEWER);
                assertThat(heap).isLessThan(MAX_HEAP_MIB);
            } finally {
                viewers.forEach(ConsoleCostIT::closeQuietly);
                Pulsefeed.interrupt(console);
                assertThat(console.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private void view(String url, int more) throws Exception {
        for (int i = 0; i < more; i++) {
            InputStream events = client.send(
                            HttpRequest.newBuilder(URI.create(url + "/api/events"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            viewers.add(events);
            Thread reader = new Thread(() -> read(events), "viewer-" + viewers.size());
            reader.setDaemon(true);
            reader.start();
        }
        long before = received.get();
        await().atMost(LIMIT).until(() -> received.get() > before);
    }

    private void read(InputStream events) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int n = events.read(buffer); n >= 0; n = events.read(buffer)) {
                received.addAndGet(n);
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    /** CPU time per time. */
    private static double cores(ProcessResources process) throws IOException {
        double before = process.cpu();
        Instant end = Instant.now().plus(MEASURED);
        await().atMost(MEASURED.multipliedBy(2)).until(() -> Instant.now().isAfter(end));
        return (process.cpu() - before) / MEASURED.toSeconds();
    }

    private static void closeQuietly(InputStream events) {
        try {
            events.close();
        } catch (IOException e) {
            // The console has ended.
        }
    }
}
