package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/** What is fetched, where it goes, and how it looks. */
final class DataKeys {

    static final String PAIRS = "pairs";
    static final String CHANNELS = "channels";
    static final String TRADE_TOPIC = "topic.trade";
    static final String TICKER_TOPIC = "topic.ticker";
    static final String ALERT_TOPIC = "topic.alert";
    static final String VALUE_FORMAT = "value.format";
    static final String SPELLING = "pair.spelling";

    private static final String GROUP = "Data";

    private DataKeys() {}

    static void addTo(ConfigDef definition) {
        ConfigKey.of(PAIRS, Type.LIST)
                .validatedBy(Rules.pairs())
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("Pairs")
                .documentedAs(
                        """
                        Pairs to follow, base and quote with a slash between. XBT/USD and BTC/USD are the same pair,
                        and so are XDG/USD and DOGE/USD. A pair that the venue refuses is logged and counted, and the
                        others go on.""")
                .addTo(definition, GROUP);
        ConfigKey.of(CHANNELS, Type.LIST)
                .defaultsTo("trade,ticker")
                .validatedBy(Rules.someOf("trade", "ticker"))
                .importance(Importance.MEDIUM)
                .displayedAs("Channels")
                .documentedAs(
                        """
                        What to follow of each pair. With trade alone the connector supports exactly-once delivery;
                        tickers cannot be fetched again after a crash.""")
                .addTo(definition, GROUP);
        topic(definition, TRADE_TOPIC, "rawtrade", "Trade topic", "Topic of the trades.");
        topic(definition, TICKER_TOPIC, "rawticker", "Ticker topic", "Topic of the tickers.");
        topic(
                definition,
                ALERT_TOPIC,
                "rawalert",
                "Alert topic",
                "Topic of the price alerts, which are computed from the tickers.");
        ConfigKey.of(VALUE_FORMAT, Type.STRING)
                .defaultsTo("json")
                .validatedBy(Rules.oneOf("json", "struct"))
                .recommendedBy(Rules.recommend("json", "struct"))
                .importance(Importance.MEDIUM)
                .displayedAs("Value format")
                .documentedAs(
                        """
                        Form of the record values. json is JSON text with every digit of the venue: use it with
                        org.apache.kafka.connect.converters.ByteArrayConverter. struct has a schema and 64-bit floats:
                        use it with any other converter.""")
                .addTo(definition, GROUP);
        ConfigKey.of(SPELLING, Type.STRING)
                .defaultsTo("kraken")
                .validatedBy(Rules.oneOf("kraken", "common"))
                .recommendedBy(Rules.recommend("kraken", "common"))
                .importance(Importance.LOW)
                .displayedAs("Pair spelling")
                .documentedAs(
                        "How pairs are spelled in keys and values. kraken writes XBT and XDG, common writes BTC and DOGE.")
                .addTo(definition, GROUP);
    }

    private static void topic(ConfigDef definition, String name, String value, String label, String text) {
        ConfigKey.of(name, Type.STRING)
                .defaultsTo(value)
                .validatedBy(Rules.topic())
                .importance(Importance.HIGH)
                .displayedAs(label)
                .documentedAs(text)
                .addTo(definition, GROUP);
    }
}
