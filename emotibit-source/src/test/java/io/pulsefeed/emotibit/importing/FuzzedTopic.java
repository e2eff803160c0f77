package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Fuzzed records of the topics that a backfill reads: one in each line. */
public final class FuzzedTopic {

    /** The parser of each record needs some kilobytes, also for an empty one. */
    private static final int MAX_RECORDS = 10_000;

    private FuzzedTopic() {}

    public static void read(byte[] input) {
        LiveSessions sessions = new LiveSessions("");
        int start = 0;
        int records = 0;
        for (int i = 0; i <= input.length && records < MAX_RECORDS; i++) {
            if (i == input.length || input[i] == '\n') {
                sessions.add(Arrays.copyOfRange(input, start, i));
                start = i + 1;
                records++;
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
