package io.pulsefeed.cli.demo;

import io.pulsefeed.console.state.Pipeline.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Compares what was sent with what has arrived while data flows. What was sent in the last second is not expected yet. What is missing
 * is on the way; after a minute in which something was always missing, it is lost. Thread-safe.
 */
final class DeliveryMonitor implements AutoCloseable {

    private static final long NOT_YET_EXPECTED_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOST_AFTER_NS = TimeUnit.SECONDS.toNanos(60);

    /** The next check waits this many times the duration of a check, which counts rows. */
    private static final int PAUSE_FACTOR = 10;

    private final List<DemoSource> sources;
    private final RowCounter rows;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private Delivery latest = new Delivery(0, 0, 0);
    private long completeMonoNs = System.nanoTime();
    private long nextMonoNs = completeMonoNs;

    /** What each source had sent at one time. */
    record Mark(long monoNs, List<Map<String, Long>> sent) {}

    DeliveryMonitor(List<DemoSource> sources, RowCounter rows) {
        this.sources = sources;
        this.rows = rows;
    }

    Mark mark() {
        return new Mark(
                System.nanoTime(), sources.stream().map(DemoSource::sent).toList());
    }

    /** What is missing of that which was sent at {@code mark}, and what arrived twice. */
    synchronized DeliveryCheck.Result compare(Mark mark) {
        long lost = 0;
        long duplicated = 0;
        for (int i = 0; i < sources.size(); i++) {
            DeliveryCheck.Result result =
                    sources.get(i).checkDelivery(mark.sent().get(i), rows);
            lost += result.lost();
            duplicated += result.duplicated();
        }
        return new DeliveryCheck.Result(lost, duplicated);
    }

    /** The comparison now, or the last one if that was very recent. */
    synchronized Delivery read() {
        long nowMonoNs = System.nanoTime();
        marks.addLast(mark());
        Mark due = marks.peekFirst();
        while (marks.size() > 1 && nowMonoNs - new ArrayList<>(marks).get(1).monoNs() >= NOT_YET_EXPECTED_NS) {
            marks.removeFirst();
            due = marks.peekFirst();
        }
        if (nowMonoNs - due.monoNs() >= NOT_YET_EXPECTED_NS && nowMonoNs - nextMonoNs >= 0) {
            latest = delivery(compare(due), System.nanoTime());
            nextMonoNs = System.nanoTime() + PAUSE_FACTOR * (System.nanoTime() - nowMonoNs);
        }
        return latest;
    }

    /** The last comparison. */
    synchronized Delivery latest() {
        return latest;
    }

    private Delivery delivery(DeliveryCheck.Result result, long nowMonoNs) {
        if (result.lost() == 0) {
            completeMonoNs = nowMonoNs;
        }
        boolean isLost = nowMonoNs - completeMonoNs > LOST_AFTER_NS;
        return new Delivery(isLost ? result.lost() : 0, result.duplicated(), isLost ? 0 : result.lost());
    }

    @Override
    public synchronized void close() {
        rows.close();
    }
}
