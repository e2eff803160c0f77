package io.pulsefeed.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkSettingsTest {

    private static SinkSettings sink(String config) throws JsonProcessingException {
        return new SinkSettings("rows", new ObjectMapper().readTree(config));
    }

    @Test
    void readsTopicsTablesAndGroupOfAShippedSink() throws JsonProcessingException {
        SinkSettings sink = sink("{\"topics\":\"rawtrade, rawbooktop, Emotibit_rawdata\",\"profile\":\"cryptoviz\"}");

        List<String> topics = sink.topics(List.of("Emotibit_rawdata", "other", "rawtrade"));
        assertThat(topics).containsExactly("rawtrade", "Emotibit_rawdata");
        assertThat(sink.tables(topics)).containsExactly("trade_data", "emotibit_packet", "emotibit_sample");
        assertThat(sink.tables(List.of("rawbooktop"))).containsExactly("book_data");
        assertThat(sink.group()).isEqualTo("connect-rows");
        assertThat(sink.deadLetterTopic()).isEmpty();
    }

    @Test
    void readsCustomNames() throws JsonProcessingException {
        SinkSettings sink = sink(
                """
                {"topics.regex":"read.*","table.readings":"a, b","consumer.override.group.id":"spark-job-ingestion",
                 "errors.deadletterqueue.topic.name":"dlq.rows"}""");

        List<String> topics = sink.topics(List.of("rawtrade", "readings", "readouts"));
        assertThat(topics).containsExactly("readings", "readouts");
        assertThat(sink.tables(topics)).containsExactly("a", "b", "readouts");
        assertThat(sink.group()).isEqualTo("spark-job-ingestion");
        assertThat(sink.deadLetterTopic()).isEqualTo("dlq.rows");
    }
}
