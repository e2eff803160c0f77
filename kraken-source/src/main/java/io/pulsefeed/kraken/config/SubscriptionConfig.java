package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import io.pulsefeed.commons.config.Validators;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * What to subscribe to.
 *
 * @param pairs as the user wrote them, in either spelling, possibly with repetitions
 * @param channels a non-empty subset of {@code trade}, {@code ticker}, {@code book} and {@code instrument}
 */
public record SubscriptionConfig(List<String> pairs, List<String> channels, TickerTrigger tickerTrigger) {

    public static final String PAIRS = "pairs";
    public static final String CHANNELS = "channels";

    /** Not a channel of pairs: it lists all pairs and assets of Kraken. */
    public static final String INSTRUMENT = "instrument";

    private static final String TICKER_TRIGGER = "ticker.event.trigger";

    private static final String GROUP = "Subscription";
    private static final EnumChoice<TickerTrigger> TRIGGERS = EnumChoice.of(TickerTrigger.class);

    static void addTo(ConfigDef definition) {
        ConfigKey.of(PAIRS, Type.LIST)
                .validatedBy(Validators.of(
                        "pairs such as XBT/USD or */USD, comma-separated",
                        pairs -> Validators.require(
                                !((List<?>) pairs).isEmpty(), "name at least one pair, for example XBT/USD")))
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("Pairs")
                .documentedAs(
                        """
                        Pairs to subscribe to, written as base/quote. Patterns such as */USD select all pairs that Kraken
                        lists, and !*/EUR excludes pairs; pairs that Kraken lists or delists later are added and removed
                        without a restart of the connector. XBT/USD and BTC/USD are the same pair, and so are
                        XDG/USD and DOGE/USD. If Kraken refuses a pair, the connector logs and counts it, and continues
                        with the other pairs.""")
                .addTo(definition, GROUP);
        ConfigKey.of(CHANNELS, Type.LIST)
                .defaultsTo("trade,ticker")
                .validatedBy(Validators.someOf(List.of("trade", "ticker", "book", INSTRUMENT)))
                .displayedAs("Channels")
                .documentedAs(
                        """
                        Channels to subscribe to for each pair, and instrument for Kraken's catalog of all pairs and
                        assets. The connector supports exactly-once delivery without ticker and book, because tickers and
                        books cannot be fetched again after a crash. book and instrument need WebSocket v2.""")
                .addTo(definition, GROUP);
        ConfigKey.of(TICKER_TRIGGER, TRIGGERS, TickerTrigger.TRADES)
                .importance(Importance.LOW)
                .displayedAs("Ticker trigger")
                .documentedAs(
                        """
                        What makes Kraken send a ticker: trades sends one after each trade, bbo after each change of the
                        best bid or ask, which is many times more. WebSocket v1 ignores it.""")
                .addTo(definition, GROUP);
    }

    /** Whether the catalog is written. */
    public boolean hasInstruments() {
        return channels.contains(INSTRUMENT);
    }

    /** Whether the catalog is all that is written, for which one task is enough. */
    public boolean hasOnlyInstruments() {
        return channels.stream().allMatch(INSTRUMENT::equals);
    }

    static SubscriptionConfig of(AbstractConfig values) {
        return new SubscriptionConfig(
                List.copyOf(values.getList(PAIRS)),
                List.copyOf(values.getList(CHANNELS)),
                TRIGGERS.get(values, TICKER_TRIGGER));
    }
}
