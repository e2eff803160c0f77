package io.pulsefeed.article;

import io.pulsefeed.article.fetch.FetchRequest.Purpose;
import io.pulsefeed.article.fetch.Fetched;
import io.pulsefeed.article.fetch.Validators;
import io.pulsefeed.article.metrics.Skip;
import io.pulsefeed.article.record.Article;
import io.pulsefeed.article.record.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fetches the page of a candidate and decides what becomes of it. */
final class PageReader {

    private static final int POLLS_MAX = 3;
    private static final int TEXTS_MAX = 1_000;
    private static final int TEXT_LENGTH_MIN = 200;
    private static final Duration SAME_TEXT_WINDOW = Duration.ofHours(24);

    private final SiteContext context;
    private final ArticleMaker maker;
    private final Map<Long, Instant> texts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > TEXTS_MAX;
        }
    };

    PageReader(SiteContext context, ArticleMaker maker) {
        this.context = context;
        this.maker = maker;
    }

    /** Either an article, or the candidate is settled without one, or it is to be tried again. */
    record Result(Article article, boolean again) {

        static final Result SETTLED = new Result(null, false);
        static final Result AGAIN = new Result(null, true);
    }

    Result read(Candidate candidate) throws InterruptedException {
        if (!context.site().fullText() || candidate.entry().sharedLink()) {
            return judge(candidate, maker.fromFeed(context.site(), candidate));
        }
        Fetched fetched = context.fetcher().fetch(context.request(candidate.link(), Purpose.PAGE, Validators.NONE));
        switch (fetched.outcome()) {
            case OK -> {
                return judge(candidate, maker.fromPage(context.site(), candidate, fetched));
            }
            case NOT_TEXT, TOO_LARGE -> {
                return fromFeed(candidate, fetched, candidate.entry().title() != null);
            }
            case FORBIDDEN, FAILED -> {
                return fromFeed(candidate, fetched, saysEnough(candidate));
            }
            case MISSING -> {
                return candidate.failPoll() < POLLS_MAX ? nextPoll(candidate) : drop(candidate, fetched, Skip.MISSING);
            }
            case GONE -> {
                return drop(candidate, fetched, Skip.MISSING);
            }
            case ROBOTS_DENIED -> {
                return drop(candidate, fetched, Skip.ROBOTS);
            }
            case REFUSED -> {
                return drop(candidate, fetched, Skip.REFUSED);
            }
            case BLOCKED -> {
                candidate.waitUntil(context.now() + fetched.waitNanos());
                return Result.AGAIN;
            }
            default -> {
                return retry(candidate, fetched);
            }
        }
    }

    private static boolean saysEnough(Candidate candidate) {
        return candidate.entry().title() != null && candidate.entry().published() != null;
    }

    private Result retry(Candidate candidate, Fetched fetched) throws InterruptedException {
        int failures = candidate.fail();
        if (failures <= context.config().fetch().retries()) {
            candidate.waitUntil(context.now() + context.backoff().nanos(failures));
            return Result.AGAIN;
        }
        return candidate.failPoll() < POLLS_MAX
                ? nextPoll(candidate)
                : fromFeed(candidate, fetched, saysEnough(candidate));
    }

    private Result nextPoll(Candidate candidate) {
        candidate.waitUntil(
                context.now() + context.config().sites().pollInterval().toNanos());
        return Result.AGAIN;
    }

    private Result fromFeed(Candidate candidate, Fetched fetched, boolean enough) throws InterruptedException {
        return enough
                ? judge(candidate, maker.fromFeed(context.site(), candidate))
                : drop(candidate, fetched, Skip.UNREADABLE);
    }

    private Result drop(Candidate candidate, Fetched fetched, Skip reason) {
        context.metrics().skipped(reason);
        context.state().giveUp(candidate.names());
        context.warnings()
                .warn(
                        "page-" + fetched.outcome(),
                        "No article from " + candidate.link() + ": " + fetched.detail()
                                + (fetched.url().equals(candidate.link()) ? "." : " at " + fetched.url() + "."));
        return Result.SETTLED;
    }

    private Result judge(Candidate candidate, ArticleMaker.Made made) throws InterruptedException {
        switch (made.verdict()) {
            case NO_TITLE -> {
                return settle(candidate, Skip.NO_TITLE);
            }
            case CHALLENGE -> {
                context.warnings()
                        .warn(
                                "challenge",
                                candidate.link() + " asks for proof of being human; the site does not want to be"
                                        + " read by programs.");
                return saysEnough(candidate)
                        ? judge(candidate, maker.fromFeed(context.site(), candidate))
                        : settle(candidate, Skip.UNREADABLE);
            }
            default -> {
                return unlessKnown(candidate, made.article());
            }
        }
    }

    private Result settle(Candidate candidate, Skip reason) {
        context.metrics().skipped(reason);
        context.state().giveUp(candidate.names());
        return Result.SETTLED;
    }

    private Result unlessKnown(Candidate candidate, Article article) {
        boolean updates = context.config().state().updates();
        long id = Hashes.of(article.url());
        boolean written =
                !updates && !candidate.names().contains(id) && context.state().isWritten(id);
        if (written || !updates && isRepeated(article)) {
            // Without the canonical address: where its first record is still on the way, that name is not ours to
            // store.
            context.metrics().skipped(Skip.DUPLICATE);
            context.state().merge(candidate.names());
            return Result.SETTLED;
        }
        candidate.names().add(id);
        context.state().takeUp(Set.of(id));
        return new Result(article, false);
    }

    /** The same title and text within a day is the same article, whatever its address. */
    private boolean isRepeated(Article article) {
        String text = Optional.ofNullable(article.text()).orElse("");
        if (text.length() < TEXT_LENGTH_MIN) {
            return false;
        }
        Instant last = texts.put(Hashes.of(article.title() + "\n" + text), article.scraped());
        return last != null && Duration.between(last, article.scraped()).compareTo(SAME_TEXT_WINDOW) < 0;
    }
}
