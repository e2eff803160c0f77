package io.pulsefeed.simulators.emotibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void findsFaultByName() {
        assertThat(Fault.named("slow-clock")).isEqualTo(Fault.SLOW_CLOCK);
        assertThatThrownBy(() -> Fault.named("rain"))
                .hasMessageContaining("rain")
                .hasMessageContaining("loss-burst");
    }

    @Test
    void documentsEveryFault() throws IOException {
        String page = Files.readString(Path.of("../../docs/simulators.md"));

        for (Fault fault : Fault.values()) {
            assertThat(page).contains("| `" + fault + "` | " + fault.description() + " |");
        }
    }
}
