package io.pulsefeed.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The English and the French page say the same: what is added to one is missed in the other. */
class BeginnerPagesTest {

    private static final Page ENGLISH = Page.read(Checkout.path("docs/beginner.md"));
    private static final Page FRENCH = Page.read(Checkout.path("docs/debutant.md"));

    @Test
    void showTheSameCommandsInTheSameOrder() {
        assertThat(commands(FRENCH)).isEqualTo(commands(ENGLISH)).isNotEmpty();
    }

    @Test
    void haveTheSameChaptersAndSteps() {
        assertThat(shape("docs/debutant.md")).isEqualTo(shape("docs/beginner.md"));
    }

    private static List<String> commands(Page page) {
        return page.code().stream()
                .map(Page.Code::text)
                .filter(text -> text.matches("(\\./pulsefeed|docker|cp|SELECT) .*"))
                .toList();
    }

    /** What kind of line follows what: headings, steps, rows, defined words. */
    private static List<String> shape(String page) {
        return Checkout.text(page)
                .lines()
                .filter(line -> line.matches("(#|\\d+\\. |\\| |\\*\\*).*"))
                .map(line -> line.replaceFirst("^(#+|\\d+\\.|\\||\\*\\*).*", "$1"))
                .toList();
    }
}
