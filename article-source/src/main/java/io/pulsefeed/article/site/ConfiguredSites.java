package io.pulsefeed.article.site;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.article.config.ArticleSourceConnectorConfig;
import io.pulsefeed.article.config.SitesConfig;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/**
 * The enabled sites of a configuration, in the order of the list. Errors name the site and the field.
 *
 * @param sites the parsed entries
 * @param entries the same entries as JSON text, for task configurations, without headers and cookies
 */
public record ConfiguredSites(List<SiteConfig> sites, List<String> entries) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final List<String> HEADER_FIELDS = List.of(SiteHeadersParser.HEADERS, SiteHeadersParser.COOKIES);

    /**
     * Parses the list of sites, from the configuration or from its file.
     *
     * @throws ConfigException if neither or both are set, the file cannot be read, or the list is invalid
     */
    public static ConfiguredSites of(ArticleSourceConnectorConfig config) {
        SitesConfig source = config.sites();
        String key = source.listKey();
        ArrayNode list = array(key, list(source));
        if (source.headersPath() != null) {
            addHeaders(list, array(SitesConfig.SITES_PATH, read(source.headersPath())));
        } else if (source.sites() != null) {
            requireNoHeaders(list);
        }
        return parse(key, list, config.content().maxContentChars());
    }

    /** Whether a site has headers or cookies, which are in the file of the sites only. */
    public boolean hasHeaders() {
        return sites.stream().anyMatch(site -> !site.headers().byName().isEmpty());
    }

    private static void addHeaders(ArrayNode list, ArrayNode file) {
        for (JsonNode site : list) {
            for (JsonNode inFile : file) {
                if (site instanceof ObjectNode target && site.path("name").equals(inFile.path("name"))) {
                    HEADER_FIELDS.stream().filter(inFile::has).forEach(field -> target.set(field, inFile.get(field)));
                }
            }
        }
    }

    private static void requireNoHeaders(ArrayNode list) {
        for (JsonNode site : list) {
            if (HEADER_FIELDS.stream().anyMatch(site::has)) {
                throw new ConfigException(SitesConfig.SITES + ": site '"
                        + site.path("name").asText()
                        + "': headers and cookies are only accepted in a file named by " + SitesConfig.SITES_PATH
                        + ", because Kafka Connect returns " + SitesConfig.SITES + " to its users.");
            }
        }
    }

    /** The names of the enabled sites. */
    public List<String> names() {
        return sites.stream().map(SiteConfig::name).toList();
    }

    private static ConfiguredSites parse(String key, ArrayNode list, int maxContentChars) {
        List<SiteConfig> sites = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            SiteConfig site = new SiteConfigParser(key, i + 1, list.get(i), maxContentChars).parse();
            if (!names.add(site.name())) {
                throw new ConfigException(
                        key + ": two sites are named '" + site.name() + "'. The name is the key of the"
                                + " records and of the stored offsets, so it must be unique.");
            }
            if (site.enabled()) {
                sites.add(site);
                ObjectNode entry = list.get(i).deepCopy();
                entries.add(entry.remove(HEADER_FIELDS).toString());
            }
        }
        if (sites.isEmpty()) {
            throw new ConfigException(key + ": no site is enabled. Enable at least one site.");
        }
        return new ConfiguredSites(List.copyOf(sites), List.copyOf(entries));
    }

    private static String list(SitesConfig source) {
        String inline = source.sites();
        String path = source.sitesPath();
        if (inline != null && path == null) {
            return inline;
        }
        if (inline == null && path != null) {
            return read(path);
        }
        throw new ConfigException("Set the list of sites either in " + SitesConfig.SITES + " or in a file named by "
                + SitesConfig.SITES_PATH + (inline == null ? "; neither is set." : ", not in both."));
    }

    private static String read(String path) {
        try {
            String list = Files.readString(Path.of(path));
            // Some editors write a byte order mark.
            return list.startsWith("\uFEFF") ? list.substring(1) : list;
        } catch (CharacterCodingException e) {
            throw new ConfigException(
                    SitesConfig.SITES_PATH + ": the file '" + path + "' is not UTF-8 text. Save it as UTF-8.");
        } catch (IOException | RuntimeException e) {
            throw new ConfigException(SitesConfig.SITES_PATH + ": could not read the file '" + path + "' (" + e
                    + "). Set the path of a JSON list of sites that the worker can read.");
        }
    }

    private static ArrayNode array(String key, String json) {
        try {
            if (JSON.readTree(json) instanceof ArrayNode list) {
                return list;
            }
        } catch (JsonProcessingException e) {
            String position = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            // The text of a token can be secret.
            String problem = e.getOriginalMessage().replaceAll("'[^']{2,}'", "text");
            throw new ConfigException(key + ": not valid JSON" + position + ": " + problem);
        }
        throw new ConfigException(key + ": must be a JSON list of sites, such as [{\"name\":\"Decrypt\",\"discovery\":"
                + "[{\"type\":\"feed\",\"url\":\"https://decrypt.co/feed\"}]}].");
    }
}
