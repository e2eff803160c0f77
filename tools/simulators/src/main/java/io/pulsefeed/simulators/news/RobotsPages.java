package io.pulsefeed.simulators.news;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Responses to {@code /robots.txt}. */
final class RobotsPages {

    private static final int LARGE_PADDING = 600 << 10;

    private RobotsPages() {}

    static void answer(HttpExchange exchange, RobotsMode mode, String origin) throws IOException {
        String rules = "User-agent: *\nDisallow: /private/\n";
        switch (mode) {
            case RULES -> plain(exchange, rules + "Sitemap: " + origin + "/sitemap-news.xml\n");
            case MISSING -> Answer.status(exchange, 404);
            case BUSY -> Answer.retryAfter(exchange, 429, "1");
            case FAILING -> Answer.status(exchange, 500);
            case HTML -> Answer.html(exchange, FeedPages.home());
            case LARGE -> plain(exchange, "User-agent: *\nDisallow: /early/\n" + padding() + "Disallow: /late/\n");
            case CRAWL_DELAY -> plain(exchange, rules + "Crawl-delay: 2\n");
            case FORBID_ALL -> plain(exchange, "User-agent: *\nDisallow: /\n");
            default -> throw new IllegalStateException("No answer for " + mode);
        }
    }

    private static void plain(HttpExchange exchange, String body) throws IOException {
        Answer.text(exchange, 200, "text/plain; charset=utf-8", body);
    }

    private static String padding() {
        String line = "# padding padding padding padding padding padding\n";
        return line.repeat(LARGE_PADDING / line.length());
    }
}
