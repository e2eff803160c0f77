package io.pulsefeed.kraken.config;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;

/** What only several keys together can get wrong. */
final class CrossFieldRules {

    private CrossFieldRules() {}

    static void apply(Map<String, String> properties, Map<String, ConfigValue> results, Instant now) {
        try {
            PriceKeys.thresholds(properties);
        } catch (IllegalArgumentException e) {
            results.get(PriceKeys.ALERT_THRESHOLD).addErrorMessage(e.getMessage());
        }
        checkStart(results, now);
        checkBackfill(results);
        checkVersion(results);
    }

    private static void checkStart(Map<String, ConfigValue> results, Instant now) {
        String start = text(results, GapKeys.START);
        if (start != null
                && !List.of("latest", "snapshot").contains(start)
                && Rules.instant(start).isAfter(now)) {
            results.get(GapKeys.START)
                    .addErrorMessage("This time is in the future. Use latest to begin with the next trade.");
        }
    }

    private static void checkBackfill(Map<String, ConfigValue> results) {
        String from = text(results, BackfillKeys.FROM);
        String to = text(results, BackfillKeys.TO);
        if (from == null || to == null) {
            return;
        }
        if (from.isEmpty() != to.isEmpty()) {
            results.get(from.isEmpty() ? BackfillKeys.FROM : BackfillKeys.TO)
                    .addErrorMessage(
                            "A backfill has a beginning and an end: set backfill.from and backfill.to, or neither.");
        } else if (!from.isEmpty() && !Rules.instant(from).isBefore(Rules.instant(to))) {
            results.get(BackfillKeys.TO)
                    .addErrorMessage("The end of the backfill must be later than backfill.from=" + from + ".");
        }
    }

    private static void checkVersion(Map<String, ConfigValue> results) {
        String url = text(results, VenueKeys.WS_URL);
        String version = text(results, VenueKeys.WS_VERSION);
        if (url == null || version == null) {
            return;
        }
        String path = URI.create(url.strip()).getPath();
        if ("v1".equals(version) && path != null && path.endsWith("/v2")) {
            results.get(VenueKeys.WS_VERSION)
                    .addErrorMessage(
                            "The address ends with /v2, where v1 is not spoken. Use v2 or auto, or change kraken.ws.url.");
        }
    }

    /** Null when the key has an error of its own, so that one slip gives one message. */
    private static String text(Map<String, ConfigValue> results, String name) {
        ConfigValue result = results.get(name);
        return result.errorMessages().isEmpty() && result.value() instanceof String value ? value : null;
    }
}
