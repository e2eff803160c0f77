package io.pulsefeed.timescale.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The mappings of the built-in profiles, with the user's own over them. */
final class ProfileMappings {

    private ProfileMappings() {}

    static Map<String, String> under(Map<String, String> settings, Profile profile) {
        Map<String, String> merged = new HashMap<>();
        if (profile != Profile.NONE) {
            read("/profiles/" + Choice.name(profile) + ".properties")
                    .forEach((key, value) -> merged.put((String) key, (String) value));
        }
        merged.putAll(settings);
        return merged;
    }

    private static Properties read(String resource) {
        Properties properties = new Properties();
        try (InputStream in = ProfileMappings.class.getResourceAsStream(resource)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
