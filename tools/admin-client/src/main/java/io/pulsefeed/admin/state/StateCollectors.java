package io.pulsefeed.admin.state;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Collects the state of a pipeline. All collectors run at the same time, each with its own deadline and connections; one that fails or
 * is late does not affect the others. Connections are kept between calls. Use it from one thread at a time.
 */
public final class StateCollectors implements AutoCloseable {

    private static final Duration ALWAYS = Duration.ZERO;
    private static final Duration RARELY = Duration.ofSeconds(30);
    private static final long STOP_LIMIT_MS = 500;

    private final InstantSource clock;
    private final Duration limit;
    private final Brokers brokers;
    private final Slot<WorkerState> worker;
    private final Slot<List<ConnectorState>> connectors;
    private final Slot<List<SinkLag>> lag;
    private final Slot<List<TableState>> tables;
    private final Slot<List<DeadLetters>> deadLetters;
    private final Slot<List<EventAge>> events;
    private final Slot<List<PairGap>> gaps;
    private final Slot<DiskState> disk;
    private final Slot<LedgerState> ledger;
    private final List<Slot<?>> slots;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "state-collector");
        thread.setDaemon(true);
        return thread;
    });

    public StateCollectors(StateSources sources) {
        this(sources, InstantSource.system());
    }

    StateCollectors(StateSources sources, InstantSource clock) {
        this.clock = clock;
        this.limit = sources.limit();
        this.brokers = new Brokers(sources.clientConfig(), limit.multipliedBy(4).dividedBy(5));
        Sinks sinks = new Sinks();
        this.worker = slot(new WorkerCollector(sources.worker()), ALWAYS);
        this.connectors = slot(new ConnectorsCollector(sources.worker(), sinks), ALWAYS);
        this.lag = slot(new LagCollector(sinks, brokers, new StateDatabase(sources.database()), clock), ALWAYS);
        this.tables = slot(new TablesCollector(sinks, new StateDatabase(sources.database())), ALWAYS);
        this.deadLetters = slot(new DeadLettersCollector(sinks, brokers), ALWAYS);
        this.events = slot(new EventsCollector(new StateDatabase(sources.database())), ALWAYS);
        this.gaps = slot(new GapsCollector(sources.metrics()), ALWAYS);
        this.disk = slot(new DiskCollector(sinks, brokers, new StateDatabase(sources.database()), clock), RARELY);
        this.ledger = slot(new LedgerCollector(new StateDatabase(sources.database())), RARELY);
        this.slots = List.of(worker, connectors, lag, tables, deadLetters, events, gaps, disk, ledger);
    }

    private <T> Slot<T> slot(Collector<T> collector, Duration pause) {
        return new Slot<>(collector, pause);
    }

    /** Collects all parts. Returns after the deadline of {@link StateSources#limit} at the latest. */
    public StackState collect() throws InterruptedException {
        long deadlineMonoNs = System.nanoTime() + limit.toNanos();
        slots.forEach(slot -> slot.start(threads));
        return new StackState(
                clock.instant(),
                worker.await(deadlineMonoNs),
                connectors.await(deadlineMonoNs),
                lag.await(deadlineMonoNs),
                tables.await(deadlineMonoNs),
                deadLetters.await(deadlineMonoNs),
                events.await(deadlineMonoNs),
                gaps.await(deadlineMonoNs),
                disk.await(deadlineMonoNs),
                ledger.await(deadlineMonoNs));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(STOP_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        slots.forEach(Slot::close);
        brokers.close();
    }
}
