package io.pulsefeed.article.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/** Reads the list of sites. Every complaint names the site and the key. */
public final class SitesParser {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SitesParser() {}

    /**
     * @throws ConfigException for {@code key} when the text is no list of sites
     */
    public static List<SiteConfig> parse(String key, String json, int contentMaxChars) {
        ArrayNode list = list(key, json);
        List<SiteConfig> sites = new ArrayList<>(list.size());
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            SiteConfig site = new SiteReader(key, i + 1, list.get(i), contentMaxChars).read();
            if (!names.add(site.name())) {
                throw new ConfigException(
                        key + ": two sites are named '" + site.name() + "'. The name is the key of the"
                                + " records and of the stored offsets, so it must be unique.");
            }
            sites.add(site);
        }
        if (sites.stream().noneMatch(SiteConfig::enabled)) {
            throw new ConfigException(key + ": no site is enabled. List at least one site.");
        }
        return List.copyOf(sites);
    }

    /**
     * @return the file's text
     * @throws ConfigException when it cannot be read
     */
    public static String load(String key, String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | RuntimeException e) {
            throw new ConfigException(key + ": could not read the file '" + path + "' (" + e
                    + "). Give the path of a JSON list" + " of sites that the worker may read.");
        }
    }

    /** The entries of the enabled sites, one JSON text each, in the order of the list. */
    public static List<String> entries(String key, String json) {
        List<String> entries = new ArrayList<>();
        for (JsonNode site : list(key, json)) {
            if (site.path("enabled").asBoolean(true)) {
                entries.add(site.toString());
            }
        }
        return entries;
    }

    private static ArrayNode list(String key, String json) {
        try {
            if (JSON.readTree(json) instanceof ArrayNode list) {
                return list;
            }
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new ConfigException(key + ": not valid JSON" + place + ": " + e.getOriginalMessage());
        }
        throw new ConfigException(key + ": must be a JSON list of sites, such as [{\"name\":\"Decrypt\",\"discovery\":"
                + "[{\"type\":\"feed\",\"url\":\"https://decrypt.co/feed\"}]}].");
    }
}
