package io.pulsefeed.emotibit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DevicePatternsTest {

    private static boolean accepts(List<String> include, List<String> exclude) {
        return new DevicePatterns(include, exclude).accepts("MD-V5-0000410", "192.168.1.20");
    }

    @Test
    void acceptsEveryDeviceByDefault() {
        assertThat(accepts(List.of(), List.of())).isTrue();
    }

    @Test
    void matchesAddressesAndIds() {
        for (String pattern :
                List.of("192.168.1.20", "192.168.1.*", "*", "*.20", "1*.1*.*0", "MD-V5-0000410", "MD-*-*410")) {
            assertThat(accepts(List.of(pattern), List.of())).as(pattern).isTrue();
        }
        for (String pattern : List.of("192.168.1.2", "192.168.2.*", "*.21", "MD-V6*", "MD-V5-0000410*410", "")) {
            assertThat(accepts(List.of(pattern), List.of())).as(pattern).isFalse();
        }
    }

    @Test
    void excludePatternsTakePrecedence() {
        assertThat(accepts(List.of("*"), List.of("MD-V5-*"))).isFalse();
    }
}
