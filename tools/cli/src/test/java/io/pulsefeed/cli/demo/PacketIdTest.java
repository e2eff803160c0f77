package io.pulsefeed.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PacketIdTest {

    private static PacketId of(String json) throws IOException {
        return PacketId.of(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsTheFieldsInAnyOrder() throws IOException {
        assertThat(
                        of(
                                "{\"device_id\":\"D\",\"session_id\":\"s\",\"values\":[1,[2]],\"packet_number\":7,\"type_tag\":\"PI\"}"))
                .isEqualTo(new PacketId("s", "PI", 7));
        assertThat(of("{\"type_tag\":\"??\",\"packet_number\":-1}")).isEqualTo(new PacketId("", "??", -1));
    }

    @Test
    void rejectsTextThatIsNotJson() {
        assertThatThrownBy(() -> of("{\"session_id\":")).isInstanceOf(IOException.class);
    }
}
