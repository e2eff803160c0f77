package io.pulsefeed.simulators.news;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Generates articles. The same seed gives the same articles; all texts differ. */
final class Newsroom {

    private static final String[] COINS = {
        "Bitcoin", "Ethereum", "Solana", "Cardano", "Dogecoin", "Litecoin", "Chainlink", "Polkadot"
    };
    private static final String[] MOVES = {
        "surges to a record as funds buy",
        "slides after a large holder sells",
        "holds steady ahead of the rate decision",
        "rallies on hopes of a new product",
        "drops as a lawsuit worries traders",
        "recovers half of its losses",
        "draws praise from a central banker",
        "faces new rules in three countries"
    };
    private static final String[] WHO = {
        "A trading desk in Singapore",
        "The head of research at a London fund",
        "An engineer close to the project",
        "A spokesperson for the exchange",
        "Two people with knowledge of the talks"
    };
    private static final String[] SAID = {
        "said that volumes had doubled since the start of the week, while spreads stayed narrow, a sign of confidence",
        "expects the upgrade to go live before the end of the quarter, provided that the last tests pass without"
                + " surprises",
        "warned that leverage was high again, and that a small move could force many positions to close at once",
        "told reporters that the inflow came mostly from institutions, which had been waiting for clearer rules",
        "pointed out that fees had fallen by a third, which makes small payments worthwhile for the first time in years"
    };

    private final Random random;
    private final List<NewsArticle> articles = new CopyOnWriteArrayList<>();

    Newsroom(long seed) {
        this.random = new Random(seed);
    }

    /** Adds past articles, one per minute, the last one at {@code newest}. */
    void fill(int count, Instant newest) {
        List<NewsArticle> past = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            past.add(write(i, newest.minus(Duration.ofMinutes(count - (long) i))));
        }
        articles.addAll(past);
    }

    synchronized NewsArticle publish(Instant at) {
        NewsArticle article = write(articles.size() + 1, at);
        articles.add(article);
        return article;
    }

    /** Articles in order of publication. */
    List<NewsArticle> articles() {
        return articles;
    }

    @Nullable
    NewsArticle find(int number) {
        return number >= 1 && number <= articles.size() ? articles.get(number - 1) : null;
    }

    private NewsArticle write(int number, Instant published) {
        String coin = pick(COINS);
        String title = coin + " " + pick(MOVES) + ", report " + number;
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(coin + " was in focus on Tuesday as report " + number + " of our desk shows, with "
                + (100 + random.nextInt(900)) + " million dollars changing hands in an hour.");
        int count = 4 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            paragraphs.add(pick(WHO) + " " + pick(SAID) + ". The price of " + coin + " moved by "
                    + (1 + random.nextInt(9)) + "." + random.nextInt(10) + " percent in " + (2 + random.nextInt(50))
                    + " minutes, according to data that our desk collected from " + (3 + random.nextInt(20))
                    + " venues.");
        }
        return new NewsArticle(number, title, List.copyOf(paragraphs), coin, published);
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
