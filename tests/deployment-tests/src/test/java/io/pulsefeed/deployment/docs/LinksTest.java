package io.pulsefeed.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever reads a page gets wherever it points, and gets to every page from the README. */
class LinksTest {

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = Page.all().stream()
                .flatMap(
                        page -> page.links().stream()
                                .flatMap(link -> fault(page, link.target())
                                        .map(fault -> page.name() + ":" + link.line() + ": " + fault)
                                        .stream()))
                .toList();
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageOfTheDocsIsReachedFromTheReadme() {
        Set<Path> reached = new HashSet<>();
        Deque<Path> next = new ArrayDeque<>(List.of(Checkout.path("README.md"), Checkout.path("docs/README.md")));
        while (!next.isEmpty()) {
            Path file = next.pop();
            if (reached.add(file) && file.toString().endsWith(".md") && Files.exists(file)) {
                Page page = Page.read(file);
                page.links().stream()
                        .map(link -> target(page, link.target()))
                        .flatMap(Optional::stream)
                        .forEach(next::push);
            }
        }
        assertThat(Checkout.files("docs", ".md")).allMatch(reached::contains);
    }

    @Test
    void findsBrokenLinksAndAnchors() {
        Page page = Page.parse(
                Checkout.path("docs/x.md"),
                """
                # One: `two`, três

                [good](#one-two-três) [bad](#one) [gone](no-such-page.md) [away](https://example.org/x)
                `[code](not-a-link)` [module](../tools/cli/src) [anchor](../README.md#see-it-work) [old](../README.md#seen)

                ```
                [fenced](nowhere.md)
                ```
                """);
        assertThat(page.links())
                .filteredOn(link -> fault(page, link.target()).isPresent())
                .extracting(Page.Link::target)
                .containsExactly("#one", "no-such-page.md", "../README.md#seen");
    }

    private static Optional<String> fault(Page page, String target) {
        Optional<Path> file = target(page, target);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        if (!file.get().equals(page.file()) && !Files.exists(file.get())) {
            return Optional.of(target + " is not there");
        }
        int hash = target.indexOf('#');
        if (hash < 0 || !file.get().toString().endsWith(".md")) {
            return Optional.empty();
        }
        String anchor = decoded(target.substring(hash + 1));
        Page other = file.get().equals(page.file()) ? page : Page.read(file.get());
        return other.anchors().contains(anchor)
                ? Optional.empty()
                : Optional.of(target + ": no heading gives this anchor");
    }

    /** The file that a relative link names; nothing for addresses elsewhere. */
    private static Optional<Path> target(Page page, String target) {
        if (target.matches("[a-z][a-z0-9+.-]*:.*")) {
            return Optional.empty();
        }
        int hash = target.indexOf('#');
        String path = decoded(hash < 0 ? target : target.substring(0, hash));
        return Optional.of(
                path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize());
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
