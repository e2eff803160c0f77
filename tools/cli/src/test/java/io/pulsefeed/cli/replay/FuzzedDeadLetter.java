package io.pulsefeed.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A dead letter with fuzzed headers: topic, partition and message, each in a line. */
public final class FuzzedDeadLetter {

    private FuzzedDeadLetter() {}

    public static void read(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 3);
        RecordHeaders headers = new RecordHeaders();
        String[] names = {"topic", "partition", "exception.message"};
        for (int i = 0; i < lines.length; i++) {
            headers.add("__connect.errors." + names[i], lines[i].getBytes(StandardCharsets.UTF_8));
        }
        DeadLetter letter = new DeadLetter(new ConsumerRecord<>(
                "dead", 0, 7, 0, TimestampType.CREATE_TIME, 0, 0, null, input, headers, Optional.empty()));
        assertThat(letter.kind().length())
                .isLessThanOrEqualTo(letter.description().length() + 3);
        assertThat(letter.original(3).partition()).isIn(null, 0, 1, 2);
    }
}
