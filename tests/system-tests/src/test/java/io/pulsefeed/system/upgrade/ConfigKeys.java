package io.pulsefeed.system.upgrade;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;

/** The configuration keys of the connectors as lines of text. */
final class ConfigKeys {

    static final List<String> CONNECTORS = List.of(
            "io.pulsefeed.kraken.KrakenSourceConnector",
            "io.pulsefeed.article.ArticleSourceConnector",
            "io.pulsefeed.emotibit.EmotiBitSourceConnector",
            "io.pulsefeed.timescale.TimescaleSinkConnector");

    private ConfigKeys() {}

    /** Connector, key, type, default, importance, group and order of each key. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String connector : CONNECTORS) {
            definition(connector).configKeys().values().forEach(key -> lines.add(line(connector, key)));
        }
        return lines;
    }

    private static String line(String connector, ConfigDef.ConfigKey key) {
        return String.join(
                " | ",
                connector.substring(connector.lastIndexOf('.') + 1),
                key.name,
                key.type.name(),
                key.hasDefault() ? "default " + key.defaultValue : "required",
                key.importance.name(),
                String.valueOf(key.group),
                Integer.toString(key.orderInGroup));
    }

    private static ConfigDef definition(String connector) {
        try {
            return ((Connector)
                            Class.forName(connector).getDeclaredConstructor().newInstance())
                    .config();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(connector, e);
        }
    }
}
