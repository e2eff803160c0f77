package io.pulsefeed.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackfillEventsTest {

    /** Other producers may write to the topics, and a deletion writes records without a value. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "not json", "{\"event\":", "[]", "7", "\u0000\u0000\u0000\u0000\u0007abc"})
    void aRecordOfAnotherFormIsNoEvent(String text) {
        byte[] value = text == null ? null : text.getBytes(StandardCharsets.UTF_8);

        assertThat(BackfillEvents.json(value).path("event").asText()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"event\":\"backfilled\"}"})
    void readsEvents(String text) {
        assertThat(BackfillEvents.json(text.getBytes(StandardCharsets.UTF_8))
                        .path("event")
                        .asText())
                .isEqualTo("backfilled");
    }
}
