package io.pulsefeed.console.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.console.feed.FeedTopics;
import io.pulsefeed.console.feed.Json;
import io.pulsefeed.console.feed.LiveModel;
import io.pulsefeed.console.feed.RecordDecoder;
import io.pulsefeed.testing.fuzz.FuzzKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A kind of external input and its reader. */
enum InputKind implements FuzzKind {
    REQUESTS {
        /** The bytes of a connection; {@code $TOKEN} is the token of the page. */
        @Override
        public void read(byte[] input) throws IOException {
            FuzzedServer.SHARED.request(input);
        }
    },
    RECORDS {
        /** A record in each line: topic, timestamp, key and value, separated by blanks. */
        @Override
        public void read(byte[] input) {
            LiveModel model = new LiveModel(() -> NOW_MS);
            model.watch(Set.of(DEVICE));
            RecordDecoder decoder = new RecordDecoder(FeedTopics.DEFAULT, model);
            new String(input, StandardCharsets.UTF_8)
                    .lines()
                    .limit(200)
                    .forEach(line -> decoder.accept(record(line.split(" ", 4))));
            for (Object event : List.of(
                    model.snapshot(),
                    model.selected(DEVICE),
                    model.candles("XBT/USD"),
                    model.latest(),
                    model.drainSignals(),
                    model.drain())) {
                assertThat(Json.write(event)).doesNotContain("\n");
            }
        }
    };

    private static final long NOW_MS = 1_790_000_000_000L;
    private static final String DEVICE = "MD-V5-0000410";

    private static ConsumerRecord<String, byte[]> record(String[] parts) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("kraken.origin", parts[0].getBytes(StandardCharsets.UTF_8));
        return new ConsumerRecord<>(
                parts[0],
                0,
                0,
                parts.length > 1 && parts[1].matches("-?[0-9]{1,18}") ? Long.parseLong(parts[1]) : NOW_MS,
                TimestampType.CREATE_TIME,
                0,
                0,
                parts.length > 2 && !parts[2].equals("-") ? parts[2] : null,
                parts.length > 3 ? parts[3].getBytes(StandardCharsets.UTF_8) : null,
                headers,
                Optional.empty());
    }
}
