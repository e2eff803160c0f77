package io.pulsefeed.article;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.simulators.news.NewsFault;
import io.pulsefeed.simulators.news.NewsSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultHandlingIT {

    private static final AcceleratedClock FAST = new AcceleratedClock(1000);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<NewsSite> sites = new ArrayList<>();

    @AfterEach
    void stop() {
        sites.forEach(NewsSite::close);
    }

    private NewsSite site(int articles, NewsFault... faults) throws Exception {
        Set<NewsFault> set = faults.length == 0 ? Set.of() : EnumSet.of(faults[0], faults);
        NewsSite site = NewsSite.start(0, articles, 7, Clock.systemUTC(), set);
        sites.add(site);
        return site;
    }

    @ParameterizedTest
    @EnumSource(
            value = NewsFault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PAGE_DRIPS", "ROBOTS_FAILING"})
    void writesEveryArticleOnceDespiteFault(NewsFault fault) throws Exception {
        NewsSite site = site(15, fault);
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site), FAST)) {
            List<SourceRecord> records = worker.take(15, 25);
            assertThat(records)
                    .extracting(FaultHandlingIT::id)
                    .doesNotHaveDuplicates()
                    .hasSize(15);
            assertThat(worker.poll()).isEmpty();
        }
    }

    @Test
    void writesFeedDataIfPageTimesOut() throws Exception {
        NewsSite site = site(10, NewsFault.PAGE_DRIPS);
        Map<String, String> config = TestConfigs.of(site);
        config.put("http.request.timeout.ms", "300");
        config.put("http.connect.timeout.ms", "200");
        config.put("retry.max", "1");
        try (TestWorker worker = TestWorker.start(config, FAST)) {
            List<SourceRecord> records = worker.take(10, 25);
            assertThat(records).hasSize(10);
            JsonNode last = json(records.get(9));
            assertThat(last.get("id").textValue()).endsWith("/a/10");
            assertThat(last.get("content")).isEmpty();
            assertThat(last.get("summary").textValue()).isNotEmpty();
        }
    }

    @Test
    void stopsWithinFiveSecondsDuringSlowResponse() throws Exception {
        NewsSite site = site(1);
        TestWorker worker = TestWorker.start(TestConfigs.of(site, "/drip", ""), MonotonicClock.SYSTEM);
        Awaitility.await().until(() -> !site.hits("/drip").isEmpty());
        long start = System.nanoTime();
        worker.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("test-0-Site"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/drip",
                "/huge",
                "/bomb",
                "/slow-headers",
                "/reset",
                "/short",
                "/gone",
                "/429",
                "/loop1",
                "/pdf",
                "/challenge"
            })
    void faultySiteDoesNotDelayOthers(String path) throws Exception {
        NewsSite bad = site(3);
        NewsSite good = site(3);
        List<String> entries = List.of(entry("Bad", bad, path), entry("Good", good, "/feed.xml"));
        try (TestWorker worker = TestWorker.start(TestConfigs.withSites(entries), MonotonicClock.SYSTEM)) {
            assertThat(worker.take(3, 15)).hasSize(3).allMatch(record -> record.key()
                    .equals("Good"));
        }
    }

    private static String entry(String name, NewsSite site, String path) {
        return "{\"name\":\"" + name + "\",\"discovery\":[{\"type\":\"feed\",\"url\":\"" + site.origin() + path
                + "\"}],\"allowedHosts\":[\"127.0.0.1:" + site.port() + "\"]}";
    }

    /** Runs with a heap of 256 MiB, see the pom. */
    @Test
    void boundsHeapWithTenEndlessResponses() throws Exception {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            entries.add(entry("Bad" + i, site(1), i % 2 == 0 ? "/huge" : "/bomb"));
        }
        NewsSite good = site(3);
        entries.add(entry("Good", good, "/feed.xml"));
        try (TestWorker worker = TestWorker.start(TestConfigs.withSites(entries), new AcceleratedClock(200))) {
            assertThat(worker.take(3, 30)).hasSize(3);
            for (NewsSite bad : sites.subList(0, 10)) {
                String path = sites.indexOf(bad) % 2 == 0 ? "/huge" : "/bomb";
                Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> !bad.hits(path)
                        .isEmpty());
            }
            good.publish();
            assertThat(worker.take(1, 30)).hasSize(1);
        }
    }

    @Test
    void writesRecordWithoutBodyIfPageIsNotHtml() throws Exception {
        NewsSite site = site(1);
        feed(
                site,
                item("A report as a file", "/pdf", "f1"),
                item("Behind a check", "/challenge", "f2"),
                item("Checked politely", "/challenge-ok", "f3"));
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site, "/own.xml", ""), FAST)) {
            List<SourceRecord> records = worker.take(3, 20);
            assertThat(records).hasSize(3).allSatisfy(record -> {
                assertThat(json(record).get("content")).isEmpty();
                assertThat(json(record).get("summary").textValue()).isEqualTo("What the feed says.");
            });
        }
    }

    @Test
    void skipsForbiddenLinksAndWritesOthers() throws Exception {
        NewsSite site = site(3);
        NewsSite inner = site(3);
        feed(
                site,
                item("Script", "javascript:alert(1)", "1"),
                item("Mail", "mailto:a@b.example", "2"),
                item("Other host", "http://other.example/a", "3"),
                item("Other port", inner.origin() + "/a/1", "4"),
                item("User", "http://user:secret@127.0.0.1:" + site.port() + "/a/1", "5"),
                item("Metadata", "http://169.254.169.254/latest", "6"),
                item("Good", "/a/2", "7"));
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site, "/own.xml", ""), FAST)) {
            assertThat(worker.take(1, 20)).extracting(FaultHandlingIT::id).containsExactly(site.origin() + "/a/2");
            assertThat(worker.poll()).isEmpty();
            assertThat(inner.hits()).isEmpty();
        }
    }

    @Test
    void writesArticleWithSeveralUrlsOnce() throws Exception {
        NewsSite site = site(3);
        feed(
                site,
                item("First", "/a/1?utm_source=rss", "g1"),
                item("Again", "/a/1?utm_source=mail", "g2"),
                item("As AMP", "/amp/1", "g3"),
                item("Second", "/a/2", "g4"),
                item("Second, moved", "/a/2?ref=home", "g4"));
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site, "/own.xml", ""), FAST)) {
            assertThat(worker.take(3, 3))
                    .extracting(FaultHandlingIT::id)
                    .containsExactlyInAnyOrder(site.origin() + "/a/1", site.origin() + "/a/2");
        }
    }

    @Test
    void identifiesEntriesWithSharedLinkByGuid() throws Exception {
        NewsSite site = site(1);
        feed(site, item("One", "/status", "g1"), item("Two", "/status", "g2"));
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site, "/own.xml", ""), FAST)) {
            assertThat(worker.take(2, 20))
                    .extracting(FaultHandlingIT::id)
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.matches(".*/status#[0-9a-f]{12}"));
            assertThat(site.hits("/status")).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void writesReappearingEntriesOnce() throws Exception {
        NewsSite site = site(3);
        feed(site, item("One", "/a/1", "g1"), item("Two", "/a/2", "g2"));
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site, "/own.xml", ""), FAST)) {
            assertThat(worker.take(2, 20)).hasSize(2);
            feed(site, item("Three", "/a/3", "g3"));
            assertThat(worker.take(1, 20)).extracting(FaultHandlingIT::id).containsExactly(site.origin() + "/a/3");
            feed(site, item("Two", "/a/2", "g2"), item("One", "/a/1", "g1"), item("Three", "/a/3", "g3"));
            int polls = site.hits("/own.xml").size() + 2;
            while (site.hits("/own.xml").size() < polls) {
                assertThat(worker.poll()).isEmpty();
            }
        }
    }

    private static void feed(NewsSite site, String... items) {
        String body = "<rss version=\"2.0\"><channel><title>Own</title>" + String.join("", items) + "</channel></rss>";
        site.serve(
                "/own.xml", 200, Map.of("Content-Type", "application/rss+xml"), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String item(String title, String link, String guid) {
        return "<item><title>" + title + "</title><link>" + link.replace("&", "&amp;")
                + "</link><guid isPermaLink=\"false\">"
                + guid + "</guid><pubDate>"
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().minusSeconds(600).atOffset(ZoneOffset.UTC))
                + "</pubDate><description>What the feed says.</description></item>";
    }

    private static String id(SourceRecord record) {
        return json(record).get("id").textValue();
    }

    private static JsonNode json(SourceRecord record) {
        try {
            return JSON.readTree((byte[]) record.value());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
