package io.pulsefeed.emotibit;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.SessionListener;
import io.pulsefeed.emotibit.session.SessionOutput;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes metrics in a thread of its own, so that the packets of many devices do not wait for the filters of one. An unexpected error
 * ends the metrics of one session only.
 *
 * <pre>
 *   poll() -- batches of packets and events, at most 4 --> worker -- records of windows and events --> next poll()
 * </pre>
 */
final class MetricWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricWorker.class);
    private static final int MAX_BATCHES = 4;
    private static final long RETRY_MS = 100;
    private static final long STOP_TIMEOUT_MS = 500;

    private final MetricStream metrics;
    private final LogThrottle warnings;
    private final BlockingQueue<List<SessionOutput>> batches = new ArrayBlockingQueue<>(MAX_BATCHES);
    private final Thread thread;
    private final List<SourceRecord> results = new ArrayList<>();
    private volatile boolean running = true;

    /** @param metrics used by the thread of this worker only */
    MetricWorker(MetricStream metrics, LogThrottle warnings, String threadName) {
        this.metrics = metrics;
        this.warnings = warnings;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    MetricWorker start() {
        thread.start();
        return this;
    }

    /** Hands over a batch, which the caller must not change any more. Waits if the worker is behind. */
    void submit(List<SessionOutput> batch) throws InterruptedException {
        boolean accepted = batch.isEmpty();
        while (!accepted && running) {
            accepted = batches.offer(batch, RETRY_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Moves the records of completed windows and of events to {@code out}. */
    void collect(List<SourceRecord> out) {
        synchronized (results) {
            out.addAll(results);
            results.clear();
        }
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (running) {
                List<SessionOutput> batch = batches.poll(RETRY_MS, TimeUnit.MILLISECONDS);
                if (batch != null) {
                    List<SourceRecord> completed = new ArrayList<>();
                    Computation computation = new Computation(completed);
                    batch.forEach(item -> item.deliverTo(computation));
                    synchronized (results) {
                        results.addAll(completed);
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Metric worker stopped");
        }
    }

    private void warn(String deviceId, RuntimeException error) {
        // Without the message of the exception, which could contain measured values.
        StackTraceElement[] trace = error.getStackTrace();
        warnings.warn(
                "metrics " + deviceId,
                deviceId + ": computing metrics failed with " + error.getClass().getName()
                        + (trace.length == 0 ? "" : " at " + trace[0]) + "; skipped. Please report this error");
    }

    /** Passes the items of a batch to the metrics. */
    private final class Computation implements SessionListener {
        private final List<SourceRecord> completed;

        Computation(List<SourceRecord> completed) {
            this.completed = completed;
        }

        @Override
        public void onPacket(TimedPacket packet) {
            try {
                metrics.onPacket(packet, completed);
            } catch (RuntimeException e) {
                metrics.discard(packet.deviceId());
                warn(packet.deviceId(), e);
            }
        }

        @Override
        public void onEvent(DeviceEvent event) {
            if (event.type() != DeviceEvent.Type.DISCONNECTED) {
                return;
            }
            try {
                metrics.onSessionEnd(event.deviceId(), completed);
            } catch (RuntimeException e) {
                warn(event.deviceId(), e);
            }
        }
    }
}
