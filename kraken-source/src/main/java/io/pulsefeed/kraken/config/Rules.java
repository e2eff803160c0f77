package io.pulsefeed.kraken.config;

import io.pulsefeed.kraken.wire.Pair;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Validators that read well in the reference page, and the readers of the values that they admit. */
final class Rules {

    private Rules() {}

    private static Validator rule(String description, Consumer<Object> check) {
        return new Validator() {
            @Override
            public void ensureValid(String name, Object value) {
                if (value == null) {
                    return;
                }
                try {
                    check.accept(value);
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(name, value, e.getMessage());
                }
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }

    static Validator pairs() {
        return rule("pairs such as XBT/USD, comma separated", value -> {
            List<?> pairs = (List<?>) value;
            if (pairs.isEmpty()) {
                throw new IllegalArgumentException("name at least one pair, for example XBT/USD");
            }
            pairs.forEach(pair -> Pair.parse((String) pair));
        });
    }

    static Validator url(String... schemes) {
        return rule("an address that begins with " + String.join(":// or ", schemes) + "://", value -> {
            URI url = uri((String) value);
            if (url.getScheme() == null
                    || url.getHost() == null
                    || !List.of(schemes).contains(url.getScheme())) {
                throw new IllegalArgumentException("write a whole address, for example " + schemes[0] + "://host/path");
            }
        });
    }

    static URI uri(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("this is no address: " + e.getMessage(), e);
        }
    }

    static Validator topic() {
        return rule("a topic name", value -> {
            String name = (String) value;
            boolean good = !name.isEmpty() && name.length() <= 249 && !".".equals(name) && !"..".equals(name);
            for (int i = 0; good && i < name.length(); i++) {
                char c = name.charAt(i);
                good = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-".indexOf(c) >= 0;
            }
            if (!good) {
                throw new IllegalArgumentException(
                        "topic names have 1 to 249 letters, digits, dots, dashes and underscores");
            }
        });
    }

    static Validator someOf(String... values) {
        return rule("some of " + String.join(", ", values), value -> {
            List<?> given = (List<?>) value;
            if (given.isEmpty() || !List.of(values).containsAll(given)) {
                throw new IllegalArgumentException("choose from " + String.join(", ", values));
            }
        });
    }

    static Validator oneOf(String... values) {
        return ConfigDef.ValidString.in(values);
    }

    static Recommender recommend(String... values) {
        return new Recommender() {
            @Override
            public List<Object> validValues(String name, Map<String, Object> config) {
                return Arrays.asList((Object[]) values);
            }

            @Override
            public boolean visible(String name, Map<String, Object> config) {
                return true;
            }
        };
    }

    static Validator start() {
        return rule("latest, snapshot, or a UTC time such as 2026-01-31T00:00:00Z", value -> {
            String text = (String) value;
            if (!"latest".equals(text) && !"snapshot".equals(text)) {
                instant(text);
            }
        });
    }

    static Validator time() {
        return rule("empty, or a UTC time such as 2026-01-31T00:00:00Z", value -> {
            if (!((String) value).isEmpty()) {
                instant((String) value);
            }
        });
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("write a UTC time such as 2026-01-31T00:00:00Z", e);
        }
    }

    static Validator age() {
        return rule("a length of time such as 7d, 12h or 30m", value -> duration((String) value));
    }

    /** Reads {@code 7d}, {@code 12h}, {@code 30m}, {@code 45s}. */
    static Duration duration(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.length() >= 2 && lower.length() <= 7) {
            try {
                long count = Long.parseLong(lower.substring(0, lower.length() - 1));
                char unit = lower.charAt(lower.length() - 1);
                if (count > 0 && "dhms".indexOf(unit) >= 0) {
                    return switch (unit) {
                        case 'd' -> Duration.ofDays(count);
                        case 'h' -> Duration.ofHours(count);
                        case 'm' -> Duration.ofMinutes(count);
                        default -> Duration.ofSeconds(count);
                    };
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("write a length of time such as 7d, 12h or 30m", e);
            }
        }
        throw new IllegalArgumentException("write a length of time such as 7d, 12h or 30m");
    }

    static Validator percent() {
        return rule("a number from 0 to 100", value -> percent((String) value));
    }

    static BigDecimal percent(String text) {
        try {
            BigDecimal value = new BigDecimal(text.strip());
            if (value.signum() >= 0 && value.compareTo(BigDecimal.valueOf(100)) <= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("write a number from 0 to 100, for example 0.5", e);
        }
        throw new IllegalArgumentException("write a number from 0 to 100, for example 0.5");
    }
}
