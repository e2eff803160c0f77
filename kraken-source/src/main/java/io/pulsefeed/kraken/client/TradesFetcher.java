package io.pulsefeed.kraken.client;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.KrakenApiException;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestTicker;
import io.pulsefeed.kraken.wire.SetAside;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link TradeHistory} on REST: sends the requests of one task, at the rate that all tasks of the process share. */
public final class TradesFetcher implements TradeHistory, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(TradesFetcher.class);
    private static final long IDLE_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long MIN_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A request that waits for its turn. */
    private interface Job {

        Pair pair();

        /** @see TradesQuery#isUrgent */
        boolean isUrgent();

        /** @see RequestRateLimiter#acquire */
        Object counter();

        void run(RestClient client) throws IOException;

        /** @see TradeHistory.Callback#onFailure */
        void onFailure(boolean unknownPair, long retryAfterNs);
    }

    private final class TradesJob implements Job {

        private final TradesQuery query;
        private final Callback callback;

        TradesJob(TradesQuery query, Callback callback) {
            this.query = query;
            this.callback = callback;
        }

        @Override
        public Pair pair() {
            return query.pair();
        }

        @Override
        public boolean isUrgent() {
            return query.isUrgent();
        }

        @Override
        public Object counter() {
            return query.pair();
        }

        @Override
        public void run(RestClient rest) throws IOException {
            TradesPage page = rest.trades(query);
            reportSetAside(query.pair(), page.setAside());
            callback.onPage(page);
        }

        @Override
        public void onFailure(boolean unknownPair, long retryAfterNs) {
            callback.onFailure(unknownPair, retryAfterNs);
        }
    }

    private record TickerJob(Pair pair, Consumer<RestTicker> callback) implements Job {

        @Override
        public boolean isUrgent() {
            return false;
        }

        @Override
        public Object counter() {
            return TickerJob.class;
        }

        @Override
        public void run(RestClient rest) throws IOException {
            callback.accept(rest.ticker(pair));
        }

        @Override
        public void onFailure(boolean unknownPair, long retryAfterNs) {
            // The next check of the subscription asks again.
        }
    }

    private final RestClient client;
    private final RequestRateLimiter limiter;
    private final Duration interval;
    private final Duration pairInterval;
    private final SourceMetrics metrics;
    private final MonotonicClock monotonic;
    private final LogThrottle throttledLog;
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    private long waitNs;
    private boolean stopped;

    TradesFetcher(
            RestClient client,
            RequestRateLimiter limiter,
            Duration interval,
            Duration pairInterval,
            SourceMetrics metrics,
            MonotonicClock monotonic) {
        this.client = client;
        this.limiter = limiter;
        this.interval = interval;
        this.pairInterval = pairInterval;
        this.metrics = metrics;
        this.monotonic = monotonic;
        this.throttledLog = new LogThrottle(LOG, monotonic);
    }

    @Override
    public synchronized void request(TradesQuery query, Callback callback) {
        jobs.add(new TradesJob(query, callback));
        notifyAll();
    }

    @Override
    public synchronized void requestTicker(Pair pair, Consumer<RestTicker> callback) {
        // A pair repeats its request after a minute without an answer, but a pause or many pairs can take longer.
        if (jobs.stream()
                .noneMatch(job -> job instanceof TickerJob && job.pair().equals(pair))) {
            jobs.add(new TickerJob(pair, callback));
            notifyAll();
        }
    }

    @Override
    public void run() {
        try {
            for (Job job = awaitJob(); job != null; job = awaitJob()) {
                fetch(job);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a job whose request is allowed now. Returns null when stopped. */
    private synchronized @Nullable Job awaitJob() throws InterruptedException {
        while (!stopped) {
            Job job = pollJob();
            if (job != null) {
                return job;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(waitNs, MIN_WAIT_NS));
        }
        return null;
    }

    /** Urgent jobs come first: with hundreds of pairs, the checks of quiet ones take minutes. */
    private @Nullable Job pollJob() {
        waitNs = IDLE_NS;
        @Nullable Job urgent = pollJob(true);
        return urgent == null ? pollJob(false) : urgent;
    }

    private @Nullable Job pollJob(boolean urgent) {
        for (Iterator<Job> each = jobs.iterator(); each.hasNext(); ) {
            Job job = each.next();
            if (job.isUrgent() != urgent) {
                continue;
            }
            long leftNs = limiter.acquire(job.counter(), interval, pairInterval, monotonic.nowNs());
            if (leftNs == 0) {
                each.remove();
                return job;
            }
            waitNs = Math.min(waitNs, leftNs);
        }
        return null;
    }

    /** Runs at most one job, without waiting: for tests in virtual time, which have a single thread. */
    void runOnce() {
        @Nullable Job job;
        synchronized (this) {
            job = stopped ? null : pollJob();
        }
        if (job != null) {
            fetch(job);
        }
    }

    private void fetch(Job job) {
        metrics.restRequests.increment();
        try {
            job.run(client);
            limiter.onSuccess();
        } catch (RestClient.ThrottledException e) {
            metrics.restThrottled.increment();
            long pauseNs = limiter.onThrottled(e.retryAfter(), monotonic.nowNs());
            LOG.warn(
                    "{}: REST rate limit exceeded ({}); pausing all REST requests for {} s",
                    job.pair(),
                    e.getMessage(),
                    TimeUnit.NANOSECONDS.toSeconds(pauseNs));
            job.onFailure(false, pauseNs);
        } catch (IOException | RuntimeException e) {
            onError(job, e);
        }
    }

    private void reportSetAside(Pair pair, List<SetAside> rows) {
        for (SetAside row : rows) {
            metrics.rejected(row.reason()).increment();
            throttledLog.warn(
                    "set aside " + pair + " " + row.reason(),
                    pair + ": REST returned an unusable trade (" + row.reason().text() + "), continuing without it: "
                            + row.row());
        }
    }

    private void onError(Job job, Exception error) {
        synchronized (this) {
            if (stopped) {
                return;
            }
        }
        metrics.restErrors.increment();
        boolean unknownPair =
                error instanceof KrakenApiException api && api.kind() == KrakenApiException.Kind.UNKNOWN_PAIR;
        throttledLog.warn("request " + job.pair(), job.pair() + ": REST request failed (" + error + "); will retry");
        long retryAfterNs = error instanceof RestClient.UnavailableException unavailable
                ? unavailable.retryAfter().toNanos()
                : 0;
        job.onFailure(unknownPair, retryAfterNs);
    }

    /** Ends {@link #run} and the current request. Any thread may call it. */
    void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        client.close();
    }
}
