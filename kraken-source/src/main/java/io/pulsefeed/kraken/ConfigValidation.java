package io.pulsefeed.kraken;

import io.pulsefeed.commons.config.Validators;
import io.pulsefeed.kraken.config.BackfillConfig;
import io.pulsefeed.kraken.config.ConfigValues;
import io.pulsefeed.kraken.config.EndpointConfig;
import io.pulsefeed.kraken.config.GapConfig;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.config.PriceConfig;
import io.pulsefeed.kraken.config.SubscriptionConfig;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.PairSelection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** The checks that {@code ConfigDef} cannot make: those that need to parse pairs, and those that involve several keys. */
final class ConfigValidation {

    private final Map<String, String> properties;
    private final Map<String, ConfigValue> results;

    /** @param results the results of {@code ConfigDef} by key, to which errors are added */
    ConfigValidation(Map<String, String> properties, Map<String, ConfigValue> results) {
        this.properties = properties;
        this.results = results;
    }

    /**
     * Parses a configuration.
     *
     * @throws ConfigException naming the first invalid key
     */
    static KrakenSourceConnectorConfig parse(Map<String, String> properties) {
        requireNoPlaceholders(properties);
        KrakenSourceConnectorConfig config = new KrakenSourceConnectorConfig(properties);
        requirePairs(config.subscription().pairs());
        requireThresholdPairs(config.price().pairThresholds());
        BackfillConfig backfill = config.backfill();
        if (!backfill.live() && (backfill.from() == null || backfill.to() == null)) {
            throw new ConfigException(BackfillConfig.LIVE, false, "Set backfill.from and backfill.to as well");
        }
        return config;
    }

    private static void requireNoPlaceholders(Map<String, String> properties) {
        properties.forEach((name, value) -> {
            String message = value == null || !isOwn(name) ? null : placeholderMessage(value);
            if (message != null) {
                throw new ConfigException(name + "=" + value + ": " + message);
            }
        });
    }

    private static boolean isOwn(String name) {
        return KrakenSourceConnectorConfig.DEFINITION.names().contains(name)
                || name.startsWith(PriceConfig.ALERT_THRESHOLD + ".");
    }

    private static @Nullable String placeholderMessage(String value) {
        String placeholder = ConfigValues.placeholder(value);
        return placeholder == null
                ? null
                : "the worker has not replaced the placeholder " + placeholder
                        + ". Add its provider to config.providers of the worker, or write the value itself.";
    }

    private static void requirePairs(List<?> pairs) {
        try {
            PairSelection.of(pairs.stream().map(String.class::cast).toList());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(SubscriptionConfig.PAIRS, pairs, e.getMessage());
        }
    }

    private static void requireThresholdPairs(Map<String, ?> thresholds) {
        thresholds.forEach((pair, threshold) -> {
            try {
                Pair.parse(pair);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        PriceConfig.ALERT_THRESHOLD + "." + pair + "=" + threshold + ": " + e.getMessage());
            }
        });
    }

    /** Adds an error to each key that the user has to change. */
    void run(Instant now) {
        checkPlaceholders();
        checkPairs();
        checkThresholds();
        checkStart(now);
        checkBackfill();
        checkVersion();
    }

    private void checkPlaceholders() {
        results.forEach((name, result) -> {
            String value = properties.get(name);
            String message = value == null || !isOwn(name) ? null : placeholderMessage(value);
            if (message != null) {
                // The other errors of the value follow from the placeholder.
                result.errorMessages().clear();
                result.addErrorMessage(message);
            }
        });
    }

    private void checkPairs() {
        ConfigValue pairs = results.get(SubscriptionConfig.PAIRS);
        if (pairs.errorMessages().isEmpty() && pairs.value() instanceof List<?> texts) {
            try {
                requirePairs(texts);
            } catch (ConfigException e) {
                pairs.addErrorMessage(e.getMessage());
            }
        }
    }

    private void checkThresholds() {
        try {
            requireThresholdPairs(PriceConfig.pairThresholds(properties));
        } catch (ConfigException e) {
            results.get(PriceConfig.ALERT_THRESHOLD).addErrorMessage(e.getMessage());
        }
    }

    private void checkStart(Instant now) {
        String start = validText(GapConfig.START);
        Instant time = start == null ? null : GapConfig.startTime(start);
        if (time != null && time.isAfter(now)) {
            results.get(GapConfig.START)
                    .addErrorMessage("This time is in the future. Use latest to start with the next trade.");
        }
    }

    private void checkBackfill() {
        String from = validText(BackfillConfig.FROM);
        String to = validText(BackfillConfig.TO);
        if (from == null || to == null) {
            return;
        }
        boolean live = !Boolean.FALSE.equals(results.get(BackfillConfig.LIVE).value());
        if (!live && from.isEmpty() && to.isEmpty()) {
            results.get(BackfillConfig.LIVE)
                    .addErrorMessage(
                            "Without live data the connector needs a period. Set backfill.from and backfill.to.");
        }
        if (!live
                && results.get(SubscriptionConfig.CHANNELS).value() instanceof List<?> channels
                && !channels.contains("trade")) {
            results.get(SubscriptionConfig.CHANNELS)
                    .addErrorMessage("A backfill consists of trades. Add trade, or set live.enabled=true.");
        }
        if (from.isEmpty() != to.isEmpty()) {
            results.get(from.isEmpty() ? BackfillConfig.FROM : BackfillConfig.TO)
                    .addErrorMessage("A backfill needs both times. Set backfill.from and backfill.to, or neither.");
        } else if (!from.isEmpty() && !Validators.instant(from).isBefore(Validators.instant(to))) {
            results.get(BackfillConfig.TO)
                    .addErrorMessage("The end of the backfill must be later than backfill.from=" + from + ".");
        }
    }

    private static boolean isPattern(String text) {
        return text.indexOf('*') >= 0;
    }

    private void checkVersion() {
        String url = validText(EndpointConfig.WS_URL);
        ConfigValue channels = results.get(SubscriptionConfig.CHANNELS);
        String version = validText(EndpointConfig.WS_VERSION);
        boolean v1 = url != null
                && version != null
                && (version.equals("v1") || version.equals("auto") && !EndpointConfig.isV2Path(Validators.uri(url)));
        ConfigValue pairs = results.get(SubscriptionConfig.PAIRS);
        if (v1 && pairs.value() instanceof List<?> texts && texts.stream().anyMatch(text -> isPattern((String) text))) {
            pairs.addErrorMessage(
                    "Patterns need WebSocket v2: use a kraken.ws.url that ends with /v2, or name the pairs.");
        }
        if (v1 && channels.value() instanceof List<?> names) {
            if (names.contains("book")) {
                channels.addErrorMessage(
                        "Order books need WebSocket v2: use a kraken.ws.url that ends with /v2, or remove book.");
            }
            if (names.contains(SubscriptionConfig.INSTRUMENT)) {
                channels.addErrorMessage(
                        "The catalog needs WebSocket v2: use a kraken.ws.url that ends with /v2, or remove instrument.");
            }
        }
        if (url != null
                && "v1".equals(validText(EndpointConfig.WS_VERSION))
                && EndpointConfig.isV2Path(Validators.uri(url))) {
            results.get(EndpointConfig.WS_VERSION)
                    .addErrorMessage(
                            "The URL ends with /v2, which does not support v1. Use v2 or auto, or change kraken.ws.url.");
        }
    }

    /** The value of a key that has no error yet, so that one mistake gives one message. */
    private @Nullable String validText(String name) {
        ConfigValue result = results.get(name);
        return result.errorMessages().isEmpty() && result.value() instanceof String value ? value : null;
    }
}
