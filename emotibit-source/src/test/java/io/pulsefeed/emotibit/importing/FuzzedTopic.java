package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Fuzzed records of the topics that a backfill reads: one in each line. */
public final class FuzzedTopic {

    private FuzzedTopic() {}

    public static void read(byte[] input) {
        LiveSessions sessions = new LiveSessions("");
        int start = 0;
        for (int i = 0; i <= input.length; i++) {
            if (i == input.length || input[i] == '\n') {
                sessions.add(Arrays.copyOfRange(input, start, i));
                start = i + 1;
            }
        }
        assertThat(sessions.unusable()).isLessThanOrEqualTo(sessions.records());
        for (LiveSession session : sessions.all()) {
            assertThat(session.last()).isGreaterThanOrEqualTo(session.first());
            session.publishedEndUs(0);
            if (session.hasClock()) {
                session.epochUs(0);
                session.epochUs(1e12);
            }
        }
    }
}
