package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.commons.time.MonotonicClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RobotsCacheTest {

    private static final MonotonicClock STOPPED = () -> 0;

    @Test
    void evictsLeastRecentlyUsedOriginsToBoundMemory() throws Exception {
        byte[] large = ("User-agent: *\n" + "Disallow: /a\n".repeat(39_000)).getBytes(StandardCharsets.UTF_8);
        RobotsCache cache = new RobotsCache(STOPPED, "pulsefeed");

        for (int i = 0; i < 40; i++) {
            URI url = URI.create("https://host" + i + ".example/");
            RobotsCache.Answer answer = cache.of(url, robotsUrl -> answer(robotsUrl, large));
            assertThat(answer.rules()).isPresent();
        }

        assertThat(cache.size()).isBetween(2, 6);
        cache.of(URI.create("https://host39.example/"), robotsUrl -> {
            throw new AssertionError("the most recent origin must be cached");
        });
    }

    private static FetchResult answer(URI url, byte[] body) {
        return new FetchResult(
                FetchResult.Outcome.OK,
                200,
                url,
                url,
                null,
                body,
                "text/plain",
                CacheValidators.NONE,
                null,
                0,
                null,
                "status 200");
    }
}
