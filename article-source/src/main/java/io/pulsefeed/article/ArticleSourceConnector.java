package io.pulsefeed.article;

import io.pulsefeed.article.config.ArticleSourceConfig;
import io.pulsefeed.article.config.ContentKeys;
import io.pulsefeed.article.config.FetchKeys;
import io.pulsefeed.article.config.SitesKeys;
import io.pulsefeed.article.config.SitesParser;
import io.pulsefeed.article.record.SiteOffsets;
import io.pulsefeed.commons.PluginVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Reads news sites and writes each new article once, with its text, date, mood and the coins it names. */
public final class ArticleSourceConnector extends SourceConnector {

    private Map<String, String> properties = Map.of();
    private List<String> sites = List.of();

    @Override
    public void start(Map<String, String> props) {
        ArticleSourceConfig config = new ArticleSourceConfig(props);
        config.enabledSites();
        properties = Map.copyOf(props);
        sites = SitesParser.entries(config.sitesKey(), config.siteList());
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ArticleSourceTask.class;
    }

    /** Each site goes to one task, where its pacing lives; a task takes every n-th site of the list. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        int tasks = Math.min(maxTasks, sites.size());
        List<List<String>> shares = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            shares.add(new ArrayList<>());
        }
        for (int i = 0; i < sites.size(); i++) {
            shares.get(i % tasks).add(sites.get(i));
        }
        List<Map<String, String>> configs = new ArrayList<>();
        for (List<String> share : shares) {
            Map<String, String> config = new HashMap<>(properties);
            config.remove(SitesKeys.SITES_PATH);
            config.put(SitesKeys.SITES, "[" + String.join(",", share) + "]");
            configs.add(config);
        }
        return configs;
    }

    @Override
    public Config validate(Map<String, String> props) {
        Config result = super.validate(props);
        boolean sound = result.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (sound) {
            ArticleSourceConfig config = new ArticleSourceConfig(props);
            try {
                config.enabledSites();
            } catch (ConfigException e) {
                complain(result, config.sitesKey(), e.getMessage());
            }
            if (config.fetch().connectTimeout().compareTo(config.fetch().requestTimeout()) > 0) {
                complain(
                        result,
                        FetchKeys.CONNECT_TIMEOUT,
                        FetchKeys.CONNECT_TIMEOUT + " must not be longer than " + FetchKeys.REQUEST_TIMEOUT
                                + ", which limits the whole exchange.");
            }
            for (String key : config.missingForModel()) {
                complain(
                        result,
                        key,
                        key + " must name a file on the worker, because " + ContentKeys.ENGINE + " is "
                                + config.content().engine() + ".");
            }
        }
        return result;
    }

    /** What a feed no longer lists cannot be read again, so a restart need not bring back the same records. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
        return ExactlyOnceSupport.UNSUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> config, Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach(SiteOffsets::requireValid);
        return true;
    }

    @Override
    public ConfigDef config() {
        return ArticleSourceConfig.DEFINITION;
    }

    @Override
    public void stop() {
        // Everything that has to be ended belongs to the tasks.
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }

    private static void complain(Config result, String key, String message) {
        for (ConfigValue value : result.configValues()) {
            if (value.name().equals(key)) {
                value.addErrorMessage(message);
            }
        }
    }
}
