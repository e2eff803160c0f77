package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * Completion of live sessions with the files that the devices recorded.
 *
 * @param paths files, in order
 * @param deviceId device of the files; empty means any device whose packets match
 * @param sessionId session to complete; empty means every session whose packets match
 * @param dryRun whether only the number of missing packets is published
 * @param sessionTopics further topics with records of live sessions
 * @param consumer configuration of the consumer that reads the topics
 */
public record BackfillConfig(
        List<String> paths,
        String deviceId,
        String sessionId,
        boolean dryRun,
        List<String> sessionTopics,
        Map<String, Object> consumer) {

    /** Completes nothing. */
    public static final BackfillConfig NONE = new BackfillConfig(List.of(), "", "", false, List.of(), Map.of());

    public static final String PATHS = "backfill.paths";
    public static final String DEVICE_ID = "backfill.device.id";
    public static final String SESSION_ID = "backfill.session.id";
    public static final String DRY_RUN = "backfill.dry.run";
    public static final String SESSION_TOPICS = "backfill.session.topics";
    public static final String CONSUMER = "backfill.consumer.";
    public static final String BOOTSTRAP_SERVERS = CONSUMER + "bootstrap.servers";

    private static final String GROUP = "Backfill";

    static BackfillConfig of(AbstractConfig config) {
        return new BackfillConfig(
                EnvReferences.resolved(config.getList(PATHS)),
                EnvReferences.resolved(config.getString(DEVICE_ID)),
                config.getString(SESSION_ID),
                config.getBoolean(DRY_RUN),
                config.getList(SESSION_TOPICS),
                config.originalsWithPrefix(CONSUMER));
    }

    static void define(ConfigDef definition) {
        ConfigKey.of(PATHS, Type.LIST)
                .defaultsTo("")
                .width(Width.LONG)
                .displayedAs("Files to complete sessions with")
                .documentedAs(
                        """
                        Raw files from a device's SD card that complete its live sessions. The connector reads the topics, and
                        publishes only the packets that a session lacks, under the same keys and in the time of the session. The
                        first task of the connector reads all files.""")
                .addTo(definition, GROUP);
        ConfigKey.of(DEVICE_ID, Type.STRING)
                .defaultsTo("")
                .displayedAs("Device of the files")
                .documentedAs("Device id of the files. Empty finds the device by its packets.")
                .addTo(definition, GROUP);
        ConfigKey.of(SESSION_ID, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Session to complete")
                .documentedAs("Session to complete. Empty completes every session whose packets match the file.")
                .addTo(definition, GROUP);
        ConfigKey.of(DRY_RUN, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Only count")
                .documentedAs("Publishes only a backfilled event with the number of missing packets.")
                .addTo(definition, GROUP);
        ConfigKey.of(SESSION_TOPICS, Type.LIST)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Topics of earlier records")
                .documentedAs(
                        """
                        Further topics with records of the live sessions, which are read before the topics of the connector. For
                        records that those no longer hold: pulsefeed backfill copies them from the database.""")
                .addTo(definition, GROUP);
        ConfigKey.of(BOOTSTRAP_SERVERS, Type.STRING)
                .defaultsTo("")
                .displayedAs("Brokers")
                .documentedAs(
                        """
                        Brokers from which the task reads the topics of the live sessions; required with backfill.paths. Further
                        keys with the prefix backfill.consumer. configure the consumer, such as security.protocol.""")
                .addTo(definition, GROUP);
    }
}
