package io.pulsefeed.emotibit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPacketsTest {

    private final HostPackets packets = new HostPackets();

    private static String text(byte[] packet) {
        return new String(packet, StandardCharsets.US_ASCII);
    }

    @Test
    void encodesHelloLikeProtocolDocument() {
        byte[] hello = {0x30, 0x2C, 0x30, 0x2C, 0x30, 0x2C, 0x48, 0x45, 0x2C, 0x31, 0x2C, 0x31, 0x30, 0x30, 0x0A};

        assertThat(packets.hello()).containsExactly(hello);
    }

    @Test
    void encodesEveryHostPacket() {
        assertThat(List.of(
                        text(packets.connect(3133, 3132)),
                        text(packets.ping(3132)),
                        text(packets.localTime("2022-12-12_16-07-50-668151")),
                        text(packets.acknowledge(18066)),
                        text(packets.normalPower()),
                        text(packets.disconnect())))
                .containsExactly(
                        "0,0,4,EC,1,100,CP,3133,DP,3132\n",
                        "0,1,2,PN,1,100,DP,3132\n",
                        "0,2,1,TL,1,100,2022-12-12_16-07-50-668151\n",
                        "0,3,2,AK,1,100,18066,RD\n",
                        "0,4,0,MN,1,100\n",
                        "0,5,0,ED,1,100\n");
    }

    @Test
    void wrapsCounterAt16Bits() {
        for (int i = 0; i < 65_536; i++) {
            packets.hello();
        }

        assertThat(text(packets.hello())).isEqualTo("0,0,0,HE,1,100\n");
    }
}
