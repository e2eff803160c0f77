package io.pulsefeed.emotibit.config;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/**
 * The connector's configuration as one value.
 *
 * @param task which of the connector's tasks this is
 */
public record EmotiBitSettings(
        DeviceSettings devices,
        ConnectionSettings connection,
        TimeSettings time,
        RecordSettings records,
        PatientSettings patients,
        MetricSettings metrics,
        ImportSettings imports,
        TaskShare task) {

    public static final ConfigDef DEFINITION = definition();

    public static EmotiBitSettings of(Map<String, String> properties) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        return new EmotiBitSettings(
                DeviceSettings.of(config),
                ConnectionSettings.of(config),
                TimeSettings.of(config),
                RecordSettings.of(config),
                PatientSettings.of(config),
                MetricSettings.of(config),
                ImportSettings.of(config),
                TaskShare.of(properties));
    }

    /** Adds the rules that span several keys to a validated configuration. */
    public static void checkAcross(Config config, Map<String, String> properties) {
        if (config.configValues().stream()
                .anyMatch(value -> !value.errorMessages().isEmpty())) {
            return;
        }
        EmotiBitSettings settings = of(properties);
        PatientSettings patients = settings.patients();
        if (patients.pseudonyms() && patients.secret().value().length() < PatientSettings.LEAST_SECRET) {
            error(
                    config,
                    PatientSettings.SECRET,
                    "Pseudonyms need a secret of at least " + PatientSettings.LEAST_SECRET
                            + " characters; set one, or switch " + PatientSettings.PSEUDONYMS + " off.");
        }
        ConnectionSettings connection = settings.connection();
        if (connection.sessionTimeoutMs() < 2 * connection.keepaliveMs()) {
            error(
                    config,
                    ConnectionSettings.SESSION_TIMEOUT,
                    "Must be at least twice " + ConnectionSettings.KEEPALIVE
                            + ", or one lost datagram ends a session.");
        }
        if (!settings.devices().looksForDevices() && settings.imports().paths().isEmpty()) {
            error(
                    config,
                    DeviceSettings.ADDRESSES,
                    "Nothing would ever be found: give addresses, switch " + DeviceSettings.BROADCAST + " or "
                            + DeviceSettings.SWEEP + " on, or name files to import.");
        }
        RecordSettings records = settings.records();
        if (records.rawTopic().equals(records.processedTopic())) {
            error(
                    config,
                    RecordSettings.PROCESSED_TOPIC,
                    "Must differ from " + RecordSettings.RAW_TOPIC
                            + ": readers of metrics would stumble over packets.");
        }
    }

    private static void error(Config config, String name, String message) {
        for (ConfigValue value : config.configValues()) {
            if (value.name().equals(name)) {
                value.addErrorMessage(message);
            }
        }
    }

    private static ConfigDef definition() {
        ConfigDef all = new ConfigDef();
        List.of(
                        DeviceSettings.DEFINITION,
                        ConnectionSettings.DEFINITION,
                        TimeSettings.DEFINITION,
                        RecordSettings.DEFINITION,
                        PatientSettings.DEFINITION,
                        MetricSettings.DEFINITION,
                        ImportSettings.DEFINITION)
                .forEach(part -> part.configKeys().values().forEach(all::define));
        return all;
    }
}
