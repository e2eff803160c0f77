package io.pulsefeed.kraken.config;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The configuration of the connector and of its tasks, parsed once and typed. */
public final class KrakenSourceConnectorConfig {

    public static final ConfigDef DEFINITION = define();

    private final SubscriptionConfig subscription;
    private final OutputConfig output;
    private final EndpointConfig endpoint;
    private final GapConfig gap;
    private final PriceConfig price;
    private final BackfillConfig backfill;
    private final QueueConfig queue;
    private final BookConfig book;

    /** @throws org.apache.kafka.common.config.ConfigException naming the first invalid key */
    public KrakenSourceConnectorConfig(Map<String, String> properties) {
        AbstractConfig values = new AbstractConfig(DEFINITION, properties, false);
        subscription = SubscriptionConfig.of(values);
        output = OutputConfig.of(values);
        endpoint = EndpointConfig.of(values);
        gap = GapConfig.of(values);
        price = PriceConfig.of(values);
        backfill = BackfillConfig.of(values);
        queue = QueueConfig.of(values);
        book = BookConfig.of(values);
    }

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        SubscriptionConfig.addTo(definition);
        OutputConfig.addTo(definition);
        EndpointConfig.addTo(definition);
        GapConfig.addTo(definition);
        PriceConfig.addTo(definition);
        BookConfig.addTo(definition);
        BackfillConfig.addTo(definition);
        QueueConfig.addTo(definition);
        return definition;
    }

    public SubscriptionConfig subscription() {
        return subscription;
    }

    public OutputConfig output() {
        return output;
    }

    public EndpointConfig endpoint() {
        return endpoint;
    }

    public GapConfig gap() {
        return gap;
    }

    public PriceConfig price() {
        return price;
    }

    public BackfillConfig backfill() {
        return backfill;
    }

    public BookConfig book() {
        return book;
    }

    public QueueConfig queue() {
        return queue;
    }
}
