package io.pulsefeed.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules for the static files: their size, and nothing from outside. */
class PageFilesTest {

    private static final int BUDGET = 150_000;

    private final PageFiles files = new PageFiles();

    private String text(String path) {
        return new String(Objects.requireNonNull(files.find(path)).content(), StandardCharsets.UTF_8);
    }

    @Test
    void staysWithinItsBudget() {
        assertThat(files.size()).isLessThan(BUDGET);
    }

    @Test
    void hasNoInlineScriptNoInlineStyleAndNoOtherOrigin() {
        String page = text("/");
        assertThat(page).doesNotContain("style=").doesNotContainPattern("<script>|<style| on[a-z]+=\"");
        Matcher reference = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page);
        while (reference.find()) {
            assertThat(reference.group(1)).matches("[/#][^/].*|/");
        }
        assertThat(text("/page.css")).doesNotContain("url(", "@import");
    }

    /** Every module sets text as text. */
    @Test
    void noScriptBuildsMarkupFromText() throws IOException {
        Path folder = Path.of("src/main/resources/io/pulsefeed/console/page");
        List<Path> scripts;
        try (var found = Files.list(folder)) {
            scripts = found.filter(file -> file.toString().endsWith(".js")).toList();
        }
        assertThat(scripts).hasSizeGreaterThan(5);
        for (Path script : scripts) {
            assertThat(files.find("/" + script.getFileName()))
                    .as(script + " is served")
                    .isNotNull();
            assertThat(Files.readString(script))
                    .as(script.toString())
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function");
        }
    }
}
