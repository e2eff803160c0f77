package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Commands to devices: start and stop of recordings, and markers.
 *
 * @param topic topic with the commands; empty for none
 * @param answerTimeoutMs time in which a device must answer a command
 * @param consumer configuration of the consumer that reads the topic
 */
public record ControlConfig(String topic, int answerTimeoutMs, Map<String, Object> consumer) {

    public static final String TOPIC = "control.topic";
    public static final String ANSWER_TIMEOUT = "control.answer.timeout.ms";
    public static final String CONSUMER = "control.consumer.";
    public static final String BOOTSTRAP_SERVERS = CONSUMER + "bootstrap.servers";

    private static final String GROUP = "Control";

    static ControlConfig of(AbstractConfig config) {
        return new ControlConfig(
                config.getString(TOPIC), config.getInt(ANSWER_TIMEOUT), config.originalsWithPrefix(CONSUMER));
    }

    public boolean isEnabled() {
        return !topic.isEmpty();
    }

    static void define(ConfigDef definition) {
        ConfigKey.of(TOPIC, Type.STRING)
                .defaultsTo("")
                .validatedBy(Validators.optionalTopicName())
                .importance(Importance.LOW)
                .displayedAs("Control topic")
                .documentedAs(
                        """
                        Topic with commands to devices: start and stop of recordings on the SD card, and markers. Anyone who can
                        write to it controls the devices. Commands that were written before the task started are not executed.
                        If empty, no commands are read.""")
                .addTo(definition, GROUP);
        ConfigKey.of(BOOTSTRAP_SERVERS, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Brokers of the control topic")
                .documentedAs(
                        """
                        Brokers from which each task reads the control topic; required with control.topic. Further keys with the
                        prefix control.consumer. configure the consumer, such as security.protocol.""")
                .addTo(definition, GROUP);
        ConfigKey.of(ANSWER_TIMEOUT, Type.INT)
                .defaultsTo(5_000)
                .validatedBy(Range.between(500, 60_000))
                .importance(Importance.LOW)
                .displayedAs("Answer timeout (ms)")
                .documentedAs(
                        """
                        Time in which a device must report that it started or stopped recording. After it, a command event
                        reports the failure; the command is not repeated.""")
                .addTo(definition, GROUP);
    }
}
