package io.pulsefeed.article;

import io.pulsefeed.article.config.ArticleSourceConnectorConfig;
import io.pulsefeed.article.config.SitesConfig;
import io.pulsefeed.article.record.SiteOffsets;
import io.pulsefeed.article.site.ConfiguredSites;
import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.config.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Reads news sites and writes one record per new article, with its text, date, sentiment and mentioned coins. */
public final class ArticleSourceConnector extends SourceConnector {

    private Map<String, String> properties = Map.of();
    private ConfiguredSites sites = new ConfiguredSites(List.of(), List.of());

    @Override
    public void start(Map<String, String> props) {
        sites = ConfiguredSites.of(new ArticleSourceConnectorConfig(props));
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ArticleSourceTask.class;
    }

    /** Assigns each site to one task, round robin: the request delays of a site are kept in its task. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<String> siteEntries = sites.entries();
        int tasks = Math.min(maxTasks, siteEntries.size());
        List<Map<String, String>> configs = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            List<String> assigned = new ArrayList<>();
            for (int i = task; i < siteEntries.size(); i += tasks) {
                assigned.add(siteEntries.get(i));
            }
            Map<String, String> config = new HashMap<>(properties);
            String path = config.remove(SitesConfig.SITES_PATH);
            if (sites.hasHeaders()) {
                config.put(SitesConfig.HEADERS_PATH, path);
            }
            config.put(SitesConfig.SITES, "[" + String.join(",", assigned) + "]");
            TaskId.addTo(config, task, tasks);
            configs.add(config);
        }
        return configs;
    }

    @Override
    public Config validate(Map<String, String> props) {
        Config result = super.validate(props);
        ConfigValidation.addErrors(result, props);
        return result;
    }

    /** Sites cannot be read again from an offset: an entry that a feed no longer lists is lost. */
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
        return ArticleSourceConnectorConfig.DEFINITION;
    }

    @Override
    public void stop() {
        // The connector holds no resources.
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }
}
