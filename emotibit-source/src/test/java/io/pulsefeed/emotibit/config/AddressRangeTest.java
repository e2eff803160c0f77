package io.pulsefeed.emotibit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    private static List<String> addresses(String text) {
        return AddressRange.parse(text).addresses().stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }

    @Test
    void parsesSingleAddress() {
        assertThat(addresses("127.0.0.2")).containsExactly("127.0.0.2");
    }

    @Test
    void excludesNetworkAndBroadcastAddresses() {
        assertThat(addresses("192.168.1.77/30")).containsExactly("192.168.1.77", "192.168.1.78");
        assertThat(addresses("10.0.0.0/24")).hasSize(254).startsWith("10.0.0.1").endsWith("10.0.0.254");
        assertThat(addresses("255.255.255.254/31")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", "1.2.3", "1.2.3.256", "1.2.3.4.5", "1.2.3.4/19", "1.2.3.4/33", "1.2.3.-4", "::1"})
    void rejectsInvalidText(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
