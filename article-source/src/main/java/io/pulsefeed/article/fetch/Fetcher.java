package io.pulsefeed.article.fetch;

import io.pulsefeed.article.config.FetchKeys;
import io.pulsefeed.article.config.PolitenessKeys;
import io.pulsefeed.article.fetch.FetchRequest.Purpose;
import io.pulsefeed.article.fetch.Fetched.Outcome;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Fetches a document: walks redirects itself so that every hop is checked, waits its turn at every host, and asks robots.txt
 * first. Safe for many threads; a thread that waits is freed by an interrupt.
 */
public final class Fetcher implements AutoCloseable {

    private static final int ROBOTS_REDIRECTS = 5;

    private final FetchKeys settings;
    private final PolitenessKeys politeness;
    private final Clock clock;
    private final FetchCounters counters;
    private final HostGate gate;
    private final RobotsCache robots;
    private final Exchanger exchanger;
    private volatile boolean closed;

    /** @param name of the connector and task, for the name of a thread */
    public Fetcher(
            FetchKeys settings,
            PolitenessKeys politeness,
            DnsResolver resolver,
            Clock clock,
            Ticker ticker,
            FetchCounters counters,
            String name) {
        this.settings = settings;
        this.politeness = politeness;
        this.clock = clock;
        this.counters = counters;
        this.gate = new HostGate(ticker);
        this.robots = new RobotsCache(ticker, productToken(settings.userAgent()));
        this.exchanger = new Exchanger(settings, resolver, counters, name + "-deadlines");
    }

    private static String productToken(String userAgent) {
        return userAgent.substring(0, userAgent.indexOf('/')).toLowerCase(Locale.ROOT);
    }

    /** Never throws for what the other side does. */
    public Fetched fetch(FetchRequest request) throws InterruptedException {
        return new Walk(request).run();
    }

    /** The sitemaps that a host's robots.txt names; none when it cannot be had. */
    public List<String> sitemaps(FetchRequest request) throws InterruptedException {
        return robotsOf(request.url(), request).rules().map(Robots::sitemaps).orElse(List.of());
    }

    private RobotsCache.Answer robotsOf(URI url, FetchRequest request) throws InterruptedException {
        return robots.of(url, robotsUrl -> new Walk(new FetchRequest(
                        robotsUrl, Purpose.ROBOTS, Validators.NONE, request.hosts(), request.minDelay(), null, false))
                .run());
    }

    @Override
    public void close() {
        closed = true;
        exchanger.close();
    }

    /** One fetch, from the first address to the last. */
    private final class Walk {

        private final FetchRequest request;
        private final Set<URI> visited = new HashSet<>();
        private URI url;
        private URI movedTo;
        private boolean permanent = true;

        Walk(FetchRequest request) {
            this.request = request;
            this.url = request.url();
        }

        Fetched run() throws InterruptedException {
            int limit = request.purpose() == Purpose.ROBOTS ? ROBOTS_REDIRECTS : settings.redirects();
            for (int hop = 0; ; hop++) {
                Optional<Refusal> refusal = request.hosts().check(url, request.purpose() == Purpose.PAGE);
                if (refusal.isPresent()) {
                    return refused(refusal.get(), 0);
                }
                visited.add(url);
                Step step = step();
                if (step.next == null) {
                    return step.end;
                }
                if ("https".equals(url.getScheme()) && "http".equals(step.next.getScheme())) {
                    return refused(Refusal.DOWNGRADE, step.status);
                }
                if (visited.contains(step.next)) {
                    return refused(Refusal.REDIRECT_LOOP, step.status);
                }
                if (hop == limit) {
                    return refused(Refusal.REDIRECTS, step.status);
                }
                permanent &= step.status == 301 || step.status == 308;
                url = step.next;
                movedTo = permanent ? url : movedTo;
            }
        }

        private Step step() throws InterruptedException {
            Duration pause = longer(politeness.minDelay(), request.minDelay());
            if (politeness.robots() && request.purpose() != Purpose.ROBOTS) {
                RobotsCache.Answer answer = robotsOf(url, request);
                if (answer.rules().isEmpty()) {
                    return Step.end(blocked(
                            answer.waitNanos(),
                            "robots.txt of " + Urls.origin(url) + " cannot be had: " + answer.problem()));
                }
                Robots rules = answer.rules().get();
                if (!rules.allows(url.toString())) {
                    counters.robotsDenied();
                    return Step.end(end(Outcome.ROBOTS_DENIED, 0, "robots.txt of " + Urls.origin(url) + " forbids it"));
                }
                if (rules.crawlDelay().compareTo(politeness.maxCrawlDelay()) > 0) {
                    counters.robotsDenied();
                    return Step.end(end(
                            Outcome.ROBOTS_DENIED,
                            0,
                            "robots.txt of " + Urls.origin(url) + " asks for "
                                    + rules.crawlDelay().toMillis()
                                    + " ms between requests, more than max.crawl.delay.ms"));
                }
                pause = longer(pause, rules.crawlDelay());
            }
            return exchange(pause);
        }

