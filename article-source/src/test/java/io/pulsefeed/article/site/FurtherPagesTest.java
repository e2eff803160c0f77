package io.pulsefeed.article.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FurtherPagesTest {

    @Test
    void dropsOnlyLinesOfEarlierPages() {
        assertThat(FurtherPages.join("Title\nYes.", List.of("Title\nWhy?\nNo.\nWhy not?\nNo.", "Title\nNo.\nEnd")))
                .isEqualTo("Title\nYes.\nWhy?\nNo.\nWhy not?\nNo.\nEnd");
    }
}
