package io.pulsefeed.article.config;

import io.pulsefeed.article.sentiment.SentimentEngines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The whole configuration, read once; each part is an immutable view of one group of keys. */
public final class ArticleSourceConfig {

    public static final ConfigDef DEFINITION = compose();

    private final SitesKeys sites;
    private final FetchKeys fetch;
    private final PolitenessKeys politeness;
    private final ContentKeys content;
    private final StateKeys state;
    private final Map<String, String> sentiment;
    private final List<String> missingForModel;

    /**
     * @throws ConfigException naming the key that is wrong
     */
    public ArticleSourceConfig(Map<String, String> properties) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        this.sites = SitesKeys.of(config);
        this.fetch = FetchKeys.of(config);
        this.politeness = PolitenessKeys.of(config);
        this.content = ContentKeys.of(config);
        this.state = StateKeys.of(config);
        this.sentiment = withPrefix("sentiment.", config, properties);
        this.missingForModel = ModelKeys.missing(config);
    }

    public SitesKeys sites() {
        return sites;
    }

    public FetchKeys fetch() {
        return fetch;
    }

    public PolitenessKeys politeness() {
        return politeness;
    }

    public ContentKeys content() {
        return content;
    }

    public StateKeys state() {
        return state;
    }

    /** All keys that begin with {@code sentiment.}, known or not, with defaults: for engines that are loaded by name. */
    public Map<String, String> sentiment() {
        return sentiment;
    }

    /** The keys that have to be set because {@code sentiment.engine} is {@code onnx}. */
    public List<String> missingForModel() {
        return content.engine().equals(SentimentEngines.ONNX) ? missingForModel : List.of();
    }

    /** The key that the list of sites comes from; complaints about the list name it. */
    public String sitesKey() {
        return sites.sites() != null ? SitesKeys.SITES : SitesKeys.SITES_PATH;
    }

    /**
     * The list of sites as JSON, from the configuration or its file.
     *
     * @throws ConfigException when neither or both are given, or the file cannot be read
     */
    public String siteList() {
        if ((sites.sites() == null) == (sites.sitesPath() == null)) {
            throw new ConfigException("Give the list of sites either in " + SitesKeys.SITES + " or in a file named by "
                    + SitesKeys.SITES_PATH + (sites.sites() == null ? "; neither is set." : ", not in both."));
        }
        return sites.sites() != null ? sites.sites() : SitesParser.load(SitesKeys.SITES_PATH, sites.sitesPath());
    }

    /**
     * The enabled sites.
     *
     * @throws ConfigException naming the site and the key that is wrong
     */
    public List<SiteConfig> enabledSites() {
        return SitesParser.parse(sitesKey(), siteList(), content.contentChars()).stream()
                .filter(SiteConfig::enabled)
                .toList();
    }

    private static Map<String, String> withPrefix(
            String prefix, AbstractConfig config, Map<String, String> properties) {
        Map<String, String> found = new HashMap<>();
        config.values()
                .forEach((key, value) -> found.put(key, value instanceof List<?> list ? join(list) : value + ""));
        found.putAll(properties);
        found.keySet().removeIf(key -> !key.startsWith(prefix));
        return Map.copyOf(found);
    }

    private static String join(List<?> list) {
        return list.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static ConfigDef compose() {
        ConfigDef all = new ConfigDef();
        Stream.of(
                        SitesKeys.DEFINITION,
                        FetchKeys.DEFINITION,
                        PolitenessKeys.DEFINITION,
                        ContentKeys.DEFINITION,
                        ModelKeys.DEFINITION,
                        StateKeys.DEFINITION)
                .flatMap(group -> group.configKeys().values().stream())
                .forEach(all::define);
        return all;
    }
}