        private Step exchange(Duration pause) throws InterruptedException {
            String host = Urls.hostKey(url);
            String key = request.blockByUrl() ? url.toString() : host;
            long blocked = gate.enter(host, key, pause.toNanos());
            if (blocked > 0) {
                return Step.end(blocked(blocked, host + " asked to be left alone"));
            }
            try {
                Validators validators = visited.size() == 1 ? request.validators() : Validators.NONE;
                int limit = request.purpose() == Purpose.PAGE
                        ? settings.pageBytes()
                        : request.purpose() == Purpose.LIST ? settings.feedBytes() : RobotsParser.BYTES_MAX;
                Reply reply = exchanger.ask(url, request.purpose(), validators, request.language(), limit);
                counters.answered(reply.status());
                return judge(reply, key);
            } catch (PrivateAddressException e) {
                counters.privateAddressRefused();
                return Step.end(refused(Refusal.PRIVATE_ADDRESS, 0));
            } catch (IOException | RuntimeException e) {
                // The client swallows an interrupt here and there; a closed fetcher must free its threads all the same.
                if (Thread.interrupted() || closed) {
                    throw new InterruptedException();
                }
                return Step.end(end(Outcome.TRANSIENT, 0, e.getMessage() == null ? e.toString() : e.getMessage()));
            } finally {
                gate.leave(host);
            }
        }

        private Step judge(Reply reply, String key) {
            int status = reply.status();
            if (status == 429 || status == 503 && reply.challenge() == null) {
                counters.waitAsked();
                Duration asked =
                        RetryAfter.parse(reply.retryAfter(), clock.instant()).orElse(null);
                return Step.end(blocked(gate.block(key, asked), "status " + status));
            }
            gate.forgive(key);
            if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
                Optional<URI> next = Urls.resolve(url, reply.location()).map(Walk::withoutFragment);
                return next.isPresent()
                        ? new Step(next.get(), status, null)
                        : Step.end(refused(Refusal.MALFORMED, status));
            }
            return Step.end(new Fetched(
                    outcome(reply),
                    status,
                    url,
                    base(reply.contentLocation()),
                    movedTo,
                    reply.body(),
                    reply.contentType(),
                    new Validators(reply.etag(), reply.lastModified()),
                    maxAge(reply.cacheControl()),
                    0,
                    null,
                    "status " + status));
        }

        /** A server may name itself by an address inside its own network; that is no base for anybody else. */
        private URI base(String contentLocation) {
            return contentLocation == null
                    ? url
                    : Urls.resolve(url, contentLocation)
                            .map(Walk::withoutFragment)
                            .filter(named -> request.hosts().check(named, true).isEmpty())
                            .orElse(url);
        }

        private static Outcome outcome(Reply reply) {
            return switch (reply.status()) {
                case 200 -> !reply.bodyRead() ? Outcome.NOT_TEXT : reply.cut() ? Outcome.TOO_LARGE : Outcome.OK;
                case 304 -> Outcome.NOT_MODIFIED;
                case 401, 402, 403, 451 -> Outcome.FORBIDDEN;
                case 404 -> Outcome.MISSING;
                case 410 -> Outcome.GONE;
                case 408, 425 -> Outcome.TRANSIENT;
                case 503 -> Outcome.FORBIDDEN;
                default -> reply.status() >= 500 ? Outcome.TRANSIENT : Outcome.FAILED;
            };
        }

        private static URI withoutFragment(URI uri) {
            String text = uri.toString();
            int hash = text.indexOf('#');
            return hash < 0 ? uri : URI.create(text.substring(0, hash));
        }

        private static Duration maxAge(String cacheControl) {
            int at = cacheControl == null ? -1 : cacheControl.indexOf("max-age=");
            if (at < 0) {
                return null;
            }
            long seconds = 0;
            for (int i = at + 8; i < cacheControl.length() && Character.isDigit(cacheControl.charAt(i)); i++) {
                seconds = Math.min(seconds * 10 + cacheControl.charAt(i) - '0', 86_400);
            }
            return Duration.ofSeconds(seconds);
        }

        private Fetched refused(Refusal refusal, int status) {
            return new Fetched(
                    Outcome.REFUSED,
                    status,
                    url,
                    url,
                    null,
                    new byte[0],
                    null,
                    Validators.NONE,
                    null,
                    0,
                    refusal,
                    refusal.reason());
        }

        private Fetched blocked(long nanos, String detail) {
            return new Fetched(
                    Outcome.BLOCKED, 0, url, url, null, new byte[0], null, Validators.NONE, null, nanos, null, detail);
        }

        private Fetched end(Outcome outcome, int status, String detail) {
            return new Fetched(
                    outcome, status, url, url, null, new byte[0], null, Validators.NONE, null, 0, null, detail);
        }

        private static Duration longer(Duration a, Duration b) {
            return a.compareTo(b) > 0 ? a : b;
        }
    }

    /** Where a hop leads: to another address, or to the end. */
    private record Step(URI next, int status, Fetched end) {

        static Step end(Fetched end) {
            return new Step(null, 0, end);
        }
    }
}
