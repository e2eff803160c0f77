package io.pulsefeed.kraken.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order and number of REST requests, in virtual time. */
class TradesFetcherTest {

    private static final Pair XBT = Pair.parse("XBT/USD");
    private static final Pair ETH = Pair.parse("ETH/USD");
    private static final String TICKER =
            "{\"error\":[],\"result\":{\"X\":{\"a\":[\"2\"],\"b\":[\"1\"],\"c\":[\"1\",\"1\"],\"v\":[\"1\",\"1\"]}}}";

    private static final TradeHistory.Callback NO_CALLBACK = new TradeHistory.Callback() {
        @Override
        public void onPage(TradesPage page) {
            // Only the order of the requests matters.
        }

        @Override
        public void onFailure(boolean unknownPair, long retryAfterNs) {
            throw new IllegalStateException("no request fails");
        }
    };

    private final List<String> urls = new ArrayList<>();
    private int status = 200;
    private String retryAfter;
    private long nowMonoNs;
    private final HttpGet http = new HttpGet() {
        @Override
        public Response get(String url) {
            urls.add(url);
            if (status != 200) {
                return new Response(status, retryAfter, "");
            }
            return new Response(200, null, url.contains("Ticker") ? TICKER : "{\"error\":[],\"result\":{\"X\":[]}}");
        }

        @Override
        public void close() {
            // No request is open.
        }
    };
    private final TradesFetcher fetcher = new TradesFetcher(
            new RestClient(URI.create("http://kraken"), http, Clock.systemUTC(), ReceiveTime.NONE),
            new RequestRateLimiter(),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            new SourceMetrics(),
            () -> nowMonoNs);

    private void run(Duration time) {
        for (long endNs = nowMonoNs + time.toNanos(); nowMonoNs < endNs; nowMonoNs += 50_000_000L) {
            fetcher.runOnce();
        }
    }

    /** A pair asks again when it has no answer for a minute, and the rate limit may be exceeded for longer. */
    @Test
    void sendsOneTickerRequestForAllThatWait() {
        List<Pair> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            fetcher.requestTicker(XBT, answer -> answers.add(answer.pair()));
            fetcher.requestTicker(ETH, answer -> answers.add(answer.pair()));
        }
        run(Duration.ofSeconds(20));
        assertThat(answers).containsExactly(XBT, ETH);
        fetcher.requestTicker(XBT, answer -> answers.add(answer.pair()));
        run(Duration.ofSeconds(2));
        assertThat(answers).containsExactly(XBT, ETH, XBT);
        assertThat(urls).hasSize(3);
    }

    /** Cloudflare and other proxies answer in the place of Kraken. */
    @ParameterizedTest
    @CsvSource({"503,120,120", "530,7200,900", "520,,0", "502,soon,0", "404,120,0"})
    void waitsAsLongAsAnUnavailableServerAsks(int answer, String header, long seconds) {
        status = answer;
        retryAfter = header;
        List<Long> pausesNs = new ArrayList<>();
        fetcher.request(new TradesQuery(XBT, 5), new TradeHistory.Callback() {
            @Override
            public void onPage(TradesPage page) {
                throw new IllegalStateException("no request succeeds");
            }

            @Override
            public void onFailure(boolean unknownPair, long retryAfterNs) {
                pausesNs.add(retryAfterNs);
            }
        });
        run(Duration.ofSeconds(1));
        assertThat(pausesNs).containsExactly(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void fillsAGapBeforeTheChecksOfQuietPairs() {
        for (int i = 100; i < 300; i++) {
            fetcher.request(new TradesQuery(Pair.parse("Q" + i + "/USD"), 5), NO_CALLBACK);
        }
        run(Duration.ofSeconds(1));
        fetcher.request(new TradesQuery(XBT, 5, true), NO_CALLBACK);
        run(Duration.ofSeconds(1));
        assertThat(urls.subList(0, 6)).anyMatch(url -> url.contains("XBTUSD"));
        run(Duration.ofSeconds(60));
        assertThat(urls).hasSize(201);
    }
}
