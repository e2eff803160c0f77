package io.pulsefeed.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionLayoutTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ticker_data | pair timestamp | "pair" | "timestamp" DESC
            alert_data | pair alert_type timestamp | "pair" | "timestamp" DESC, "alert_type" DESC
            book_data | pair timestamp | "pair" | "timestamp" DESC
            article_data | article_id timestamp website? | "website" | "timestamp" DESC, "article_id" DESC
            emotibit_packet | device_id type_tag timestamp packet_number | "device_id", "type_tag" | "timestamp" DESC, "packet_number" DESC
            emotibit_metric | device_id metric_name timestamp | "device_id", "metric_name" | "timestamp" DESC
            emotibit_event | device_id event timestamp detail:3802 | "device_id" | "timestamp" DESC, "event" DESC
            orders | order_id line timestamp | '' | "timestamp" DESC, "order_id" DESC, "line" DESC
            article_data | id timestamp | '' | "timestamp" DESC, "id" DESC
            """)
    void choosesColumnsWithManyRowsPerValue(String table, String columns, String segmentBy, String orderBy) {
        assertThat(CompressionLayout.of(
                                description(table, columns),
                                "timestamp",
                                config(Map.of()).schema())
                        .options())
                .isEqualTo("timescaledb.compress, timescaledb.compress_segmentby = '" + segmentBy
                        + "', timescaledb.compress_orderby = '" + orderBy + "'");
    }

    /** The server rejects a column in both lists. */
    @Test
    void orderOverridesTheDefaultSegment() {
        CompressionLayout layout = CompressionLayout.of(
                description("trade_data", "pair trade_id timestamp"),
                "timestamp",
                config(Map.of("compress.orderby.trade_data", "pair, timestamp")).schema());

        assertThat(layout.segmentBy()).isEmpty();
        assertThat(layout.isConfigured()).isTrue();
    }

    /** @param columns name, or name:type; a question mark follows a column that is not in the key */
    private static TableDescription description(String table, String columns) {
        Map<String, Column> all = new LinkedHashMap<>();
        List<String> words = Arrays.asList(columns.split(" "));
        for (String word : words) {
            String[] parts = word.replace("?", "").split(":");
            int type = parts.length == 2 ? Integer.parseInt(parts[1]) : 25;
            all.put(parts[0], new Column(parts[0], type, "text", -1, true, false));
        }
        List<String> key = words.stream()
                .filter(word -> !word.endsWith("?"))
                .map(word -> word.split(":")[0])
                .toList();
        return new TableDescription(table, all, key);
    }

    private static TimescaleSinkConnectorConfig config(Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(Map.of("connection.url", "jdbc:postgresql://localhost/x", "topics", "t"));
        settings.putAll(more);
        return new TimescaleSinkConnectorConfig(settings);
    }
}
