package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pulsefeed.article.duplicate.TextSketch;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Grouping of near-duplicate articles in SQL. */
@ExtendWith(WithServers.class)
class ArticleStoryIT {

    private static final Instant START =
            Instant.now().minus(Duration.ofHours(60)).truncatedTo(ChronoUnit.HOURS);
    private static final String SENTIMENT =
            "SELECT crypto_symbol, count(*), avg(sentiment_score), max(confidence) FROM sentiment_data GROUP BY 1";

    private final Random random = new Random(7);

    private String words(int count) {
        return random.ints(count, 0, 100_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    }

    private static void insert(
            AnalyticsDatabase database, Duration at, String site, String id, double score, String text) {
        database.insert(
                "article_data (timestamp, article_id, title, url, website, cryptocurrencies_mentioned,"
                        + " sentiment_score, text_sketch)",
                List.<Object[]>of(new Object[] {
                    Timestamp.from(START.plus(at)),
                    id,
                    "Title",
                    "https://" + id,
                    site,
                    new String[] {"bitcoin", "btc"},
                    score,
                    TextSketch.of(text).orElse(null)
                }));
    }

    @Test
    void countsAStoryOnceIfConfigured(Servers servers) {
        String story = words(300);
        String other = words(300);
        for (AnalyticsDatabase database : servers.applied()) {
            insert(database, Duration.ZERO, "A", "a1", 0.9, story);
            insert(database, Duration.ofSeconds(30), "B", "b1", 0.9, "Dateline " + story + " a note about the author");
            insert(database, Duration.ofHours(30), "C", "c1", 0.9, story.substring(0, story.length() / 3));
            insert(database, Duration.ofSeconds(40), "B", "b2", 0.3, other);
            insert(database, Duration.ofSeconds(50), "D", "d1", 0.3, "a text that is too short for a sketch");
            insert(database, Duration.ofHours(49), "E", "e1", 0.9, story);

            assertThat(database.rows("SELECT article_id, story_id FROM article_story ORDER BY 1"))
                    .containsExactly(
                            List.of("a1", "a1"),
                            List.of("b1", "a1"),
                            List.of("b2", "b2"),
                            List.of("c1", "a1"),
                            List.of("e1", "c1"));
            assertThat(sampleCount(database)).isEqualTo(6);
            assertThat(sampleCount(database.withStoriesOnce()))
                    .as("a1, b2 and d1")
                    .isEqualTo(3);
            assertThat(database.rows(SENTIMENT).get(0).get(1)).isEqualTo(3L);
            List<Object> row = database.withStoriesOnce().rows(SENTIMENT).get(0);
            assertThat(row.get(1)).isEqualTo(1L);
            assertThat((double) row.get(2)).isCloseTo(0.5, within(1e-9));
        }
    }

    private static long sampleCount(AnalyticsDatabase database) {
        return ((Number) database.rows("SELECT sum(sample_count) FROM sentiment_hourly")
                        .get(0)
                        .get(0))
                .longValue();
    }

    /** An update of an article, or two articles of a site about the same event, are not copies. */
    @Test
    void articlesOfOneSiteAreNoCopies(Servers servers) {
        String story = words(300);
        AnalyticsDatabase database = servers.applied().get(0);
        insert(database, Duration.ZERO, "A", "a1", 0.9, story);
        insert(database, Duration.ofHours(1), "A", "a2", 0.9, story);

        assertThat(sampleCount(database.withStoriesOnce())).isEqualTo(2);
    }

    /** The function is the comparison of sets that its comment describes. */
    @Test
    void comparesSketchesAsDocumented(Servers servers) {
        AnalyticsDatabase database = servers.applied().get(0);
        for (int round = 0; round < 60; round++) {
            List<String> common = hashes(random.nextInt(40));
            String a = sketch(common, random.nextInt(60) + 20);
            String b = sketch(common, random.nextInt(60) + 20);

            assertThat(database.rows("SELECT pulsefeed_same_story('" + a + "', '" + b + "'), pulsefeed_same_story('" + b
                            + "', '" + a + "')"))
                    .as("%s and %s", a, b)
                    .containsExactly(List.of(isSame(a, b), isSame(a, b)));
        }
    }

    private List<String> hashes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("%08x", random.nextInt()))
                .toList();
    }

    private String sketch(List<String> common, int others) {
        TreeSet<String> all = new TreeSet<>(common);
        all.addAll(hashes(others));
        return all.stream().limit(48).collect(Collectors.joining(" "));
    }

    private static boolean isSame(String a, String b) {
        TreeSet<String> first = new TreeSet<>(List.of(a.split(" ")));
        TreeSet<String> second = new TreeSet<>(List.of(b.split(" ")));
        String firstBound = first.size() < 48 ? "ffffffff" : first.last();
        String secondBound = second.size() < 48 ? "ffffffff" : second.last();
        String bound = firstBound.compareTo(secondBound) < 0 ? firstBound : secondBound;
        int smaller = Math.min(
                first.headSet(bound, true).size(), second.headSet(bound, true).size());
        first.retainAll(second);
        return first.size() >= 5 && first.size() >= 0.4 * smaller;
    }
}
