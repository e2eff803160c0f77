package io.pulsefeed.cli.backfill;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The spellings of pairs. */
final class PairNames {

    private static final Map<String, String> CANONICAL = Map.of("BTC", "XBT", "DOGE", "XDG");

    private PairNames() {}

    /** The spelling of source offsets; absent for a text that is not a pair. */
    static Optional<String> canonical(String text) {
        String pair = text.strip();
        if (!pair.matches("[A-Za-z0-9.]{1,20}/[A-Za-z0-9.]{1,20}")) {
            return Optional.empty();
        }
        String[] assets = pair.split("/");
        return Optional.of(canonicalAsset(assets[0]) + "/" + canonicalAsset(assets[1]));
    }

    private static String canonicalAsset(String asset) {
        String upper = asset.toUpperCase(Locale.ROOT);
        return CANONICAL.getOrDefault(upper, isMixedCase(asset) ? asset : upper);
    }

    /** Kraken names tokenized stocks like {@code AAPLx}; {@code Usd} is only written casually. */
    private static boolean isMixedCase(String asset) {
        long upper = asset.chars().filter(Character::isUpperCase).count();
        long lower = asset.chars().filter(Character::isLowerCase).count();
        return upper > 1 && lower > 0 || upper == 1 && lower == 1;
    }

    /** Whether the base is a tokenized stock, which REST serves in an asset class of its own. */
    static boolean isTokenizedStock(String pair) {
        String base = pair.substring(0, pair.indexOf('/'));
        return base.length() > 1 && base.endsWith("x") && isMixedCase(base);
    }
}
