package io.pulsefeed.cli.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The rules of a proposal one by one, and its output. */
class ProposalPartsTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private static ProposalCase shape(String name) {
        for (var shape : ShapeRecords.all()) {
            if (shape.get("name").asText().startsWith(name)) {
                return ProposalCase.of(new ShapeRecords(shape, 60).sample("shop.Orders-v1"));
            }
        }
        throw new IllegalArgumentException(name);
    }

    @Test
    void unitsOfTimesExcludeEachOther() {
        assertThat(TimeForm.ofNumber(new BigDecimal("1764500000.25"))).isEqualTo(TimeForm.S);
        assertThat(TimeForm.ofNumber(new BigDecimal("1764500000250"))).isEqualTo(TimeForm.MS);
        assertThat(TimeForm.ofNumber(new BigDecimal("1764500000250001"))).isEqualTo(TimeForm.US);
        assertThat(TimeForm.ofNumber(new BigDecimal("1764500000250001002"))).isEqualTo(TimeForm.NS);
        assertThat(TimeForm.ofNumber(new BigDecimal("17645"))).isNull();
        assertThat(TimeForm.ofNumber(new BigDecimal("1e999999"))).isNull();
        assertThat(TimeForm.ofNumber(new BigDecimal("-1764500000"))).isNull();
    }

    @Test
    void timesInOtherNotationsAreRead() {
        assertThat(Times.epochMs("Mon, 30 Nov 2026 12:00:00 GMT")).isEqualTo(1_796_040_000_000L);
        assertThat(Times.epochMs("30/Nov/2026:13:00:00 +0100")).isEqualTo(1_796_040_000_000L);
        assertThat(Times.epochMs("2026-11-30 12:00:00,250")).isEqualTo(1_796_040_000_250L);
        assertThat(Times.epochMs("2026-11-30T12:00:00.123456789012+00")).isEqualTo(1_796_040_000_123L);
        assertThat(Times.epochMs("30/13/2026 12:00:00")).isNull();
        assertThat(Times.epochMs("9")).isNull();
        assertThat(Times.epochMs("2026-02-30")).isNull();
    }

    @Test
    void namesAreValidAndDifferent() {
        Names names = new Names();

        assertThat(names.column(List.of("@timestamp"))).isEqualTo("timestamp");
        assertThat(names.column(List.of("a.b", "c"))).isEqualTo("a_b_c");
        assertThat(names.column(List.of("a", "b_c"))).isEqualTo("a_b_c_2");
        assertThat(names.column(List.of("xmin"))).isEqualTo("xmin_");
        assertThat(names.column(List.of(""))).isEqualTo("field");
        assertThat(names.column(List.of("größe"))).isEqualTo("größe");
        assertThat(names.column(List.of("ä".repeat(60))).getBytes(StandardCharsets.UTF_8))
                .hasSize(62);
        assertThat(Names.table("Shop.Orders-v1")).isEqualTo("shop_orders_v1");
        assertThat(Names.table("1min")).isEqualTo("t_1min");
    }

    @Test
    void chunksHoldAtMostTenMillionRows() {
        assertThat(ChunkRule.interval(0)).isEqualTo("7 days");
        assertThat(ChunkRule.interval(100)).isEqualTo("30 days");
        assertThat(ChunkRule.interval(1_000_000)).isEqualTo("7 days");
        assertThat(ChunkRule.interval(8_640_000)).isEqualTo("1 days");
        assertThat(ChunkRule.interval(30_000_000)).isEqualTo("6 hours");
        assertThat(ChunkRule.interval(500_000_000)).isEqualTo("1 hours");
    }

    @Test
    void samplesAreSpreadOverThePartition() {
        TopicReader.Range all = new TopicReader.Range(PARTITION, 1000, 3000, 100);

        List<TopicReader.Range> spread = TopicReader.rangesOf(all, SamplePosition.SPREAD);

        assertThat(spread).hasSize(10);
        assertThat(spread.stream().mapToInt(TopicReader.Range::records).sum()).isEqualTo(100);
        assertThat(spread.get(1)).isEqualTo(new TopicReader.Range(PARTITION, 1200, 1400, 10));
        assertThat(spread.get(9)).isEqualTo(new TopicReader.Range(PARTITION, 2990, 3000, 10));
        assertThat(TopicReader.rangesOf(all, SamplePosition.END))
                .containsExactly(new TopicReader.Range(PARTITION, 2900, 3000, 100));
        assertThat(TopicReader.rangesOf(all, SamplePosition.BEGINNING)).containsExactly(all);
    }

    @Test
    void keysOfATopicWithADotAreMappedToItsTable() {
        ProposalCase found = shape("orders");

        assertThat(found.settings())
                .containsEntry("table.shop.Orders-v1", "shop_orders_v1, shop_orders_v1_items")
                .containsEntry("each.shop.Orders-v1/shop_orders_v1_items", "items")
                .containsEntry("unique.shop.Orders-v1/shop_orders_v1", "order_id, created_at")
                .containsEntry("unique.shop.Orders-v1/shop_orders_v1_items", "order_id, index, created_at");
    }

    @Test
    void theReportShowsTimeKeyStatementsRowsAndRejections() {
        ProposalCase found = shape("records that are not JSON");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> ddl = ddl(found);

        new MapReport(new PrintStream(out, true, StandardCharsets.UTF_8))
                .print(found.sample(), found.profile(), found.proposal(), ddl, found.run());

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("6 are not JSON objects")
                .contains("Time      ts, ms: a time in every record, within a minute of the record timestamps")
                .contains(
                        "CREATE TABLE IF NOT EXISTS \"shop_orders_v1\" (\"ts\" timestamptz NOT NULL, \"rssi\" integer")
                .contains("Rows of shop_orders_v1, 10 of 60")
                .contains("Dry run: 60 records written, 6 rejected")
                .contains("not-json, 6 records, first at partition 0 offset 6");
    }

    @Test
    void theJsonHasAllPartsAndTheConnector() {
        ProposalCase found = shape("CloudEvents in structured");

        ObjectNode json = MapJson.of(found.sample(), found.profile(), found.proposal(), ddl(found), found.run());

        assertThat(json.at("/time/source").asText()).isEqualTo("time");
        assertThat(json.at("/tables/0/columns/0/type").asText()).isEqualTo("timestamptz");
        assertThat(json.at("/dry_run/written").asInt()).isEqualTo(60);
        assertThat(json.at("/dry_run/tables/0/sample")).hasSize(10);
        assertThat(json.at("/connector/config/connector.class").asText()).isEqualTo(ConnectorSettings.SINK);
        assertThat(json.at("/connector/config/connection.password").asText()).isEqualTo("${env:PULSEFEED_DB_PASSWORD}");
    }

    private static List<String> ddl(ProposalCase found) {
        List<String> statements = new ArrayList<>();
        SinkModel.of(found.settings())
                .ddl(ProposalApplier.timescale("", "public"))
                .values()
                .forEach(statements::addAll);
        return statements;
    }
}
