package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** A stretch of the past that is fetched beside the live trades. */
final class BackfillKeys {

    static final String FROM = "backfill.from";
    static final String TO = "backfill.to";

    private static final String GROUP = "Backfill of the past";

    private BackfillKeys() {}

    static void addTo(ConfigDef definition) {
        ConfigKey.of(FROM, Type.STRING)
                .defaultsTo("")
                .validatedBy(Rules.time())
                .importance(Importance.LOW)
                .displayedAs("Backfill from")
                .documentedAs(
                        """
                        Fetches each pair's trades from this UTC time on, up to backfill.to, by REST and beside the
                        live trades, to which it always gives way. Its place is stored, so a restart goes on with it.
                        Empty for no backfill.""")
                .dependents(TO)
                .addTo(definition, GROUP);
        ConfigKey.of(TO, Type.STRING)
                .defaultsTo("")
                .validatedBy(Rules.time())
                .importance(Importance.LOW)
                .displayedAs("Backfill to")
                .documentedAs(
                        """
                        End of the backfill, exclusive, a UTC time. Needed when backfill.from is set. Trades that the
                        live stream has sent since it began are not sent again.""")
                .addTo(definition, GROUP);
    }
}
