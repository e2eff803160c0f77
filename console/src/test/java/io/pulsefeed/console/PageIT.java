package io.pulsefeed.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page in a real browser. */
class PageIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static Browser browser;

    private final ScriptedFeed feed = new ScriptedFeed();
    private final SampleRecords records = new SampleRecords(feed);
    private final ScriptedPipeline pipeline = new ScriptedPipeline();
    private Console console;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        console = Console.start(ConsoleOptions.local(0, "test"), pipeline, feed, pipeline, pipeline);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private void open(int width, String theme) {
        browser.resize(width, 900);
        browser.driver().get(console.url());
        browser.js("localStorage.setItem('theme', arguments[0])", theme);
        browser.driver().navigate().refresh();
        awaitJs("document.querySelectorAll('.stream').length >= 3");
    }

    private static void awaitJs(String condition) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> browser.is(condition));
    }

    private void sendEverything() {
        long now = System.currentTimeMillis();
        for (int i = 0; i < 300; i++) {
            feed.trade(i % 2 == 0 ? "XBT/USD" : "ETH/USD", 100 + i % 7, now - (300 - i) * 5_000L);
        }
        feed.send(
                "rawticker",
                "XBT/USD",
                now,
                "{\"last\":101,\"bid\":100.9,\"ask\":101.1,\"volume_24h\":900,\"timestamp\":" + now / 1e3
                        + ",\"pct_change\":0.2}");
        records.article("Bitcoin rises", "https://news.example/a/1");
        for (int device = 0; device < 3; device++) {
            records.metrics("MD-V5-000041" + device, 60 + device, now);
            records.packet("MD-V5-000041" + device, "PG", now);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"360 dark", "1280 light", "2560 dark"})
    void axeReportsNothingSerious(String variant) {
        int width = Integer.parseInt(variant.split(" ")[0]);
        open(width, variant.split(" ")[1]);
        sendEverything();
        // Views draw only while they are on the screen.
        for (String view : List.of("devices", "news", "markets")) {
            browser.js("document.getElementById(arguments[0]).scrollIntoView()", view);
            awaitJs(
                    switch (view) {
                        case "devices" -> "document.querySelectorAll('.tile').length === 3";
                        case "news" -> "document.querySelector('.articles a')";
                        default -> "document.querySelectorAll('.pair').length === 2";
                    });
        }
        browser.js("document.getElementById('signals').scrollIntoView()");
        awaitJs("document.querySelector('#c-ppg canvas')");
        assertThat(browser.number("document.documentElement.scrollWidth - innerWidth"))
                .as("nothing is wider than the window")
                .isLessThanOrEqualTo(0);

        List<Rule> violations = new AxeBuilder().analyze(browser.driver()).getViolations();
        assertThat(violations)
                .filteredOn(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                .extracting(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml())
                .isEmpty();
        assertThat(browser.driver().manage().logs().get("browser").getAll())
                .as("messages of the browser, such as violations of the security policy")
                .extracting(Object::toString)
                .noneMatch(line -> line.contains("Content Security Policy") || line.contains("Uncaught"));
    }

    @Test
    void showsWhatItWaitsForBeforeTheFirstRecord() {
        open(1280, "dark");
        assertThat(browser.text("#pairs")).contains("Waiting for the first trade");
        assertThat(browser.text("#articles")).contains("Waiting for the first article");
        assertThat(browser.text("#wall")).contains("Waiting for the first packet");
        for (String id : List.of("flow", "markets", "news", "devices", "operations", "harm", "lost", "duplicated")) {
            assertThat(browser.driver().findElements(By.cssSelector("[data-testid=" + id + "]")))
                    .as(id)
                    .hasSize(1);
        }
        assertThat(browser.text("[data-testid=lost]")).isEqualTo("0");
    }

    @Test
    void hostileTitlesAndAddressesStayText() {
        open(1280, "dark");
        records.article(
                "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>",
                "javascript:alert(1)");
        awaitJs("document.querySelector('.articles li[data-url]')");
        assertThat(browser.text(".articles li")).contains("<img src=x onerror");
        assertThat(browser.is("document.querySelector('.articles img') || document.querySelector('.articles a')"))
                .isFalse();
        assertThat(browser.driver().getTitle()).isEqualTo("Pulsefeed");
    }

    @Test
    void aStoppedSinkIsRedWithItsCauseAndRunbook() {
        open(1280, "dark");
        pipeline.sinkState = "FAILED";
        awaitJs("document.querySelector('.cause.is-stop')");
        assertThat(browser.text(".cause")).contains("timescale-cryptoviz is FAILED", "The database refuses the login.");
        assertThat(browser.is("document.querySelector('.cause a').href.endsWith('/runbooks/ConnectTaskFailed')"))
                .isTrue();
        assertThat(browser.is("document.querySelector('.pipe.is-stop')")).isTrue();
        assertThat(browser.text("#health-text")).isEqualTo("timescale-cryptoviz FAILED");
        pipeline.sinkState = "RUNNING";
        awaitJs(
                "!document.querySelector('.cause') && document.getElementById('health-text').textContent === 'All running'");
    }

    @Test
    void buttonsAndKeysWork() {
        open(1280, "dark");
        sendEverything();
        awaitJs("document.querySelectorAll('.pair').length === 2");
        browser.js("document.querySelector('#connectors [data-connector=kraken-source] .act').click()");
        browser.js("document.querySelector('#dead .act').click()");
        awaitJs("document.getElementById('ops-message').textContent.includes('2 dead letters sent again')");
        browser.js("document.querySelector('[data-harm=kill]').click()");
        awaitJs("document.querySelector('#runs li[data-phase=RECOVERED]')");
        assertThat(pipeline.requested)
                .containsExactlyInAnyOrder("pause kraken-source", "redrive timescale-cryptoviz", "harm kill");
        assertThat(browser.text("#runs li")).contains("recovered in 9.4 s", "Lost 0, doubled 0");

        String before = browser.text("#q-pair");
        browser.driver().findElement(By.tagName("body")).sendKeys("j");
        awaitJs("document.getElementById('q-pair').textContent !== '" + before + "'");
        browser.driver().findElement(By.tagName("body")).sendKeys("4");
        assertThat(browser.js("return document.activeElement.id")).isEqualTo("devices");
        browser.driver().findElement(By.tagName("body")).sendKeys("?");
        assertThat(browser.is("document.getElementById('help').open")).isTrue();
        browser.driver().findElement(By.id("help")).sendKeys(Keys.ESCAPE);
        browser.driver().findElement(By.tagName("body")).sendKeys("t");
        assertThat(browser.js("return document.documentElement.dataset.theme")).isEqualTo("light");
    }

    @Test
    void reconnectsAfterTheServerWasAway() throws Exception {
        open(1280, "dark");
        int port = java.net.URI.create(console.url()).getPort();
        console.close();
        awaitJs("document.getElementById('health-text').textContent.startsWith('Disconnected')");
        console = Console.start(ConsoleOptions.local(port, "test"), pipeline, feed, pipeline, pipeline);
        awaitJs("document.getElementById('health-text').textContent === 'All running'");
        assertThat(browser.text("#ops-message")).contains("The page was disconnected for");
    }

    /** Usable: the streams and the prices are shown. The time is that of the browser since it started to load. */
    @Test
    void isUsableWithinASecondAndShowsTradesQuickly() throws Exception {
        sendEverything();
        open(1280, "dark");
        awaitJs("document.querySelectorAll('.pair').length === 2");
        browser.js("localStorage.setItem('pair', 'XBT/USD')");
        browser.driver().navigate().refresh();
        awaitJs("document.querySelectorAll('.pair').length === 2 && document.querySelectorAll('.stream').length >= 3");
        double usableMs = browser.number("performance.now()");

        browser.js("window.seen = []; new MutationObserver(() => { const row = document.querySelector('#tape li');"
                + " const p = Number(row.dataset.price); if (p >= 1000 && !window.seen.some((s) => s[0] === p))"
                + " window.seen.push([p, Date.now()]); }).observe(document.getElementById('tape'),"
                + " { subtree: true, childList: true, characterData: true, attributes: true });");
        long[] sent = new long[40];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = System.currentTimeMillis();
            feed.trade("XBT/USD", 1000 + i, sent[i]);
            int count = i + 1;
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> browser.number("window.seen.length") >= count);
        }
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < sent.length; i++) {
            delays.add((long) browser.number("window.seen[" + i + "][1]") - sent[i]);
        }
        Collections.sort(delays);
        long p95 = delays.get((int) Math.ceil(0.95 * delays.size()) - 1);
        System.out.printf(
                Locale.ROOT, "Live page: usable after %.0f ms, a trade on screen p95 after %d ms%n", usableMs, p95);
        assertThat(usableMs).isLessThan(Measured.limit(1_000));
        assertThat(p95).isLessThan((long) Measured.limit(300));
    }

    /** 60 devices, each with 8 signals, from a stream of records; the page must not drop below 20 frames per second. */
    @Test
    void drawsSixtyDevicesFluently() throws Exception {
        open(1280, "dark");
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        try {
            sender.scheduleAtFixedRate(
                    () -> {
                        long now = System.currentTimeMillis();
                        for (int device = 0; device < 60; device++) {
                            String id = String.format(Locale.ROOT, "MD-V5-%07d", device);
                            for (String tag : List.of("PG", "EA", "TH", "AX", "AY", "AZ")) {
                                records.packet(id, tag, now);
                            }
                            if (now / 120 % 8 == device % 8) {
                                records.metrics(id, 60 + device % 20, now);
                            }
                        }
                    },
                    0,
                    120,
                    TimeUnit.MILLISECONDS);
            awaitJs("document.querySelectorAll('.tile').length === 60");
            browser.js(
                    "document.getElementById('devices').scrollIntoView(); window.count = 0;"
                            + " (function next() { window.count++; requestAnimationFrame(next); })(); window.from = performance.now()");
            await().atMost(LIMIT).until(() -> browser.number("performance.now() - window.from") > 5_000);
            double framesPerSecond = browser.number("window.count / ((performance.now() - window.from) / 1000)");
            System.out.printf(Locale.ROOT, "Live page: %.0f frames per second with 60 devices%n", framesPerSecond);
            assertThat(framesPerSecond).isGreaterThan(20 / Measured.factor());
            assertThat(browser.is(
                            "[...document.querySelectorAll('.tile .bpm')].every((b) => /\\d/.test(b.textContent))"))
                    .isTrue();
        } finally {
            sender.shutdownNow();
        }
    }
}
