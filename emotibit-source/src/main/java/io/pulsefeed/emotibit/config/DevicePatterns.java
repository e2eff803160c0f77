package io.pulsefeed.emotibit.config;

import java.util.List;

/**
 * Selects devices by address or id. {@code *} matches any characters, as in the official host's settings.
 *
 * @param include patterns of accepted devices; empty accepts every device
 * @param exclude patterns of refused devices; takes precedence over {@code include}
 */
public record DevicePatterns(List<String> include, List<String> exclude) {

    public DevicePatterns {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    public boolean accepts(String deviceId, String address) {
        return (include.isEmpty() || anyMatches(include, deviceId, address)) && !anyMatches(exclude, deviceId, address);
    }

    private static boolean anyMatches(List<String> patterns, String deviceId, String address) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, deviceId) || matches(pattern, address));
    }

    private static boolean matches(String pattern, String text) {
        String[] parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return pattern.equals(text);
        }
        String last = parts[parts.length - 1];
        if (!text.startsWith(parts[0]) || text.length() < parts[0].length() + last.length() || !text.endsWith(last)) {
            return false;
        }
        int from = parts[0].length();
        int end = text.length() - last.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], from);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            from = found + parts[i].length();
        }
        return true;
    }
}
