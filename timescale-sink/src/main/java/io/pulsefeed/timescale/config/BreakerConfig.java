package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * When to pause a topic because too many of its records are bad.
 *
 * @param share of bad records in a window; 0 to never pause
 * @param window number of records
 */
public record BreakerConfig(double share, int window) {

    private static final String SHARE = "circuit.breaker.share";
    private static final String WINDOW = "circuit.breaker.window";
    private static final String GROUP = "Records";

    static BreakerConfig of(AbstractConfig config) {
        return new BreakerConfig(config.getDouble(SHARE), config.getInt(WINDOW));
    }

    public boolean isEnabled() {
        return share > 0;
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(SHARE, Type.DOUBLE)
                .defaultsTo(0.0)
                .validatedBy(Range.between(0.0, 1.0))
                .importance(Importance.MEDIUM)
                .displayedAs("Circuit breaker share")
                .documentedAs(
                        """
                        Pauses a topic when more than this share of the records in a window are bad, instead of moving all
                        of them to the dead letter topic. The other topics continue. A restart of the task resumes the
                        topic. 0 turns the circuit breaker off.""")
                .addTo(definition, GROUP);
        ConfigKey.of(WINDOW, Type.INT)
                .defaultsTo(1_000)
                .validatedBy(Range.between(10, 1_000_000))
                .importance(Importance.LOW)
                .displayedAs("Circuit breaker window")
                .documentedAs("Number of records of a topic over which circuit.breaker.share is measured.")
                .addTo(definition, GROUP);
    }
}
