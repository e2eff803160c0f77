package io.pulsefeed.admin.state;

import io.pulsefeed.admin.IoErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Open gaps of the Kraken source, from the metrics that the JMX agent of the worker exports. */
final class GapsCollector implements Collector<List<PairGap>> {

    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final int MAX_LINES = 200_000;
    private static final String COMPLETE = "kafka_connect_plugin_pair_complete";
    private static final String WAITING = "kafka_connect_plugin_trades_waiting";

    private final Optional<URI> url;
    private @Nullable HttpClient client;

    /** A task of a connector. */
    private record Task(String connector, String id) {

        static Task of(PrometheusText.Sample sample) {
            return new Task(
                    sample.labels().getOrDefault("connector", ""),
                    sample.labels().getOrDefault("task", ""));
        }
    }

    /** @param url of the metrics in Prometheus' text format */
    GapsCollector(Optional<URI> url) {
        this.url = url;
    }

    @Override
    public List<PairGap> collect() throws InterruptedException {
        URI address = url.orElseThrow(() -> new StateException("No URL of the worker's metrics is set."));
        try {
            if (client == null) {
                client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
            }
            HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                if (response.statusCode() != 200) {
                    throw new StateException("The metrics at " + address + " returned " + response.statusCode() + ".");
                }
                return gaps(lines);
            }
        } catch (IOException e) {
            throw new StateException(
                    "The worker's metrics at " + address + " do not respond (" + IoErrors.describe(e) + ").", e);
        }
    }

    static List<PairGap> gaps(BufferedReader lines) throws IOException {
        Map<Task, Long> waiting = new HashMap<>();
        List<PrometheusText.Sample> open = new ArrayList<>();
        String line = lines.readLine();
        for (int i = 0; line != null && i < MAX_LINES; i++, line = lines.readLine()) {
            if (line.startsWith(COMPLETE) || line.startsWith(WAITING)) {
                PrometheusText.sample(line).ifPresent(sample -> {
                    if (sample.name().equals(WAITING)) {
                        waiting.merge(Task.of(sample), (long) sample.value(), Long::sum);
                    } else if (sample.value() == 0) {
                        open.add(sample);
                    }
                });
            }
        }
        return open.stream()
                .map(sample -> new PairGap(
                        Task.of(sample).connector(),
                        sample.labels().getOrDefault("pair", ""),
                        waiting.getOrDefault(Task.of(sample), 0L)))
                .toList();
    }
}
