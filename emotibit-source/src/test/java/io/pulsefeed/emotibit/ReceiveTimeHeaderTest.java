package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ReceiveTimeHeaderTest {

    private final List<SourceRecord> out = new ArrayList<>();

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            out.add(new SourceRecord(Map.of(), Map.of(), "topic", null, null));
        }
    }

    private List<Object> headers() {
        List<Object> values = new ArrayList<>();
        for (SourceRecord record : out) {
            Header header = record.headers().lastWithName("recv_ns");
            values.add(header == null ? "none" : header.value());
        }
        return values;
    }

    @Test
    void addsTheTimeToNewRecordsOnly() {
        ReceiveTimeHeader header = new ReceiveTimeHeader(true);
        add(2);
        header.addToNew(out, 1_790_358_504_745_996L);
        add(1);
        header.addToNew(out, 1_790_358_504_745_997L);
        add(1);

        assertThat(headers())
                .containsExactly(
                        1_790_358_504_745_996_000L, 1_790_358_504_745_996_000L, 1_790_358_504_745_997_000L, "none");
    }

    @Test
    void addsNothingIfDisabled() {
        add(1);
        new ReceiveTimeHeader(false).addToNew(out, 1_790_358_504_745_996L);

        assertThat(headers()).containsExactly("none");
    }
}
