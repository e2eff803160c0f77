package io.pulsefeed.cli.options;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code --timeout}, with a default of each command. */
public final class TimeoutOption {

    /** A duration that is shown as the user writes it. */
    private record Timeout(String text, Duration duration) {

        @Override
        public String toString() {
            return text;
        }
    }

    /** Converts like {@link DurationConverter}. */
    private static final class Converter implements ITypeConverter<Timeout> {

        @Override
        public Timeout convert(String text) {
            return new Timeout(text, new DurationConverter().convert(text));
        }
    }

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Converter.class,
            description = "How long to wait for the servers and for the work to finish, such as 60s or 5m"
                    + " (default: ${DEFAULT-VALUE}).")
    private Timeout timeout;

    /** @param defaultValue such as {@code 60s} */
    public TimeoutOption(String defaultValue) {
        this.timeout = new Converter().convert(defaultValue);
    }

    public Duration value() {
        return timeout.duration();
    }
}
