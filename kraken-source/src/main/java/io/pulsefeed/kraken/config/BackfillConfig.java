package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import java.time.Instant;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/**
 * A period of the past to fetch in parallel with the live trades. Disabled unless both times are set.
 *
 * @param from inclusive
 * @param to exclusive
 * @param live whether live data is received as well
 */
public record BackfillConfig(@Nullable Instant from, @Nullable Instant to, boolean live) {

    public static final String FROM = "backfill.from";
    public static final String TO = "backfill.to";

    public static final String LIVE = "live.enabled";

    private static final String GROUP = "Historical backfill";

    static void addTo(ConfigDef definition) {
        ConfigKey.of(FROM, Type.STRING)
                .defaultsTo("")
                .validatedBy(Validators.emptyOrInstant())
                .importance(Importance.LOW)
                .displayedAs("Backfill from")
                .documentedAs(
                        """
                        Start of a historical backfill, inclusive, a UTC time. The connector fetches each pair's trades
                        from this time to backfill.to through REST while live trades continue; filling gaps in the live
                        trades takes precedence. Progress is stored in the offsets, so a restart resumes the backfill.
                        Empty disables it.""")
                .dependents(TO)
                .addTo(definition, GROUP);
        ConfigKey.of(TO, Type.STRING)
                .defaultsTo("")
                .validatedBy(Validators.emptyOrInstant())
                .importance(Importance.LOW)
                .displayedAs("Backfill to")
                .documentedAs(
                        """
                        End of the historical backfill, exclusive, a UTC time. Required if backfill.from is set. The
                        backfill does not repeat trades that the live stream has sent since it started.""")
                .addTo(definition, GROUP);
        ConfigKey.of(LIVE, Type.BOOLEAN)
                .defaultsTo(true)
                .importance(Importance.LOW)
                .displayedAs("Live data")
                .documentedAs(
                        """
                        Whether the connector receives live trades and tickers. false makes it fetch only the trades of the
                        historical backfill, without a WebSocket connection; when the period is complete, it is idle.
                        pulsefeed backfill kraken uses it.""")
                .addTo(definition, GROUP);
    }

    static BackfillConfig of(AbstractConfig values) {
        return new BackfillConfig(
                ConfigValues.instantOrNull(values.getString(FROM)),
                ConfigValues.instantOrNull(values.getString(TO)),
                values.getBoolean(LIVE));
    }
}
