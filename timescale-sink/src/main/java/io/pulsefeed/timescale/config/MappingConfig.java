package io.pulsefeed.timescale.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * The keys that map topics to tables, such as {@code fields.TOPIC}. They are not part of the {@code ConfigDef}, because their
 * names contain the topic.
 *
 * @param properties the mapping of the profile, overridden by the connector's own keys
 * @param topics the topics whose mappings are known at the start: the configured ones; with {@code topics.regex}, every topic
 *     that has a mapping; with transforms, the configured topics and the topics of the connector's own keys that have a mapping
 * @param ofProfile keys whose values are those of the profile
 */
public record MappingConfig(Map<String, String> properties, List<String> topics, Set<String> ofProfile) {

    private static final String FIELDS = "fields.";

    static MappingConfig of(AbstractConfig config, Profile profile) {
        return of(config, profile == Profile.NONE ? List.of() : List.of(TableConfig.PROFILES.text(profile)));
    }

    /**
     * The mapping to the tables of release 0.1.0, which stored the samples of EmotiBit packets one per row.
     *
     * @return empty if the mapping of the profile has not changed since
     */
    static Optional<MappingConfig> earlier(AbstractConfig config, Profile profile) {
        return profile == Profile.EMOTIBIT
                ? Optional.of(of(config, List.of("emotibit", "emotibit-0.1.0")))
                : Optional.empty();
    }

    private static MappingConfig of(AbstractConfig config, List<String> resources) {
        Map<String, String> properties = new HashMap<>();
        for (String resource : resources) {
            read("/profiles/" + resource + ".properties")
                    .forEach((key, value) -> properties.put((String) key, (String) value));
        }
        Map<String, String> own = config.originalsStrings();
        Set<String> ofProfile = new HashSet<>(properties.keySet());
        ofProfile.removeAll(own.keySet());
        properties.putAll(own);
        return new MappingConfig(Map.copyOf(properties), topics(properties, own), Set.copyOf(ofProfile));
    }

    /** Whether the fields of all tables of a topic are those of the profile. */
    public boolean isOfProfile(String topic) {
        List<String> keys = properties.keySet().stream()
                .filter(key -> key.equals(FIELDS + topic) || key.startsWith(FIELDS + topic + "/"))
                .toList();
        return !keys.isEmpty() && ofProfile.containsAll(keys);
    }

    private static List<String> topics(Map<String, String> properties, Map<String, String> own) {
        String topics = properties.getOrDefault("topics", "");
        if (topics.isBlank()) {
            return mapped(properties);
        }
        List<String> consumed =
                Arrays.stream(topics.split(",")).map(String::trim).distinct().toList();
        if (!isTransformed(properties)) {
            return consumed;
        }
        return Stream.concat(mapped(properties).stream().filter(consumed::contains), mapped(own).stream())
                .distinct()
                .toList();
    }

    /** Whether the connector has transforms, which can change the topic of a record. */
    public static boolean isTransformed(Map<String, String> properties) {
        return !properties.getOrDefault("transforms", "").isBlank();
    }

    /** Topics with a mapping whose key contains the topic, not a pattern. */
    private static List<String> mapped(Map<String, String> properties) {
        return properties.keySet().stream()
                .filter(key -> key.startsWith(FIELDS))
                .map(key -> key.substring(FIELDS.length()).replaceFirst("/.*", ""))
                .filter(topic -> topic.indexOf('*') < 0)
                .distinct()
                .sorted()
                .toList();
    }

    private static Properties read(String resource) {
        Properties properties = new Properties();
        try (InputStream in = MappingConfig.class.getResourceAsStream(resource)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
