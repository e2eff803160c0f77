package io.pulsefeed.article.fetch;

import io.pulsefeed.article.config.FetchConfig;
import io.pulsefeed.article.config.NetworkConfig;
import io.pulsefeed.article.config.PolitenessConfig;
import io.pulsefeed.article.fetch.FetchRequest.Purpose;
import io.pulsefeed.article.fetch.FetchResult.Outcome;
import io.pulsefeed.commons.time.MonotonicClock;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Fetches documents: follows redirects and checks each target, obeys robots.txt and the rate limits of each host. Thread-safe;
 * waiting threads respond to interrupts.
 */
public final class Fetcher implements AutoCloseable {

    private static final int MAX_ROBOTS_REDIRECTS = 5;

    private final FetchConfig settings;
    private final PolitenessConfig politeness;
    private final Clock clock;
    private final FetchCounters counters;
    private final HostRateLimiter limiter;
    private final RobotsCache robots;
    private final HttpTransport transport;
    private volatile boolean closed;

    /**
     * @param threadName of the thread that aborts exchanges at their deadline
     * @throws IllegalArgumentException if the file of trusted certificates cannot be read
     */
    public Fetcher(
            FetchConfig settings,
            NetworkConfig network,
            PolitenessConfig politeness,
            DnsResolver resolver,
            Clock clock,
            MonotonicClock monotonicClock,
            FetchCounters counters,
            String threadName) {
        this.settings = settings;
        this.politeness = politeness;
        this.clock = clock;
        this.counters = counters;
        this.limiter = new HostRateLimiter(monotonicClock);
        this.robots = new RobotsCache(monotonicClock, settings.productToken());
        this.transport = new HttpTransport(settings, network, resolver, counters, threadName);
    }

    /** Server and network errors are part of the result; they are not thrown. */
    public FetchResult fetch(FetchRequest request) throws InterruptedException {
        return new RedirectChain(request).run();
    }

    /** The sitemaps in the robots.txt of the host; empty if it is unavailable. */
    public List<String> sitemaps(FetchRequest request) throws InterruptedException {
        return robotsOf(request.url(), request).rules().map(RobotsTxt::sitemaps).orElse(List.of());
    }

    private RobotsCache.Answer robotsOf(URI url, FetchRequest request) throws InterruptedException {
        return robots.of(url, robotsUrl -> new RedirectChain(new FetchRequest(
                        robotsUrl,
                        Purpose.ROBOTS,
                        CacheValidators.NONE,
                        request.hosts(),
                        request.minDelay(),
                        null,
                        request.headers(),
                        false))
                .run());
    }

    @Override
    public void close() {
        closed = true;
        transport.close();
    }

    /** One fetch with all its redirects. */
    private final class RedirectChain {

        private final FetchRequest request;
        private final Set<URI> visited = new HashSet<>();
        private URI url;
        private @Nullable URI movedTo;
        private boolean permanent = true;

        RedirectChain(FetchRequest request) {
            this.request = request;
            this.url = request.url();
        }

        FetchResult run() throws InterruptedException {
            int limit = request.purpose() == Purpose.ROBOTS ? MAX_ROBOTS_REDIRECTS : settings.maxRedirects();
            int redirectStatus = 0;
            for (int hop = 0; ; hop++) {
                Optional<Refusal> refusal = request.hosts().check(url, request.purpose() == Purpose.PAGE);
                if (refusal.isPresent()) {
                    return refused(refusal.get(), redirectStatus);
                }
                visited.add(url);
                Step step = step();
                FetchResult result = step.result;
                if (result != null) {
                    return result;
                }
                URI next = Objects.requireNonNull(step.next);
                if ("https".equals(url.getScheme()) && "http".equals(next.getScheme())) {
                    return refused(Refusal.DOWNGRADE, step.status);
                }
                if (visited.contains(next)) {
                    return refused(Refusal.REDIRECT_LOOP, step.status);
                }
                if (hop == limit) {
                    return refused(Refusal.REDIRECTS, step.status);
                }
                permanent &= step.status == 301 || step.status == 308;
                url = next;
                redirectStatus = step.status;
                movedTo = permanent ? url : movedTo;
            }
        }

        private Step step() throws InterruptedException {
            Duration delay = longer(politeness.minDelay(), request.minDelay());
            if (politeness.robotsEnabled() && request.purpose() != Purpose.ROBOTS) {
                RobotsCache.Answer answer = robotsOf(url, request);
                if (answer.rules().isEmpty()) {
                    return Step.end(blocked(
                            answer.waitNs(),
                            "robots.txt of " + Urls.origin(url) + " is unavailable: " + answer.problem()));
                }
                RobotsTxt rules = answer.rules().get();
                if (!rules.allows(url.toString())) {
                    counters.robotsDenied();
                    return Step.end(
                            end(Outcome.ROBOTS_DENIED, 0, "robots.txt of " + Urls.origin(url) + " disallows it"));
                }
                if (rules.crawlDelay().compareTo(politeness.maxCrawlDelay()) > 0) {
                    counters.robotsDenied();
                    return Step.end(end(
                            Outcome.ROBOTS_DENIED,
                            0,
                            "robots.txt of " + Urls.origin(url) + " has a crawl-delay of "
                                    + rules.crawlDelay().toMillis()
                                    + " ms, more than max.crawl.delay.ms"));
                }
                delay = longer(delay, rules.crawlDelay());
            }
            return exchange(delay);
        }

