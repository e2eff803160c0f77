package io.pulsefeed.cli.demo;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.admin.state.DatabaseLogin;
import io.pulsefeed.admin.state.StateSources;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.replay.Redrive;
import io.pulsefeed.console.Console;
import io.pulsefeed.console.ConsoleOptions;
import io.pulsefeed.console.feed.FeedTopics;
import io.pulsefeed.console.feed.TopicReader;
import io.pulsefeed.console.state.CollectedPipeline;
import io.pulsefeed.console.state.ConnectActions;
import io.pulsefeed.console.state.Pipeline;
import io.pulsefeed.console.state.Pipeline.Delivery;
import io.pulsefeed.stack.LocalStack;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The live page of a demo, with its faults, and with what arrived compared with what was sent. */
final class DemoConsole implements AutoCloseable {

    private final Console console;
    private final DemoHarms harms;
    private final DeliveryMonitor monitor;
    private final CollectedPipeline collected;
    private final Supplier<@Nullable DemoSnapshot> latest;
    private final boolean isCompared;

    private DemoConsole(
            int port,
            LocalStack stack,
            List<DemoSource> sources,
            Supplier<@Nullable DemoSnapshot> latest,
            BooleanSupplier isRunning,
            boolean isLive)
            throws IOException {
        this.latest = latest;
        this.isCompared = !isLive;
        StateSources state = new StateSources(
                new ConnectRest(stack.restUrl()),
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                Optional.of(new DatabaseLogin(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword())),
                Optional.empty(),
                StateSources.DEFAULT_LIMIT);
        this.collected = new CollectedPipeline(state, false);
        this.monitor = new DeliveryMonitor(
                sources, RowCounter.connect(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword()));
        List<DemoFault> faults = new ArrayList<>();
        if (!isLive) {
            faults.addAll(StackFaults.of(stack));
            // With the faults of the sources before the bad record, the list goes from the worst to the mildest.
            sources.forEach(source -> faults.addAll(faults.size() - 1, source.faults()));
        }
        this.harms = new DemoHarms(faults, monitor, isRunning);
        this.console = start(port, stack, isLive);
    }

    private Console start(int port, LocalStack stack, boolean isLive) throws IOException {
        Map<String, Object> client = Map.of("bootstrap.servers", stack.bootstrapServers());
        ConnectRest worker = new ConnectRest(stack.restUrl());
        try {
            return Console.start(
                    ConsoleOptions.local(port, isLive ? "live demo" : "demo"),
                    this::read,
                    (records, afterBatch) -> TopicReader.start(client, FeedTopics.DEFAULT, records, afterBatch),
                    harms,
                    new ConnectActions(worker, new Redrive(worker, client)));
        } catch (IOException e) {
            collected.close();
            monitor.close();
            throw e;
        }
    }

    /**
     * Opens the page.
     *
     * @param latest the state that the demo shows; null before the first one
     * @param isRunning whether all connectors run
     * @throws UserError if the port is in use
     */
    static DemoConsole open(
            int port,
            LocalStack stack,
            List<DemoSource> sources,
            Supplier<@Nullable DemoSnapshot> latest,
            BooleanSupplier isRunning,
            boolean isLive) {
        try {
            return new DemoConsole(port, stack, sources, latest, isRunning, isLive);
        } catch (BindException e) {
            throw new UserError(
                    "port " + port
                            + " of the live page is in use. Choose another one with --console-port, or 0 for no page.",
                    e);
        } catch (IOException e) {
            throw new UserError("the live page could not start: " + IoErrors.describe(e), e);
        }
    }

    String url() {
        return console.url();
    }

    /** Whether a fault is active, so that parts of the demo may be unreachable. */
    boolean isHarmed() {
        return harms.isActive();
    }

    /** Waits until the active fault has recovered. */
    void awaitRecovery() throws InterruptedException {
        harms.close();
    }

    private Pipeline read() {
        DemoSnapshot snapshot = latest.get();
        Pipeline pipeline = collected.read();
        return snapshot == null ? pipeline : pipeline.with(snapshot.topics(), snapshot.tables(), delivery());
    }

    private @Nullable Delivery delivery() {
        try {
            return isCompared ? monitor.read() : null;
        } catch (UserError e) {
            // The database is down: the last comparison remains valid.
            return monitor.latest();
        }
    }

    /** Shows the result of the demo. */
    void finish(DemoReport report) throws InterruptedException {
        console.finish(collected
                .read()
                .with(
                        report.topics(),
                        report.tables(),
                        isCompared ? new Delivery(report.lost(), report.duplicated(), 0) : null)
                .withStates(report.connectors()));
    }

    @Override
    public void close() {
        console.close();
        collected.close();
        monitor.close();
    }
}
