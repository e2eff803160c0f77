package io.pulsefeed.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class SentLettersTest {

    @Test
    void remembersWhatWasSentAfterAnOpenLetter() {
        SentLetters sent = SentLetters.from(10);
        sent.add(10, 11);
        sent.add(13, 13);
        sent.add(14, 14);
        sent.add(16, 16);

        assertThat(sent.committable()).isEqualTo(new OffsetAndMetadata(12, "sent:13-14,16-16"));
        assertThat(sent.openBetween(10, 20)).isEqualTo(5);

        SentLetters later = SentLetters.parse(sent.committable());
        later.add(12, 12);
        assertThat(later.committable()).isEqualTo(new OffsetAndMetadata(15, "sent:16-16"));
        later.add(15, 15);
        assertThat(later.committable()).isEqualTo(new OffsetAndMetadata(17, ""));
    }

    @Test
    void ignoresMetadataOfAnotherForm() {
        SentLetters sent = SentLetters.parse(new OffsetAndMetadata(5, "sent:x-y,7-8,9"));

        assertThat(sent.contains(4)).isTrue();
        assertThat(sent.contains(5)).isFalse();
        assertThat(sent.contains(7)).isTrue();
        assertThat(sent.contains(9)).isFalse();
        assertThat(SentLetters.parse(new OffsetAndMetadata(5, "other")).open()).isEqualTo(5);
    }

    /** Compares with a bit set, for random orders. */
    @Test
    void agreesWithASetOfOffsets() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            SentLetters sent = SentLetters.from(0);
            BitSet expected = new BitSet();
            for (int i = 0; i < 40; i++) {
                int first = random.nextInt(100);
                int last = first + random.nextInt(5);
                sent.add(first, last);
                expected.set(first, last + 1);
                sent = SentLetters.parse(sent.committable());
                assertThat(sent.open()).isEqualTo(expected.nextClearBit(0));
            }
            for (int offset = 0; offset < 110; offset++) {
                assertThat(sent.contains(offset)).isEqualTo(expected.get(offset));
            }
            assertThat(sent.openBetween(20, 90))
                    .isEqualTo(70 - expected.get(20, 90).cardinality());
        }
    }

    @Test
    void reportsTooManyRanges() {
        SentLetters sent = SentLetters.from(0);
        for (int i = 1_000_000; i < 1_002_000; i += 2) {
            sent.add(i, i);
        }

        assertThat(sent.isCommittable()).isFalse();
    }
}
