package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.KrakenApiException;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks REST for one task, in its own thread, at the pace that all tasks of the process share. */
public final class TradesFetcher implements TradeHistory, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(TradesFetcher.class);
    private static final long IDLE = TimeUnit.MINUTES.toNanos(1);
    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

    private record Job(TradesQuery query, Answer answer) {}

    private final RestClient client;
    private final RequestRateLimiter pace;
    private final Duration betweenAll;
    private final Duration betweenSamePair;
    private final SourceMetrics stats;
    private final LongSupplier nanoTime;
    private final LogLimit failureLog = new LogLimit();
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    private long wait;
    private boolean stopped;

    TradesFetcher(
            RestClient client,
            RequestRateLimiter pace,
            Duration betweenAll,
            Duration betweenSamePair,
            SourceMetrics stats,
            LongSupplier nanoTime) {
        this.client = client;
        this.pace = pace;
        this.betweenAll = betweenAll;
        this.betweenSamePair = betweenSamePair;
        this.stats = stats;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void ask(TradesQuery query, Answer answer) {
        jobs.add(new Job(query, answer));
        notifyAll();
    }

    @Override
    public void run() {
        try {
            for (Job job = next(); job != null; job = next()) {
                fetch(job);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first job whose pair may be asked for now; waits for it. Null when stopped. */
    private synchronized Job next() throws InterruptedException {
        while (!stopped) {
            Job job = due();
            if (job != null) {
                return job;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(wait, SHORTEST_WAIT));
        }
        return null;
    }

    private Job due() {
        wait = IDLE;
        for (Iterator<Job> each = jobs.iterator(); each.hasNext(); ) {
            Job job = each.next();
            long left = pace.take(job.query.pair(), betweenAll, betweenSamePair, nanoTime.getAsLong());
            if (left == 0) {
                each.remove();
                return job;
            }
            wait = Math.min(wait, left);
        }
        return null;
    }

    /** Does at most one job that is due, without waiting: for callers that have no thread to spare. */
    void runOnce() {
        Job job;
        synchronized (this) {
            job = stopped ? null : due();
        }
        if (job != null) {
            fetch(job);
        }
    }

    private void fetch(Job job) {
        stats.restRequests.increment();
        try {
            job.answer.page(client.trades(job.query));
            pace.answered();
        } catch (RestClient.Throttled e) {
            stats.restThrottled.increment();
            long pause = pace.throttled(e.retryAfter(), nanoTime.getAsLong());
            LOG.info("{}. All REST requests pause for {} s.", e.getMessage(), TimeUnit.NANOSECONDS.toSeconds(pause));
            job.answer.failed(e.getMessage(), false, pause);
        } catch (IOException | RuntimeException e) {
            fail(job, e);
        }
    }

    private void fail(Job job, Exception error) {
        synchronized (this) {
            if (stopped) {
                return;
            }
        }
        stats.restErrors.increment();
        boolean unknownPair =
                error instanceof KrakenApiException refusal && refusal.kind() == KrakenApiException.Kind.UNKNOWN_PAIR;
        if (failureLog.permits(nanoTime.getAsLong())) {
            LOG.warn("REST did not give the trades of {}: {}. Will ask again.", job.query.pair(), error.toString());
        }
        job.answer.failed(error.toString(), unknownPair, 0);
    }

    /** Ends the thread and the request under way. Any thread may call it. */
    void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        client.close();
    }
}
