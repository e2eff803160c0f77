package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Order books.
 *
 * @param depth number of levels of each side
 * @param topInterval how often the best prices are written; zero for never
 */
public record BookConfig(String topic, String topTopic, int depth, Duration topInterval) {

    private static final String TOPIC = "topic.book";
    private static final String TOP_TOPIC = "topic.book.top";
    private static final String DEPTH = "book.depth";
    private static final String TOP_INTERVAL = "book.top.interval.ms";

    private static final String GROUP = "Order book";
    private static final List<Integer> DEPTHS = List.of(10, 25, 100, 500, 1000);

    static void addTo(ConfigDef definition) {
        ConfigKey.of(DEPTH, Type.INT)
                .defaultsTo(10)
                .validatedBy(Validators.of(
                        "one of 10, 25, 100, 500, 1000",
                        depth -> Validators.require(
                                DEPTHS.contains((Integer) depth), "must be one of 10, 25, 100, 500, 1000")))
                .recommendedBy(Validators.recommend(DEPTHS))
                .importance(Importance.LOW)
                .displayedAs("Book depth")
                .documentedAs("Number of levels of each side of the order book, with channels=book.")
                .addTo(definition, GROUP);
        ConfigValues.millisKey(TOP_INTERVAL, 0, 0, 3_600_000)
                .displayedAs("Book top interval")
                .documentedAs(
                        """
                        How often the connector writes the best bid and ask of a changed order book, their spread and the
                        imbalance of the ten best levels to topic.book.top. 0 disables it.""")
                .addTo(definition, GROUP);
        ConfigValues.topicKey(TOPIC, "rawbook", "Book topic", "Topic for snapshots and updates of order books.")
                .addTo(definition, GROUP);
        ConfigValues.topicKey(TOP_TOPIC, "rawbooktop", "Book top topic", "Topic for the best prices of order books.")
                .addTo(definition, GROUP);
    }

    static BookConfig of(AbstractConfig values) {
        return new BookConfig(
                values.getString(TOPIC),
                values.getString(TOP_TOPIC),
                values.getInt(DEPTH),
                ConfigValues.millis(values, TOP_INTERVAL));
    }
}
