package io.pulsefeed.article.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Configuration of the article source connector: the definition of all keys and one immutable record per group.
 *
 * <p>The list of sites is kept as text here; {@code io.pulsefeed.article.site.ConfiguredSites} parses it.
 */
public final class ArticleSourceConnectorConfig {

    public static final ConfigDef DEFINITION = define();

    private static final String SENTIMENT_PREFIX = "sentiment.";

    private final SitesConfig sites;
    private final FetchConfig fetch;
    private final NetworkConfig network;
    private final PolitenessConfig politeness;
    private final ContentConfig content;
    private final OnnxModelConfig onnxModel;
    private final StateConfig state;
    private final Map<String, String> sentimentProperties;

    /** @throws ConfigException with the invalid key in the message */
    public ArticleSourceConnectorConfig(Map<String, String> properties) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        this.sites = SitesConfig.of(config);
        this.fetch = FetchConfig.of(config);
        this.network = NetworkConfig.of(config);
        this.politeness = PolitenessConfig.of(config);
        this.content = ContentConfig.of(config);
        this.onnxModel = OnnxModelConfig.of(config);
        this.state = StateConfig.of(config);
        this.sentimentProperties = sentimentProperties(config, properties);
    }

    public SitesConfig sites() {
        return sites;
    }

    public FetchConfig fetch() {
        return fetch;
    }

    public NetworkConfig network() {
        return network;
    }

    public PolitenessConfig politeness() {
        return politeness;
    }

    public ContentConfig content() {
        return content;
    }

    public OnnxModelConfig onnxModel() {
        return onnxModel;
    }

    public StateConfig state() {
        return state;
    }

    /** All keys with the prefix {@code sentiment.}, defaults included. Custom sentiment engines may define keys of their own. */
    public Map<String, String> sentimentProperties() {
        return sentimentProperties;
    }

    private static Map<String, String> sentimentProperties(AbstractConfig config, Map<String, String> properties) {
        Map<String, String> selected = new HashMap<>();
        config.values()
                .forEach((key, value) -> selected.put(key, value instanceof List<?> list ? join(list) : value + ""));
        selected.putAll(properties);
        selected.keySet().removeIf(key -> !key.startsWith(SENTIMENT_PREFIX));
        return Map.copyOf(selected);
    }

    private static String join(List<?> list) {
        return list.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        SitesConfig.addTo(definition);
        FetchConfig.addTo(definition);
        NetworkConfig.addTo(definition);
        PolitenessConfig.addTo(definition);
        ContentConfig.addTo(definition);
        OnnxModelConfig.addTo(definition);
        StateConfig.addTo(definition);
        return definition;
    }
}
