package io.pulsefeed.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every item of the documents has its row, and a row says either what meets it or why nothing does. */
class TraceabilityTest {

    private static final List<List<String>> ROWS = Checkout.text("docs/traceability.md")
            .lines()
            .filter(line -> line.matches("\\| (\\d\\.|DR-).*"))
            .map(line -> List.of(line.replaceAll("^\\| | \\|$", "").split(" \\| ", -1)))
            .toList();

    @Test
    void namesEveryItemOnce() {
        assertThat(ROWS.stream().flatMap(row -> Stream.of(row.get(0).split(", "))))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(items("0.", 43), items("2.", 20), items("3.", 31), items("4.", 13), tickets())
                                .flatMap(ids -> ids)
                                .toList());
    }

    @Test
    void saysOfEachWhatMeetsItOrWhyNothingDoes() {
        assertThat(ROWS).allSatisfy(row -> {
            assertThat(row).as(row.get(0)).hasSize(4);
            assertThat(row.get(2)).as("what meets " + row.get(0)).isNotBlank().isNotEqualTo("—");
            assertThat(row.get(3)).as("what holds " + row.get(0)).isNotBlank();
        });
    }

    private static Stream<String> items(String document, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(item -> document + item);
    }

    private static Stream<String> tickets() {
        return IntStream.rangeClosed(260, 263).mapToObj(ticket -> "DR-" + ticket);
    }
}
