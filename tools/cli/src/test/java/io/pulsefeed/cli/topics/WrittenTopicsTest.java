package io.pulsefeed.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WrittenTopicsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The response of a worker to a validation. */
    private static ObjectNode validation(Map<String, String> values) {
        ObjectNode response = JSON.createObjectNode();
        ArrayNode configs = response.putArray("configs");
        values.forEach((name, value) ->
                configs.addObject().putObject("value").put("name", name).put("value", value));
        return response;
    }

    @Test
    void topicOfAChannelIsWrittenIfSubscribed() {
        Map<String, String> values = new TreeMap<>(Map.of(
                "topic.trade", "rawtrade",
                "topic.ticker", "rawticker",
                "topic.alert", "rawalert",
                "topics.regex", "",
                "channels", "trade,ticker"));

        assertThat(WrittenTopics.of(validation(values))).containsExactly("rawalert", "rawticker", "rawtrade");
        values.put("channels", "trade");
        assertThat(WrittenTopics.of(validation(values))).containsExactly("rawtrade");
    }

    @Test
    void topicOfBestPricesIsWrittenIfItsIntervalIsSet() {
        Map<String, String> values = new TreeMap<>(Map.of(
                "topic.book", "rawbook",
                "topic.book.top", "rawbooktop",
                "book.top.interval.ms", "0",
                "channels", "book"));

        assertThat(WrittenTopics.of(validation(values))).containsExactly("rawbook");
        values.put("book.top.interval.ms", "1000");
        assertThat(WrittenTopics.of(validation(values))).containsExactly("rawbook", "rawbooktop");
        values.put("channels", "trade");
        assertThat(WrittenTopics.of(validation(values))).isEmpty();
    }

    @Test
    void topicsOfConnectorsWithoutChannelsAreWritten() {
        assertThat(WrittenTopics.of(validation(Map.of("topic", "rawarticle", "name", "topic"))))
                .containsExactly("rawarticle");
        assertThat(WrittenTopics.of(validation(Map.of(
                        "topic.raw", "Emotibit_rawdata",
                        "topic.processed", "Emotibit_processdata",
                        "topic.creation.groups", "g"))))
                .containsExactly("Emotibit_processdata", "Emotibit_rawdata");
    }

    @Test
    void describesMissingTopics() {
        assertThat(WrittenTopics.sentences(new TreeMap<>(Map.of("a", Set.of("x"), "b", Set.of("y")))))
                .containsExactly(
                        "a writes to topic x, which does not exist", "b writes to topic y, which does not exist");
        assertThat(WrittenTopics.advice()).contains("pulsefeed topics apply");
    }
}
