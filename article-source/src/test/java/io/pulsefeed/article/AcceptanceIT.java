package io.pulsefeed.article;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.simulators.news.NewsArticle;
import io.pulsefeed.simulators.news.NewsSimulator;
import io.pulsefeed.simulators.news.NewsSite;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads 1,000 articles of five sites with restarts after random records. One round by default, more with
 * {@code -Dpulsefeed.article.rounds=20}.
 */
class AcceptanceIT {

    private static final int SITES = 5;
    private static final int ARTICLES = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(Integer.getInteger("pulsefeed.article.rounds", 1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void writesEveryArticleExactlyOnce(long seed) throws Exception {
        Random random = new Random(seed);
        Map<Map<String, ?>, Map<String, Object>> offsets = new HashMap<>();
        List<String> kept = new ArrayList<>();
        try (NewsSimulator simulator = NewsSimulator.start(0, SITES, ARTICLES, seed, Clock.systemUTC(), Set.of())) {
            Map<String, String> config = TestConfigs.of(simulator.sites().toArray(NewsSite[]::new));
            config.put("max.articles.per.poll", "80");
            int restarts = 0;
            int idle = 0;
            while (kept.size() < SITES * ARTICLES && idle < 3) {
                int before = kept.size();
                run(config, offsets, kept, restarts < 4 ? 1 + random.nextInt(300) : Integer.MAX_VALUE);
                restarts++;
                idle = kept.size() == before ? idle + 1 : 0;
            }
            assertThat(kept).containsExactlyInAnyOrderElementsOf(expected(simulator));
            assertNoFurtherRecords(config, offsets, simulator);
        }
    }

    /** Runs a task until it returns {@code count} records, commits exactly those, and stops it. */
    private static void run(
            Map<String, String> config, Map<Map<String, ?>, Map<String, Object>> offsets, List<String> kept, int count)
            throws Exception {
        try (TestWorker worker = TestWorker.start(config, new AcceleratedClock(1000), offsets)) {
            int wanted = Math.min(count, SITES * ARTICLES - kept.size());
            List<SourceRecord> records = worker.take(wanted, 30);
            for (SourceRecord record : records.subList(0, Math.min(wanted, records.size()))) {
                worker.commit(record);
                kept.add(id(record));
            }
        }
    }

    private static void assertNoFurtherRecords(
            Map<String, String> config, Map<Map<String, ?>, Map<String, Object>> offsets, NewsSimulator simulator) {
        try (TestWorker worker = TestWorker.start(config, new AcceleratedClock(1000), offsets)) {
            int polls = simulator.sites().get(0).hits("/feed.xml").size() + 2;
            while (simulator.sites().get(0).hits("/feed.xml").size() < polls) {
                assertThat(worker.poll()).isEmpty();
            }
        }
    }

    private static List<String> expected(NewsSimulator simulator) {
        List<String> expected = new ArrayList<>();
        for (NewsSite site : simulator.sites()) {
            for (NewsArticle article : site.articles()) {
                expected.add(site.origin() + article.path());
            }
        }
        return expected;
    }

    private static String id(SourceRecord record) throws Exception {
        return JSON.readTree((byte[]) record.value()).get("id").textValue();
    }
}
