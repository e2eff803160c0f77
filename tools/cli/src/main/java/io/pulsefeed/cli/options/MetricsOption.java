package io.pulsefeed.cli.options;

import io.pulsefeed.cli.UserError;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Address of the metrics that the JMX agent of the worker exports. */
public final class MetricsOption {

    @Option(
            names = "--metrics-url",
            paramLabel = "URL",
            defaultValue = "http://localhost:5557/metrics",
            description = "Metrics of the worker in Prometheus' text format, for the open gaps (default: "
                    + "$PULSEFEED_METRICS_URL, else http://localhost:5557/metrics as in the compose stack).")
    private String url = "";

    public Optional<URI> url() {
        try {
            return url.isEmpty() ? Optional.empty() : Optional.of(new HttpUrlConverter().convert(url));
        } catch (TypeConversionException e) {
            throw new UserError("--metrics-url: " + e.getMessage(), e);
        }
    }
}
