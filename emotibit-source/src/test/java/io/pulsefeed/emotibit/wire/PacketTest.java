package io.pulsefeed.emotibit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTest {

    @Test
    void parsesFields() {
        Packet packet = Packet.parse("344458,52842,3,PI,1,100,6381,6387,6372");

        assertThat(packet.timestamp()).isEqualTo(344_458);
        assertThat(packet.number()).isEqualTo(52_842);
        assertThat(packet.count()).isEqualTo(3);
        assertThat(packet.tag()).isEqualTo("PI");
        assertThat(packet.version()).isEqualTo(1);
        assertThat(packet.reliability()).isEqualTo(100);
        assertThat(packet.firstElement()).isEqualTo("6381");
        assertThat(packet.hasPayload()).isTrue();
    }

    @Test
    void parsesHeaderThatIsPaddedWithBlanks() {
        Packet packet = Packet.parse(" 344458,  7, 3,PI, 1,100, 8, 9,10");

        assertThat(packet.timestamp()).isEqualTo(344_458);
        assertThat(packet.number()).isEqualTo(7);
        assertThat(packet.count()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1, ,3,PI,1,100,4",
                "1,2 2,3,PI,1,100,4",
                "",
                "garbage",
                "1,2,3,PI,1",
                "1,2,3,P,1,100",
                "1,2,3,PIX,1,100,4",
                "x,2,3,PI,1,100,4",
                "1,65536,3,PI,1,100,4",
                "1,2,65536,PI,1,100,4",
                "4294967296,2,3,PI,1,100,4",
                "-1,2,3,PI,1,100,4",
                "1,,3,PI,1,100,4",
                ",,,,,,",
                "1,2,3,P ,1,100,4",
                "99999999999999999999,2,3,PI,1,100,4"
            })
    void rejectsInvalidHeaders(String line) {
        assertThat(Packet.parse(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967295,65535,0,ED,1,100", "0,0,0,ED,1,100,"})
    void acceptsPacketsWithoutPayload(String line) {
        assertThat(Packet.parse(line)).isNotNull().matches(packet -> !packet.hasPayload());
    }

    @Test
    void readsKeyValuePayloadsRegardlessOfCount() {
        Packet mode = Packet.parse("1,2,4,EM,1,100,RS,RB,2024-09-18_22-59-45-827135.csv,PS,MN");
        Packet hello = Packet.parse("8123,17,0,HH,1,100,DP,-1,DI,MD-V5-0000410");

        assertThat(mode.valueOf("PS")).isEqualTo("MN");
        assertThat(mode.valueOf("RB")).isEqualTo("2024-09-18_22-59-45-827135.csv");
        assertThat(hello.valueOf("DP")).isEqualTo("-1");
        assertThat(hello.valueOf("DI")).isEqualTo("MD-V5-0000410");
        assertThat(hello.valueOf("XX")).isNull();
    }

    @Test
    void ignoresTrailingComma() {
        Packet.Elements elements = Packet.parse("1,2,1,TX,1,100,a,").elements();

        assertThat(elements.next()).isTrue();
        assertThat(elements.next()).isFalse();
    }

    @Property
    void parsesAnyValidHeader(
            @ForAll @LongRange(max = 0xFFFF_FFFFL) long timestamp,
            @ForAll @IntRange(max = 65_535) int number,
            @ForAll @IntRange(max = 65_535) int count) {
        Packet packet = Packet.parse(timestamp + "," + number + "," + count + ",B%,1,100,16");

        assertThat(packet.timestamp()).isEqualTo(timestamp);
        assertThat(packet.number()).isEqualTo(number);
        assertThat(packet.count()).isEqualTo(count);
    }

    @Property
    void neverFailsOnAnyLine(@ForAll String line) {
        Packet packet = Packet.parse(line);
        if (packet != null) {
            assertThat(Values.of(packet).count()).isLessThanOrEqualTo(256);
        }
    }
}
