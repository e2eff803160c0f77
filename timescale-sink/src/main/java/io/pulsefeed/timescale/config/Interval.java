package io.pulsefeed.timescale.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A time span in the notation of SQL intervals: {@code 90 days}.
 *
 * @param unit {@code minutes}, {@code hours}, {@code days} or {@code weeks}
 */
public record Interval(long amount, String unit) {

    /** @return empty if {@code text} is not a positive number and a unit */
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

    @Override
    public String toString() {
        return amount + " " + unit;
    }
}
