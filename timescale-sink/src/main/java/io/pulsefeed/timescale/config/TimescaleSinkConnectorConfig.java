package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.TaskId;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The validated configuration of the connector or of one task, with one accessor for each group of keys. */
public final class TimescaleSinkConnectorConfig extends AbstractConfig {

    public static final ConfigDef DEFINITION = definition();

    private final TaskId taskId;
    private final ConnectionConfig connection;
    private final TableConfig tables;
    private final DeliveryConfig delivery;
    private final LedgerConfig ledger;
    private final SchemaConfig schema;
    private final RecordConfig records;
    private final BreakerConfig breaker;
    private final MappingConfig mappings;
    private final Optional<MappingConfig> earlierMappings;

    /** @throws org.apache.kafka.common.config.ConfigException if a value is invalid */
    public TimescaleSinkConnectorConfig(Map<String, String> properties) {
        super(DEFINITION, properties, false);
        this.taskId = TaskId.of(properties, "timescale-sink");
        this.connection = ConnectionConfig.of(this);
        this.tables = TableConfig.of(this);
        this.delivery = DeliveryConfig.of(this);
        this.ledger = LedgerConfig.of(this);
        this.schema = SchemaConfig.of(this);
        this.records = RecordConfig.of(this);
        this.breaker = BreakerConfig.of(this);
        this.mappings = MappingConfig.of(this, tables.profile());
        this.earlierMappings = MappingConfig.earlier(this, tables.profile());
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        ConnectionConfig.addTo(definition);
        TableConfig.addTo(definition);
        DeliveryConfig.addTo(definition);
        LedgerConfig.addTo(definition);
        SchemaConfig.addTo(definition);
        RecordConfig.addTo(definition);
        BreakerConfig.addTo(definition);
        return definition;
    }

    public TaskId taskId() {
        return taskId;
    }

    public ConnectionConfig connection() {
        return connection;
    }

    public TableConfig tables() {
        return tables;
    }

    public DeliveryConfig delivery() {
        return delivery;
    }

    public LedgerConfig ledger() {
        return ledger;
    }

    public SchemaConfig schema() {
        return schema;
    }

    public RecordConfig records() {
        return records;
    }

    public BreakerConfig breaker() {
        return breaker;
    }

    public MappingConfig mappings() {
        return mappings;
    }

    /** The mapping to the tables of an earlier release; empty if it is the same. */
    public Optional<MappingConfig> earlierMappings() {
        return earlierMappings;
    }
}
