package io.pulsefeed.emotibit;

import io.pulsefeed.emotibit.config.BackfillConfig;
import io.pulsefeed.emotibit.config.ConnectionConfig;
import io.pulsefeed.emotibit.config.ControlConfig;
import io.pulsefeed.emotibit.config.DeviceConfig;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.config.PatientConfig;
import io.pulsefeed.emotibit.config.RecordConfig;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/** Validation rules that involve more than one key. */
final class ConfigValidation {

    private ConfigValidation() {}

    /** Adds error messages to {@code config}. Does nothing if a single key is already invalid. */
    static void validate(Config config, Map<String, String> properties) {
        if (config.configValues().stream()
                .anyMatch(value -> !value.errorMessages().isEmpty())) {
            return;
        }
        EmotiBitSourceConnectorConfig parsed = new EmotiBitSourceConnectorConfig(properties);
        PatientConfig patients = parsed.patients();
        if (patients.pseudonyms() && patients.secret().value().length() < PatientConfig.MIN_SECRET_LENGTH) {
            addError(
                    config,
                    PatientConfig.SECRET,
                    "Pseudonyms require a secret of at least " + PatientConfig.MIN_SECRET_LENGTH
                            + " characters; set one, or set " + PatientConfig.PSEUDONYMS + " to false.");
        }
        ConnectionConfig connection = parsed.connection();
        if (connection.sessionTimeoutMs() < 2 * connection.keepaliveMs()) {
            addError(
                    config,
                    ConnectionConfig.SESSION_TIMEOUT,
                    "Must be at least twice " + ConnectionConfig.KEEPALIVE
                            + "; otherwise one lost datagram ends a session.");
        }
        if (!parsed.backfill().paths().isEmpty()
                && parsed.getString(BackfillConfig.BOOTSTRAP_SERVERS).isBlank()) {
            addError(
                    config,
                    BackfillConfig.BOOTSTRAP_SERVERS,
                    "Set it to the brokers of the topics, because " + BackfillConfig.PATHS + " is set.");
        }
        boolean hasFiles = !parsed.imports().paths().isEmpty()
                || !parsed.backfill().paths().isEmpty();
        if (!parsed.devices().isDiscoveryEnabled() && !hasFiles) {
            addError(
                    config,
                    DeviceConfig.ADDRESSES,
                    "The connector has no data source: set addresses, set " + DeviceConfig.BROADCAST + " or "
                            + DeviceConfig.SWEEP + " to true, or set files to import.");
        }
        RecordConfig records = parsed.records();
        if (records.rawTopic().equals(records.processedTopic())) {
            addError(
                    config,
                    RecordConfig.PROCESSED_TOPIC,
                    "Must differ from " + RecordConfig.RAW_TOPIC
                            + ": consumers of metrics cannot read packet records.");
        }
        validateControl(config, parsed);
    }

    private static void validateControl(Config config, EmotiBitSourceConnectorConfig parsed) {
        ControlConfig control = parsed.control();
        if (!control.isEnabled()) {
            return;
        }
        if (parsed.getString(ControlConfig.BOOTSTRAP_SERVERS).isBlank()) {
            addError(
                    config,
                    ControlConfig.BOOTSTRAP_SERVERS,
                    "Set it to the brokers of the topic, because " + ControlConfig.TOPIC + " is set.");
        }
        RecordConfig records = parsed.records();
        if (List.of(records.rawTopic(), records.processedTopic(), records.accountsTopic())
                .contains(control.topic())) {
            addError(config, ControlConfig.TOPIC, "Must differ from the topics that the connector writes.");
        }
    }

    private static void addError(Config config, String name, String message) {
        for (ConfigValue value : config.configValues()) {
            if (value.name().equals(name)) {
                value.addErrorMessage(message);
            }
        }
    }
}