        private Step exchange(Duration delay) throws InterruptedException {
            String host = Urls.hostKey(url);
            String blockKey = request.blockByUrl() ? url.toString() : host;
            long blockedNs = limiter.acquire(host, blockKey, delay.toNanos());
            if (blockedNs > 0) {
                return Step.end(blocked(blockedNs, host + " blocked further requests (Retry-After)"));
            }
            try {
                CacheValidators validators = visited.size() == 1 ? request.validators() : CacheValidators.NONE;
                int limit = request.purpose() == Purpose.PAGE
                        ? settings.maxPageBytes()
                        : request.purpose() == Purpose.LIST ? settings.maxFeedBytes() : RobotsParser.MAX_BYTES;
                SiteHeaders headers = request.hosts().isOwn(url) ? request.headers() : SiteHeaders.NONE;
                HttpResponse response =
                        transport.get(url, request.purpose(), validators, request.language(), headers, limit);
                counters.responseReceived(response.status());
                return evaluate(response, blockKey);
            } catch (PrivateAddressException e) {
                counters.privateAddressRefused();
                return Step.end(refused(Refusal.PRIVATE_ADDRESS, 0));
            } catch (IOException | RuntimeException e) {
                // The HTTP client can swallow an interrupt; after close(), threads must end anyway.
                if (Thread.interrupted() || closed) {
                    throw new InterruptedException();
                }
                return Step.end(end(Outcome.TRANSIENT, 0, e.getMessage() == null ? e.toString() : e.getMessage()));
            } finally {
                limiter.release(host);
            }
        }

        private Step evaluate(HttpResponse response, String blockKey) {
            int status = response.status();
            if (status == 429 || status == 503 && response.challenge() == null) {
                counters.retryAfterReceived();
                Duration requested =
                        RetryAfter.parse(response.retryAfter(), clock.instant()).orElse(null);
                return Step.end(blocked(limiter.block(blockKey, requested), "status " + status));
            }
            limiter.resetStrikes(blockKey);
            if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
                Optional<URI> next = Urls.resolve(url, response.location()).map(RedirectChain::withoutFragment);
                return next.isPresent()
                        ? new Step(next.get(), status, null)
                        : Step.end(refused(Refusal.MALFORMED, status));
            }
            return Step.end(new FetchResult(
                    outcome(response),
                    status,
                    url,
                    base(response.contentLocation()),
                    movedTo,
                    response.body(),
                    response.contentType(),
                    new CacheValidators(response.etag(), response.lastModified()),
                    maxAge(response.cacheControl()),
                    0,
                    null,
                    "status " + status
                            + (response.unknownCoding() == null
                                    ? ""
                                    : ", Content-Encoding " + response.unknownCoding() + " is not supported")));
        }

        /** Ignores a {@code Content-Location} on another host: a proxied server may send an internal URL. */
        private URI base(@Nullable String contentLocation) {
            return contentLocation == null
                    ? url
                    : Urls.resolve(url, contentLocation)
                            .map(RedirectChain::withoutFragment)
                            .filter(named -> request.hosts().check(named, true).isEmpty())
                            .orElse(url);
        }

        private static Outcome outcome(HttpResponse response) {
            return switch (response.status()) {
                case 200, 203 -> !response.bodyRead()
                        ? Outcome.NOT_TEXT
                        : response.truncated() ? Outcome.TOO_LARGE : Outcome.OK;
                case 304 -> Outcome.NOT_MODIFIED;
                case 401, 402, 403, 451 -> Outcome.FORBIDDEN;
                case 404 -> Outcome.MISSING;
                case 410 -> Outcome.GONE;
                case 408, 425 -> Outcome.TRANSIENT;
                case 503 -> Outcome.FORBIDDEN;
                default -> response.status() >= 500 ? Outcome.TRANSIENT : Outcome.FAILED;
            };
        }

        private static URI withoutFragment(URI uri) {
            String text = uri.toString();
            int hash = text.indexOf('#');
            return hash < 0 ? uri : URI.create(text.substring(0, hash));
        }

        private static @Nullable Duration maxAge(@Nullable String cacheControl) {
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

        private FetchResult refused(Refusal refusal, int status) {
            return new FetchResult(
                    Outcome.REFUSED,
                    status,
                    url,
                    url,
                    null,
                    new byte[0],
                    null,
                    CacheValidators.NONE,
                    null,
                    0,
                    refusal,
                    refusal.reason());
        }

        private FetchResult blocked(long waitNs, String detail) {
            return new FetchResult(
                    Outcome.BLOCKED,
                    0,
                    url,
                    url,
                    null,
                    new byte[0],
                    null,
                    CacheValidators.NONE,
                    null,
                    waitNs,
                    null,
                    detail);
        }

        private FetchResult end(Outcome outcome, int status, String detail) {
            return new FetchResult(
                    outcome, status, url, url, null, new byte[0], null, CacheValidators.NONE, null, 0, null, detail);
        }

        private static Duration longer(Duration a, Duration b) {
            return a.compareTo(b) > 0 ? a : b;
        }
    }

    /** Result of one request: either the target of a redirect, or the result of the fetch. */
    private record Step(@Nullable URI next, int status, @Nullable FetchResult result) {

        static Step end(FetchResult result) {
            return new Step(null, 0, result);
        }
    }
}
