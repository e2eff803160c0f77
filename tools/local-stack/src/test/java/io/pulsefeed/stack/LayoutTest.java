package io.pulsefeed.stack;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LayoutTest {

    @Test
    void reportsAvailableProfilesForAnUnknownOne() {
        assertThatThrownBy(() -> Layout.topicsFile(Path.of("..", "..", "connect-config"), "huge"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("Available: cluster, local, single");
    }
}
