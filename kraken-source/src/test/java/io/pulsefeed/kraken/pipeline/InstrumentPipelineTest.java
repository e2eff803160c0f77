package io.pulsefeed.kraken.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.Instrument;
import io.pulsefeed.kraken.wire.Instrument.Kind;
import io.pulsefeed.kraken.wire.InstrumentUpdate;
import io.pulsefeed.kraken.wire.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class InstrumentPipelineTest {

    private static final long TIME_NS = 1_790_358_506_844_359_000L;
    private static final Instrument BITCOIN =
            instrument(Kind.PAIR, "XBT/USD", "{\"qty_increment\":1e-08,\"cost_min\":0.50}");
    private static final Instrument ASSET = instrument(Kind.ASSET, "XBT", "{\"collateral_value\":1.00}");
    private static final Instrument ETHER = instrument(Kind.PAIR, "ETH/USD", "{\"status\":\"online\"}");

    private final SourceMetrics metrics = new SourceMetrics();

    private static Instrument instrument(Kind kind, String name, String json) {
        return new Instrument(kind, name, true, json);
    }

    private InstrumentPipeline pipeline(String... overrides) {
        Map<String, String> properties = new HashMap<>(Map.of("pairs", "XBT/USD", "channels", "instrument"));
        for (int i = 0; i < overrides.length; i += 2) {
            properties.put(overrides[i], overrides[i + 1]);
        }
        return new InstrumentPipeline(
                PipelineSettings.of(new KrakenSourceConnectorConfig(properties)), metrics, Clock.systemUTC(), () -> 0);
    }

    private static List<SourceRecord> accept(InstrumentPipeline pipeline, boolean snapshot, Instrument... instruments) {
        List<SourceRecord> out = new ArrayList<>();
        pipeline.accept(new InstrumentUpdate(snapshot, List.of(instruments)), TIME_NS, false, out);
        return out;
    }

    private static List<String> values(List<SourceRecord> records) {
        return records.stream()
                .map(record -> new String((byte[]) record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void writesEachInstrumentWithTheDigitsOfTheWire() {
        List<SourceRecord> records = accept(pipeline(), true, BITCOIN, ASSET);

        assertThat(records).extracting(SourceRecord::key).containsExactly("XBT/USD", "XBT");
        assertThat(records).extracting(SourceRecord::topic).containsOnly("rawinstrument");
        assertThat(values(records))
                .containsExactly(
                        "{\"pair\":\"XBT/USD\",\"type\":\"snapshot\",\"instrument\":{\"qty_increment\":1e-08,\"cost_min\":0.50},"
                                + "\"timestamp\":1790358506.844359}",
                        "{\"asset\":\"XBT\",\"type\":\"snapshot\",\"instrument\":{\"collateral_value\":1.00},"
                                + "\"timestamp\":1790358506.844359}");
        assertThat(records.get(0).sourcePartition()).isEqualTo(Map.of("venue", "kraken", "channel", "instrument"));
        assertThat(records.get(0).headers().lastWithName("recv_ns")).isNull();
        assertThat(metrics.instruments.sum()).isEqualTo(2);
    }

    @Test
    void writesOnlyWhatASnapshotAfterAReconnectChanges() {
        InstrumentPipeline pipeline = pipeline();
        accept(pipeline, true, BITCOIN, ASSET, ETHER);
        Instrument changed = instrument(Kind.PAIR, "ETH/USD", "{\"status\":\"post_only\"}");
        assertThat(values(accept(pipeline, false, changed)))
                .singleElement()
                .asString()
                .contains("\"type\":\"update\"");
        assertThat(accept(pipeline, false, changed)).isEmpty();
        assertThat(accept(pipeline, true, BITCOIN, ASSET, changed)).isEmpty();

        List<SourceRecord> records = accept(pipeline, true, changed, ASSET, instrument(Kind.PAIR, "SOL/USD", "{}"));

        assertThat(values(records))
                .containsExactly(
                        "{\"pair\":\"SOL/USD\",\"type\":\"snapshot\",\"instrument\":{},\"timestamp\":1790358506.844359}",
                        "{\"pair\":\"XBT/USD\",\"type\":\"removed\",\"instrument\":null,\"timestamp\":1790358506.844359}");
        assertThat(accept(pipeline, true, changed, ASSET, BITCOIN)).hasSize(2);
    }

    @Test
    void aSnapshotWithoutAssetsRemovesNone() {
        InstrumentPipeline pipeline = pipeline();
        accept(pipeline, true, BITCOIN, ASSET);

        assertThat(accept(pipeline, true, BITCOIN)).isEmpty();
        assertThat(accept(pipeline, true)).isEmpty();
    }

    @Test
    void countsElementsWithoutAUsableName() {
        pipeline().accept(new InstrumentUpdate(true, List.of(), 7, "pair {}"), TIME_NS, false, new ArrayList<>());

        assertThat(metrics.rejected(RejectReason.UNKNOWN_SYMBOL).sum()).isEqualTo(7);
    }

    @Test
    void doesNotWriteTextThatIsNotJson() {
        InstrumentPipeline pipeline = pipeline();
        accept(pipeline, true, BITCOIN);

        assertThat(accept(pipeline, true, instrument(Kind.PAIR, "XBT/USD", ""))).isEmpty();
    }

    @Test
    void usesTheConfiguredSpellingAndFormat() {
        List<SourceRecord> records =
                accept(pipeline("pair.spelling", "common", "value.format", "struct"), true, BITCOIN, ASSET);

        assertThat(records).extracting(SourceRecord::key).containsExactly("BTC/USD", "BTC");
        Struct value = (Struct) records.get(0).value();
        value.validate();
        assertThat(value.getString("pair")).isEqualTo("BTC/USD");
        assertThat(value.getString("asset")).isNull();
        assertThat(value.getString("instrument")).isEqualTo(BITCOIN.json());
        assertThat(((Struct) records.get(1).value()).getString("asset")).isEqualTo("BTC");
    }
}
