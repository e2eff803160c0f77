package io.pulsefeed.timescale.schema;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A span of time as SQL and configuration spell it: {@code 90 days}. */
public record Interval(long amount, String unit) {

    /** @return empty when the text is not a positive number and a unit */
    public static Optional<Interval> parse(String text) {
        String[] words = text.trim().toLowerCase(Locale.ROOT).split("\\s+");
        if (words.length != 2
                || !words[0].chars().allMatch(Character::isDigit)
                || words[0].length() > 9
                || words[0].isEmpty()) {
            return Optional.empty();
        }
        String unit = words[1].endsWith("s") ? words[1] : words[1] + "s";
        long amount = Long.parseLong(words[0]);
        boolean known = unit.equals("minutes") || unit.equals("hours") || unit.equals("days") || unit.equals("weeks");
        return known && amount > 0 ? Optional.of(new Interval(amount, unit)) : Optional.empty();
    }

    public Duration duration() {
        return switch (unit) {
            case "minutes" -> Duration.ofMinutes(amount);
            case "hours" -> Duration.ofHours(amount);
            case "days" -> Duration.ofDays(amount);
            default -> Duration.ofDays(7 * amount);
        };
    }

    public String sql() {
        return "INTERVAL '" + this + "'";
    }

    @Override
    public String toString() {
        return amount + " " + unit;
    }
}
