package io.pulsefeed.kraken.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestTicker;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestClientTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_790_359_841), ZoneOffset.UTC);

    private String url;

    private RestClient client(String body) {
        HttpGet http = new HttpGet() {
            @Override
            public Response get(String requested) {
                url = requested;
                return new Response(200, null, body);
            }

            @Override
            public void close() {
                // No request is open.
            }
        };
        return new RestClient(URI.create("http://kraken"), http, CLOCK, ReceiveTime.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "EService:Throttled: 1790359871,30",
        "EService:Throttled: 1790359841,0",
        "EService:Throttled,0",
        "EGeneral:Temporary lockout,120",
        "EGeneral:Too many requests,0",
    })
    void pausesAsLongAsKrakenAsks(String error, long seconds) {
        RestClient.ThrottledException exception = catchThrowableOfType(
                RestClient.ThrottledException.class,
                () -> client("{\"error\":[\"" + error + "\"]}").trades(new TradesQuery(PAIR, 5)));
        assertThat(exception.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
        RequestRateLimiter limiter = new RequestRateLimiter();
        long pauseNs = limiter.onThrottled(exception.retryAfter(), 0);
        assertThat(pauseNs).isEqualTo(TimeUnit.SECONDS.toNanos(Math.max(5, seconds)));
        assertThat(limiter.acquire(PAIR, Duration.ZERO, Duration.ZERO, 0)).isEqualTo(pauseNs);
    }

    @Test
    void limitsAnOddTimeThatKrakenAsksFor() {
        RestClient.ThrottledException exception = catchThrowableOfType(
                RestClient.ThrottledException.class,
                () -> client("{\"error\":[\"EService:Throttled: 9999999999\"]}").trades(new TradesQuery(PAIR, 5)));
        assertThat(exception.retryAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(new RequestRateLimiter().onThrottled(exception.retryAfter(), 0))
                .isEqualTo(TimeUnit.MINUTES.toNanos(15));
    }

    @Test
    void readsTheTickerUnderAnyKey() throws IOException {
        String body = "{\"error\":[],\"result\":{\"XXBTZUSD\":{\"a\":[\"30300.10000\",\"1\",\"1.000\"],"
                + "\"b\":[\"30300.00000\",\"1\",\"1.000\"],\"c\":[\"30303.20000\",\"0.00067643\"],"
                + "\"v\":[\"4083.67001100\",\"4412.73601799\"],\"t\":[34619,38907],\"o\":\"30502.80000\"}}}";
        assertThat(client(body).ticker(PAIR))
                .isEqualTo(new RestTicker(
                        PAIR, "30303.20000", "0.00067643", "4083.67001100", "30300.00000", "30300.10000"));
        assertThat(url).isEqualTo("http://kraken/0/public/Ticker?pair=XBTUSD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"error\":[]}",
                "{\"error\":[\"EQuery:Unknown asset pair\"]}",
                "{\"error\":[\"E",
                "{\"error\":[],\"result\":{\"X\":{\"c\":[\"1\"",
                "{\"error\":[],\"result\":{\"X\":{\"c\":[null,null]}}}",
            })
    void rejectsUnusableTickers(String body) {
        assertThatThrownBy(() -> client(body).ticker(PAIR)).isInstanceOf(IOException.class);
    }
}
