package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Whether the sink accounts for its records in the database. */
public record LedgerConfig(boolean isEnabled) {

    public static final String ENABLED = "ledger.enabled";

    private static final String GROUP = "Delivery";

    static LedgerConfig of(AbstractConfig config) {
        return new LedgerConfig(config.getBoolean(ENABLED));
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(ENABLED, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.MEDIUM)
                .displayedAs("Ledger")
                .documentedAs(
                        """
                        Counts what happened to each record and row in the tables pulsefeed_ledger*, in the same transaction as
                        the rows, and seals each hour when it is over. The command pulsefeed audit compares them with the topics
                        and tables. Requires offsets.mode=database.""")
                .addTo(definition, GROUP);
    }
}
