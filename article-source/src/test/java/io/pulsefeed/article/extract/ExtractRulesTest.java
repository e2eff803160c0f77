package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExtractRulesTest {

    @Test
    void rejectsInvalidSelectors() {
        assertThatCode(() -> ExtractRules.requireSelector("a[href*='/2026/'] > .x"))
                .doesNotThrowAnyException();
        for (String broken : new String[] {"a[", "", "..x", ":nope(", "div >> "}) {
            assertThatThrownBy(() -> ExtractRules.requireSelector(broken))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
