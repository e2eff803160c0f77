package io.pulsefeed.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connector file that an earlier release accepts means the same today. */
class ConfigKeysTest {

    @ParameterizedTest
    @ValueSource(strings = ReleaseFixture.FIRST)
    void keepsEveryKeyWithTypeAndDefault(String release) {
        List<String> keys = keys(ReleaseFixture.of(release).lines(ReleaseFixture.CONFIG_KEYS));

        assertThat(keys).hasSizeGreaterThan(100);
        assertThat(keys(ConfigKeys.lines())).containsAll(keys);
    }

    /** Without importance, group and order, which only arrange a form. */
    private static List<String> keys(List<String> lines) {
        return lines.stream()
                .map(line -> line.split(" \\| "))
                .map(columns -> String.join(" | ", List.of(columns).subList(0, 4)))
                .toList();
    }
}
