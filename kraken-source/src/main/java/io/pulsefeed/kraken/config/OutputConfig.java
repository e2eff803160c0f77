package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.accounts.SourceAccounts;
import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import io.pulsefeed.commons.delivery.ReceiveTime;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * Where records go and what they look like.
 *
 * @param receiveTime whether records have the header of the receive time
 * @param accountsTopic topic of the accounts; empty for none
 */
public record OutputConfig(
        String tradeTopic,
        String tickerTopic,
        String alertTopic,
        String instrumentTopic,
        ValueFormat valueFormat,
        PairSpelling pairSpelling,
        TickerFields tickerFields,
        boolean receiveTime,
        String accountsTopic) {

    private static final String TRADE_TOPIC = "topic.trade";
    private static final String TICKER_TOPIC = "topic.ticker";
    private static final String ALERT_TOPIC = "topic.alert";
    private static final String INSTRUMENT_TOPIC = "topic.instrument";
    private static final String VALUE_FORMAT = "value.format";
    private static final String PAIR_SPELLING = "pair.spelling";

    private static final String TICKER_FIELDS = "ticker.fields";

    private static final String GROUP = "Output";
    private static final EnumChoice<ValueFormat> FORMATS = EnumChoice.of(ValueFormat.class);
    private static final EnumChoice<TickerFields> FIELDS = EnumChoice.of(TickerFields.class);
    private static final EnumChoice<PairSpelling> SPELLINGS = EnumChoice.of(PairSpelling.class);

    static void addTo(ConfigDef definition) {
        ConfigValues.topicKey(TRADE_TOPIC, "rawtrade", "Trade topic", "Topic for trades.")
                .importance(Importance.HIGH)
                .addTo(definition, GROUP);
        ConfigValues.topicKey(TICKER_TOPIC, "rawticker", "Ticker topic", "Topic for tickers.")
                .importance(Importance.HIGH)
                .addTo(definition, GROUP);
        ConfigValues.topicKey(
                        ALERT_TOPIC,
                        "rawalert",
                        "Alert topic",
                        "Topic for price alerts, which the connector computes from the tickers.")
                .importance(Importance.HIGH)
                .addTo(definition, GROUP);
        ConfigValues.topicKey(
                        INSTRUMENT_TOPIC,
                        "rawinstrument",
                        "Instrument topic",
                        "Topic for the pairs and assets of Kraken's catalog, with channels=instrument.")
                .addTo(definition, GROUP);
        ConfigKey.of(VALUE_FORMAT, FORMATS, ValueFormat.JSON)
                .displayedAs("Value format")
                .documentedAs(
                        """
                        Format of the record values. json is JSON text that keeps every digit Kraken sends; use it with
                        org.apache.kafka.connect.converters.ByteArrayConverter. struct has a schema and 64-bit floats;
                        use it with any other converter.""")
                .addTo(definition, GROUP);
        ConfigKey.of(PAIR_SPELLING, SPELLINGS, PairSpelling.KRAKEN)
                .importance(Importance.LOW)
                .displayedAs("Pair spelling")
                .documentedAs(
                        "Spelling of pairs in record keys and values. kraken writes XBT and XDG, common writes BTC and DOGE.")
                .addTo(definition, GROUP);
        addTickerFields(definition);
        ReceiveTime.addTo(definition, GROUP);
        SourceAccounts.addTo(definition, GROUP);
    }

    private static void addTickerFields(ConfigDef definition) {
        ConfigKey.of(TICKER_FIELDS, FIELDS, TickerFields.DEFAULT)
                .importance(Importance.LOW)
                .displayedAs("Ticker fields")
                .documentedAs(
                        """
                        Fields of ticker records. extended adds spread (ask minus bid) and vwap, high and low of the last
                        24 hours.""")
                .addTo(definition, GROUP);
    }

    static OutputConfig of(AbstractConfig values) {
        return new OutputConfig(
                values.getString(TRADE_TOPIC),
                values.getString(TICKER_TOPIC),
                values.getString(ALERT_TOPIC),
                values.getString(INSTRUMENT_TOPIC),
                FORMATS.get(values, VALUE_FORMAT),
                SPELLINGS.get(values, PAIR_SPELLING),
                FIELDS.get(values, TICKER_FIELDS),
                ReceiveTime.isEnabled(values),
                SourceAccounts.topic(values));
    }
}
