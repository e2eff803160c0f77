package io.pulsefeed.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The English and the French page have the same commands and structure. */
class BeginnerPagesTest {

    private static final Page ENGLISH = Page.read(Checkout.path("docs/beginner.md"));
    private static final Page FRENCH = Page.read(Checkout.path("docs/debutant.md"));

    @Test
    void haveTheSameCommandsInTheSameOrder() {
        assertThat(commands(FRENCH)).isEqualTo(commands(ENGLISH)).isNotEmpty();
    }

    @Test
    void haveTheSameHeadingsAndSteps() {
        assertThat(structure("docs/debutant.md")).isEqualTo(structure("docs/beginner.md"));
    }

    private static List<String> commands(Page page) {
        return page.code().stream()
                .map(Page.Code::text)
                .filter(text -> text.matches("(\\./pulsefeed|docker|cp|SELECT) .*"))
                .toList();
    }

    /** The sequence of line kinds: headings, steps, table rows, defined words. */
    private static List<String> structure(String page) {
        return Checkout.text(page)
                .lines()
                .filter(line -> line.matches("(#|\\d+\\. |\\| |\\*\\*).*"))
                .map(line -> line.replaceFirst("^(#+|\\d+\\.|\\||\\*\\*).*", "$1"))
                .toList();
    }
}
