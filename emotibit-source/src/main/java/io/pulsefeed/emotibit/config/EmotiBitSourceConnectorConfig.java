package io.pulsefeed.emotibit.config;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The connector's configuration: the definition of all keys, and one accessor per group of keys. */
public final class EmotiBitSourceConnectorConfig extends AbstractConfig {

    public static final ConfigDef DEFINITION = definition();

    private final DeviceConfig devices;
    private final ConnectionConfig connection;
    private final TimeConfig time;
    private final RecordConfig records;
    private final PatientConfig patients;
    private final StudyConfig studies;
    private final MetricConfig metrics;
    private final ImportConfig imports;
    private final BackfillConfig backfill;
    private final ControlConfig control;

    /** @throws org.apache.kafka.common.config.ConfigException if a value is invalid */
    public EmotiBitSourceConnectorConfig(Map<String, String> properties) {
        super(DEFINITION, properties, false);
        this.devices = DeviceConfig.of(this);
        this.connection = ConnectionConfig.of(this);
        this.time = TimeConfig.of(this);
        this.records = RecordConfig.of(this);
        this.patients = PatientConfig.of(this);
        this.studies = StudyConfig.of(this);
        this.metrics = MetricConfig.of(this);
        this.imports = ImportConfig.of(this);
        this.backfill = BackfillConfig.of(this);
        this.control = ControlConfig.of(this);
    }

    public DeviceConfig devices() {
        return devices;
    }

    public ConnectionConfig connection() {
        return connection;
    }

    public TimeConfig time() {
        return time;
    }

    public RecordConfig records() {
        return records;
    }

    public PatientConfig patients() {
        return patients;
    }

    public StudyConfig studies() {
        return studies;
    }

    public MetricConfig metrics() {
        return metrics;
    }

    public ImportConfig imports() {
        return imports;
    }

    public BackfillConfig backfill() {
        return backfill;
    }

    public ControlConfig control() {
        return control;
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        DeviceConfig.define(definition);
        ConnectionConfig.define(definition);
        TimeConfig.define(definition);
        RecordConfig.define(definition);
        PatientConfig.define(definition);
        StudyConfig.define(definition);
        MetricConfig.define(definition);
        ImportConfig.define(definition);
        BackfillConfig.define(definition);
        ControlConfig.define(definition);
        return definition;
    }
}
