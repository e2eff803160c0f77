package io.pulsefeed.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every item of the five documents and every user story has a row that names an implementation and a test, or a reason. */
class TraceabilityTest {

    private static final Pattern TEST_LINK =
            Pattern.compile("\\[(\\w+)]\\(\\.\\./([\\w./-]+/src/test/java/[\\w./-]+\\.java)\\)");
    private static final Pattern OPEN = Pattern.compile("\\bopen: \\S.{10,}");

    private static final List<List<String>> ROWS = Checkout.text("docs/traceability.md")
            .lines()
            .filter(line -> line.matches("\\| (\\d\\.|DR-|US-).*"))
            .map(line -> List.of(line.replaceAll("^\\| | \\|$", "").split(" \\| ", -1)))
            .toList();

    @Test
    void listsEveryItemOnce() {
        assertThat(ROWS.stream().flatMap(row -> Stream.of(row.get(0).split(", "))))
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                ids("0.", 1, 43),
                                ids("1.", 1, 38),
                                ids("2.", 1, 20),
                                ids("3.", 1, 31),
                                ids("4.", 1, 13),
                                ids("DR-", 260, 263),
                                ids("US-", 1, 28))
                        .flatMap(ids -> ids)
                        .toList());
    }

    @Test
    void describesWhatMeetsAndCoversEachItem() {
        assertThat(ROWS).allSatisfy(row -> {
            assertThat(row).as(row.get(0)).hasSize(4);
            assertThat(row.get(2)).as("what meets " + row.get(0)).isNotBlank().isNotEqualTo("—");
            assertThat(row.get(3)).as("what covers " + row.get(0)).isNotBlank();
        });
    }

    @Test
    void linksEveryStoryToATestOrMarksItOpenWithAReason() {
        assertThat(ROWS)
                .filteredOn(row -> row.get(0).startsWith("US-"))
                .hasSize(28)
                .allSatisfy(row -> {
                    String coveredBy = row.get(3);
                    assertThat(TEST_LINK.matcher(coveredBy).find()
                                    || OPEN.matcher(coveredBy).find())
                            .as(row.get(0) + ": " + coveredBy)
                            .isTrue();
                    assertThat(coveredBy.split("\\bopen\\b", -1).length - 1)
                            .as("'open' without a reason in " + row.get(0))
                            .isEqualTo(OPEN.matcher(coveredBy).find() ? 1 : 0);
                });
    }

    @Test
    void linksOnlyToTestsThatExist() {
        List<MatchResult> links = ROWS.stream()
                .flatMap(row -> TEST_LINK.matcher(row.get(3)).results())
                .toList();
        assertThat(links).hasSizeGreaterThan(100);
        assertThat(links)
                .extracting(link -> link.group(2))
                .filteredOn(file -> !Files.exists(Checkout.path(file)))
                .isEmpty();
        assertThat(links)
                .filteredOn(link -> !link.group(2).endsWith("/" + link.group(1) + ".java"))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    private static Stream<String> ids(String prefix, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(id -> prefix + id);
    }
}
