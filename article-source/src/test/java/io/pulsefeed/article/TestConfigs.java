package io.pulsefeed.article;

import io.pulsefeed.simulators.news.NewsSite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Connector configurations for simulated sites. */
final class TestConfigs {

    private TestConfigs() {}

    static Map<String, String> of(NewsSite... sites) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < sites.length; i++) {
            list.add(site("Site" + i, sites[i], "/feed.xml", ""));
        }
        return withSites(list);
    }

    /** @param more further fields of the entry, starting with a comma */
    static Map<String, String> of(NewsSite site, String listPath, String more) {
        return withSites(List.of(site("Site0", site, listPath, more)));
    }

    private static String site(String name, NewsSite site, String path, String more) {
        String type = path.contains("sitemap") ? "news-sitemap" : path.equals("/") ? "discover" : "feed";
        return "{\"name\":\"" + name + "\",\"discovery\":[{\"type\":\"" + type + "\",\"url\":\"" + site.origin() + path
                + "\"}]" + ",\"allowedHosts\":[\"127.0.0.1:" + site.port() + "\"]" + more + "}";
    }

    static Map<String, String> withSites(List<String> sites) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "test");
        config.put("sites", "[" + String.join(",", sites) + "]");
        config.put("allow.private.addresses", "true");
        config.put("min.delay.ms", "0");
        config.put("max.articles.per.poll", "1000");
        config.put("backfill.max.age.hours", "8760");
        return config;
    }
}
