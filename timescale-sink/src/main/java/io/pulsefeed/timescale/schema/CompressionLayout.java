package io.pulsefeed.timescale.schema;

import io.pulsefeed.timescale.config.OrderColumn;
import io.pulsefeed.timescale.config.SchemaConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How compressed chunks of a table group and order its rows. TimescaleDB stores up to 1,000 rows with the same segment in one
 * compressed row, so a segment that is almost unique makes a table larger than it was.
 *
 * @param segmentBy columns of a segment; empty to compress rows of all series together
 * @param isConfigured whether a key of the connector sets it, instead of the defaults
 */
public record CompressionLayout(List<String> segmentBy, List<OrderColumn> orderBy, boolean isConfigured) {

    /** Columns with many rows per value and chunk. For other tables this is unknown until they have rows. */
    private static final Map<String, List<String>> SEGMENTS = Map.of(
            "ticker_data", List.of("pair"),
            "trade_data", List.of("pair"),
            "alert_data", List.of("pair"),
            "book_data", List.of("pair"),
            "article_data", List.of("website"),
            "emotibit_packet", List.of("device_id", "type_tag"),
            "emotibit_sample", List.of("device_id", "type_tag"),
            "emotibit_metric", List.of("device_id", "metric_name"),
            "emotibit_event", List.of("device_id"));

    private static final int JSONB = 3802;

    /** @param time time column of the hypertable */
    static CompressionLayout of(TableDescription table, String time, SchemaConfig config) {
        Optional<List<String>> segmentBy = config.compressSegmentBy().of(table.name());
        Optional<List<OrderColumn>> orderBy = config.orderBy(table.name());
        List<String> segment = segmentBy.orElseGet(() -> SEGMENTS.getOrDefault(table.name(), List.of()).stream()
                .filter(table.columns()::containsKey)
                .filter(column -> orderBy.stream().flatMap(List::stream).noneMatch(order -> order.name()
                        .equals(column)))
                .toList());
        return new CompressionLayout(
                segment,
                orderBy.orElseGet(() -> defaultOrder(table, time, segment)),
                segmentBy.isPresent() || orderBy.isPresent());
    }

    private static List<OrderColumn> defaultOrder(TableDescription table, String time, List<String> segment) {
        Stream<String> rest = table.key().stream()
                .filter(column -> !column.equals(time) && !segment.contains(column))
                // Each column of the order is stored again as minimum and maximum, which is large for a document.
                .filter(column -> table.columns().get(column).typeOid() != JSONB);
        return Stream.concat(Stream.of(time), rest).map(OrderColumn::descending).toList();
    }

    /** The options of {@code ALTER TABLE .. SET}. Without an explicit segment, some versions choose the first key column. */
    String options() {
        return "timescaledb.compress, timescaledb.compress_segmentby = " + Sql.literal(Sql.columnList(segmentBy))
                + ", timescaledb.compress_orderby = "
                + Sql.literal(orderBy.stream()
                        .map(column -> Sql.quoted(column.name()) + column.direction())
                        .collect(Collectors.joining(", ")));
    }
}
