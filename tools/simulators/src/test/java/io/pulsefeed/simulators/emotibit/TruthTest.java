package io.pulsefeed.simulators.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TruthTest {

    private static final String DATA = "1000,1,1,PI,1,100,5\n";
    private static final String MODE = "1000,2,4,EM,1,100,RS,RE,PS,MN\n";
    private static final String REQUEST = "1000,3,2,RD,1,100,TL,TU\n";

    private final Truth truth = new Truth("MD-V5-0000410");

    @Test
    void countsAPacketOfTwoCopiesOnce() {
        truth.sent(List.of(MODE), true);
        truth.sent(List.of(MODE, DATA), true);

        assertThat(truth.packetsSent()).isEqualTo(2);
        assertThat(truth.packetsLost()).isZero();
    }

    @Test
    void countsAPacketAsSentIfOnlyItsSecondCopyArrives() {
        truth.sent(List.of(REQUEST), false);
        truth.sent(List.of(REQUEST, DATA), true);

        assertThat(truth.packetsSent()).isEqualTo(2);
        assertThat(truth.packetsLost()).isZero();
    }

    @Test
    void countsAPacketAsSentIfOnlyItsFirstCopyArrives() {
        truth.sent(List.of(REQUEST), true);
        truth.sent(List.of(REQUEST, DATA), false);

        assertThat(truth.packetsSent()).isEqualTo(1);
        assertThat(truth.packetsLost()).isEqualTo(1);
    }

    @Test
    void countsAPacketAsLostOnceIfBothCopiesAreLost() {
        truth.sent(List.of(MODE), false);
        truth.sent(List.of(MODE), false);

        assertThat(truth.packetsSent()).isZero();
        assertThat(truth.packetsLost()).isEqualTo(1);
    }
}
