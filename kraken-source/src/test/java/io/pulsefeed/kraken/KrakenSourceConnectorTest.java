package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.kraken.alert.AlertSettings;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.wire.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KrakenSourceConnectorTest {

    private final KrakenSourceConnector connector = new KrakenSourceConnector();

    private static Map<String, String> with(String... overrides) {
        Map<String, String> properties = new HashMap<>(Map.of("pairs", "XBT/USD,ETH/USD"));
        for (int i = 0; i < overrides.length; i += 2) {
            properties.put(overrides[i], overrides[i + 1]);
        }
        return properties;
    }

    private Map<String, List<String>> errors(Map<String, String> properties) {
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue value : connector.validate(properties).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    @Test
    void requiresOnlyPairs() {
        assertThat(errors(with())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pairs|XBTUSD|base and quote with a slash",
                "pairs||at least one pair",
                "channels|depth|must be one or more of trade, ticker, book, instrument",
                "book.depth|11|must be one of 10, 25, 100, 500, 1000",
                "kraken.ws.url|https://ws.kraken.com|must be an absolute URL",
                "kraken.rest.url|nonsense|must be an absolute URL",
                "kraken.rest.url|https://api.kraken.com/0/public|must have no path and no query",
                "kraken.rest.url|https://api.kraken.com?pair=XBTUSD|must have no path and no query",
                "kraken.ws.url|wss://ws.kraken.com/v2/|must be /v2 without a slash at the end",
                "kraken.ws.url|${env:PULSEFEED_KRAKEN_WS_URL}|has not replaced the placeholder ${env:PULSEFEED_KRAKEN_WS_URL}",
                "kraken.rest.url|https://${env:HOST}|config.providers",
                "max.batch|${file:/etc/kraken:batch}|has not replaced the placeholder",
                "pairs|${env:PAIRS}|has not replaced the placeholder",
                "topic.trade|raw trade|topic names have",
                "trade.start|yesterday|2026-01-31T00:00:00Z",
                "trade.start|2999-01-01T00:00:00Z|in the future",
                "backfill.max.age|long|7d, 12h or 30m",
                "alert.threshold.percent|much|a number from 0 to 100",
                "alert.mode|loud|must be one of",
                "max.batch|0|at least 1",
            })
    void reportsErrorOnTheInvalidKey(String key, String value, String message) {
        Map<String, List<String>> errors = errors(with(key, value == null ? "" : value));
        assertThat(errors).containsOnlyKeys(key);
        assertThat(errors.get(key)).singleElement().asString().contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "pairs,XBTUSD",
        "kraken.ws.url,${env:URL}",
        "max.batch,${env:BATCH}",
        "alert.threshold.percent.XBTUSD,1.0",
        "alert.threshold.percent.XBT/USD,much"
    })
    void startFailsOnInvalidConfiguration(String key, String value) {
        assertThatThrownBy(() -> connector.start(with(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(value)
                .hasMessageContaining(key);
    }

    @Test
    void rejectsV1AtTheV2Endpoint() {
        assertThat(errors(with("kraken.ws.version", "v1"))).containsOnlyKeys("kraken.ws.version");
        assertThat(errors(with("kraken.ws.version", "v1", "kraken.ws.url", "wss://ws.kraken.com")))
                .isEmpty();
    }

    @Test
    void refusesOrderBooksOverV1() {
        assertThat(errors(with("channels", "trade,book"))).isEmpty();
        assertThat(errors(with("channels", "trade,book", "kraken.ws.url", "wss://ws.kraken.com")))
                .containsOnlyKeys("channels");
        assertThat(connector.exactlyOnceSupport(with("channels", "trade,book")))
                .isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
    }

    @Test
    void writesTheCatalogOnlyOverV2AndFromOneTask() {
        assertThat(errors(with("channels", "instrument"))).isEmpty();
        assertThat(errors(with("channels", "trade,instrument", "kraken.ws.url", "wss://ws.kraken.com")))
                .containsOnlyKeys("channels");
        assertThat(connector.exactlyOnceSupport(with("channels", "trade,instrument")))
                .isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.exactlyOnceSupport(with("channels", "ticker,instrument")))
                .isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
        connector.start(with("channels", "instrument", "pairs", "XBT/USD,ETH/USD"));
        assertThat(connector.taskConfigs(2)).hasSize(1);
    }

    @Test
    void acceptsARestUrlWithASlash() {
        assertThat(errors(with("kraken.rest.url", "https://api.kraken.com/"))).isEmpty();
    }

    @Test
    void requiresBothBackfillTimes() {
        assertThat(errors(with("backfill.from", "2026-01-01T00:00:00Z"))).containsOnlyKeys("backfill.to");
        assertThat(errors(with("backfill.from", "2026-01-02T00:00:00Z", "backfill.to", "2026-01-01T00:00:00Z")))
                .containsOnlyKeys("backfill.to");
    }

    @Test
    void validatesThresholdsOfSinglePairs() {
        assertThat(errors(with("alert.threshold.percent.XBT/USD", "1.0"))).isEmpty();
        assertThat(errors(with("alert.threshold.percent.XBTUSD", "1.0"))).containsOnlyKeys("alert.threshold.percent");
        KrakenSourceConnectorConfig config = ConfigValidation.parse(with("alert.threshold.percent.BTC/USD", "1.0"));
        assertThat(AlertSettings.of(config.price(), Pair.parse("XBT/USD")).threshold())
                .isEqualByComparingTo("1.0");
    }

    @Test
    void treatsTwoSpellingsAsOnePair() {
        assertThat(Pair.listOf(pairsOf("BTC/USD,XBT/USD,doge/usd")))
                .containsExactly(Pair.parse("XBT/USD"), Pair.parse("XDG/USD"));
    }

    private static List<String> pairsOf(String text) {
        return ConfigValidation.parse(with("pairs", text)).subscription().pairs();
    }

    private static boolean usesV1(String... overrides) {
        return ConfigValidation.parse(with(overrides)).endpoint().usesV1();
    }

    @Test
    void derivesTheProtocolVersionFromTheUrl() {
        assertThat(usesV1()).isFalse();
        assertThat(usesV1("kraken.ws.url", "wss://ws.kraken.com")).isTrue();
        assertThat(usesV1("kraken.ws.url", "ws://localhost/", "kraken.ws.version", "v2"))
                .isFalse();
    }

    @Test
    void assignsPairsToTasksDeterministically() {
        connector.start(with("pairs", "SOL/USD,XBT/USD,ADA/USD,ETH/USD,DOT/USD", "name", "k"));
        assertThat(connector.taskConfigs(2))
                .extracting(task -> task.get("pairs"))
                .containsExactly("ADA/USD,ETH/USD,XBT/USD", "DOT/USD,SOL/USD");
        assertThat(connector.taskConfigs(2)).isEqualTo(connector.taskConfigs(2));
        assertThat(connector.taskConfigs(9)).hasSize(5);
        assertThat(connector.taskConfigs(2))
                .extracting(task -> TaskId.of(task, "default").toString())
                .containsExactly("k-0", "k-1");
    }

    @Test
    void supportsExactlyOnceForTradesOnly() {
        assertThat(connector.exactlyOnceSupport(with("channels", "trade"))).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.exactlyOnceSupport(with())).isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
        assertThat(connector.exactlyOnceSupport(with("channels", "trade", "kraken.ws.url", "wss://ws.kraken.com")))
                .isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
        assertThat(connector.exactlyOnceSupport(Map.of())).isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
        assertThat(connector.exactlyOnceSupport(with(
                        "live.enabled", "false",
                        "backfill.from", "2024-01-01T00:00:00Z",
                        "backfill.to", "2024-01-02T00:00:00Z")))
                .isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    @Test
    void acceptsValidOffsets() {
        Map<String, ?> partition = Map.of("venue", "kraken", "channel", "trade", "pair", "XBT/USD");
        Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
        reset.put(Map.of("any", "thing"), null);
        assertThat(connector.alterOffsets(with(), reset)).isTrue();
        assertThat(connector.alterOffsets(with(), Map.of())).isTrue();
        assertThat(connector.alterOffsets(
                        with(), Map.of(partition, Map.of("trade_id", 5, "ts_ns", 1790358506844359000L))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "kraken,trade,XBT/USD,five,1790358506844359000,trade_id",
        "kraken,trade,XBT/USD,5,0,ts_ns",
        "kraken,trade,XBT/USD,5,1790358506,ts_ns",
        "kraken,trade,XBT/USD,5,1790358506844,ts_ns",
        "kraken,trade,XBT/USD,5,1790358506844359,ts_ns",
        "kraken,trade,XBT/USD,5,9190358506844359000,ts_ns",
        "kraken,trade,XBTUSD,5,1790358506844359000,pair",
        "kraken,trade,BTC/USD,5,1790358506844359000,pair",
        "kraken,trade,xbt/usd,5,1790358506844359000,pair",
        "kraken,rumor,XBT/USD,5,1790358506844359000,channel",
        "kraken,backfill,XBT/USD,5,1790358506844359000,from_ns",
        "binance,trade,XBT/USD,5,1790358506844359000,venue",
    })
    void rejectsInvalidOffsets(String venue, String channel, String pair, String id, long time, String field) {
        Object number = id.equals("five") ? id : Long.valueOf(id);
        Map<String, ?> partition = Map.of("venue", venue, "channel", channel, "pair", pair);
        assertThatThrownBy(() ->
                        connector.alterOffsets(with(), Map.of(partition, Map.of("trade_id", number, "ts_ns", time))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("'" + field + "'")
                .hasMessageContaining("Accepted form: {\"venue\":\"kraken\"");
    }

    @Test
    void rejectsUnknownFieldsOfOffsets() {
        Map<String, ?> partition = Map.of("venue", "kraken", "channel", "trade", "pair", "XBT/USD");
        Map<String, ?> offset = Map.of("trade_id", 5, "ts_ns", 1790358506844359000L);
        assertThatThrownBy(() -> connector.alterOffsets(with(), Map.of(added(partition, "task", 0), offset)))
                .hasMessageContaining("unknown field task");
        assertThatThrownBy(() -> connector.alterOffsets(with(), Map.of(partition, added(offset, "last", "1"))))
                .hasMessageContaining("unknown field last");
    }

    @Test
    void namesTheCanonicalPairOfOffsets() {
        Map<String, ?> partition = Map.of("venue", "kraken", "channel", "ticker", "pair", "doge/btc");
        assertThatThrownBy(() -> connector.alterOffsets(
                        with(), Map.of(partition, Map.of("last", "1", "ts_ns", 1790358506844359000L))))
                .hasMessageContaining("must be XDG/XBT");
    }

    @Test
    void checksTheBoundsOfABackfill() {
        long from = 1_704_067_200_000_000_000L;
        long to = 1_704_153_600_000_000_000L;
        Map<String, ?> offset = Map.of("trade_id", 5, "ts_ns", from, "until_id", -1);
        assertThat(connector.alterOffsets(with(), Map.of(backfill(from, to), offset)))
                .isTrue();
        assertThat(connector.alterOffsets(with(), Map.of(backfill(0, to), offset)))
                .isTrue();
        assertThatThrownBy(() -> connector.alterOffsets(with(), Map.of(backfill(to, from), offset)))
                .hasMessageContaining("'to_ns'");
        assertThatThrownBy(() -> connector.alterOffsets(with(), Map.of(backfill(1_704_067_200L, to), offset)))
                .hasMessageContaining("'from_ns'");
        assertThatThrownBy(() -> connector.alterOffsets(
                        with(), Map.of(backfill(from, to), Map.of("trade_id", 5, "ts_ns", to, "until_id", -1))))
                .hasMessageContaining("'ts_ns'");
    }

    private static Map<String, ?> backfill(long from, long to) {
        return Map.of("venue", "kraken", "channel", "backfill", "pair", "XBT/USD", "from_ns", from, "to_ns", to);
    }

    private static Map<String, ?> added(Map<String, ?> fields, String name, Object value) {
        Map<String, Object> added = new HashMap<>(fields);
        added.put(name, value);
        return added;
    }

    @Test
    void withoutLiveDataItNeedsAPeriodOfTrades() {
        assertThat(errors(with("live.enabled", "false"))).containsOnlyKeys("live.enabled");
        assertThat(errors(with(
                        "live.enabled", "false",
                        "channels", "ticker",
                        "backfill.from", "2024-01-01T00:00:00Z",
                        "backfill.to", "2024-01-02T00:00:00Z")))
                .containsOnlyKeys("channels");
    }

    @Test
    void documentsEveryKey() {
        for (ConfigKey key : KrakenSourceConnectorConfig.DEFINITION.configKeys().values()) {
            assertThat(key.group).as(key.name).isNotNull();
            assertThat(key.displayName).as(key.name).isNotBlank();
            assertThat(key.documentation).as(key.name).isNotBlank().doesNotContain("<", "&");
            assertThat(key.name).doesNotEndWith("key").doesNotEndWith("token").doesNotEndWith("secret");
        }
    }

    @Test
    void acceptsTheShippedExample() throws IOException {
        String json = Files.readString(Path.of("../connect-config/connectors/kraken-source.json"));
        Map<String, String> properties = new HashMap<>();
        for (String line : json.split("\n")) {
            String[] parts = line.strip().split("\": \"");
            if (parts.length == 2) {
                properties.put(parts[0].substring(1), parts[1].replaceAll("\",?$", ""));
            }
        }
        properties.put("kraken.ws.url", "ws://127.0.0.1:1/v2");
        properties.put("kraken.rest.url", "http://127.0.0.1:1");
        assertThat(properties).containsKey("producer.override.acks");
        assertThat(errors(properties)).isEmpty();
    }
}
