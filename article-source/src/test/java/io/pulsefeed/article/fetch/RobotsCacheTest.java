package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RobotsCacheTest {

    private static final Ticker STILL = new Ticker() {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void sleep(long nanos) {
            throw new AssertionError("nothing here waits");
        }
    };

    @Test
    void forgetsTheLeastUsedOriginsRatherThanFillTheMemory() throws Exception {
        byte[] large = ("User-agent: *\n" + "Disallow: /a\n".repeat(39_000)).getBytes(StandardCharsets.UTF_8);
        RobotsCache cache = new RobotsCache(STILL, "pulsefeed");

        for (int i = 0; i < 40; i++) {
            URI url = URI.create("https://host" + i + ".example/");
            RobotsCache.Answer answer = cache.of(url, robotsUrl -> answer(robotsUrl, large));
            assertThat(answer.rules()).isPresent();
        }

        assertThat(cache.size()).isBetween(2, 6);
        cache.of(URI.create("https://host39.example/"), robotsUrl -> {
            throw new AssertionError("the newest is still known");
        });
    }

    private static Fetched answer(URI url, byte[] body) {
        return new Fetched(
                Fetched.Outcome.OK,
                200,
                url,
                url,
                null,
                body,
                "text/plain",
                Validators.NONE,
                null,
                0,
                null,
                "status 200");
    }
}
