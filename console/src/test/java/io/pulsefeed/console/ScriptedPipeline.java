package io.pulsefeed.console;

import io.pulsefeed.console.state.Actions;
import io.pulsefeed.console.state.Harms;
import io.pulsefeed.console.state.Pipeline;
import io.pulsefeed.console.state.Pipeline.Connector;
import io.pulsefeed.console.state.Pipeline.DeadLetters;
import io.pulsefeed.console.state.Pipeline.Delivery;
import io.pulsefeed.console.state.Pipeline.Fact;
import io.pulsefeed.console.state.Pipeline.Lag;
import io.pulsefeed.console.state.PipelineStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A pipeline in the state that a test sets. Records the actions that the page requests. */
final class ScriptedPipeline implements PipelineStatus, Actions, Harms {

    final AtomicInteger reads = new AtomicInteger();
    final List<String> requested = java.util.Collections.synchronizedList(new ArrayList<>());
    volatile String sinkState = "RUNNING";

    @Override
    public Pipeline read() {
        long count = reads.incrementAndGet() * 64L;
        boolean failed = sinkState.equals("FAILED");
        return new Pipeline(
                Map.of("rawtrade", count, "rawticker", count / 2, "rawarticle", 3L, "Emotibit_rawdata", 5 * count),
                Map.of("trade_data", count, "ticker_data", count / 2, "article_data", 3L),
                List.of(
                        new Connector(
                                "kraken-source", "source", "RUNNING", 1, List.of("rawtrade", "rawticker"), "", ""),
                        new Connector(
                                "timescale-cryptoviz",
                                "sink",
                                sinkState,
                                1,
                                List.of("rawtrade", "rawticker"),
                                failed ? "The database refuses the login." : "",
                                failed ? "org.postgresql.util.PSQLException: refused" : "")),
                List.of(new Lag("timescale-cryptoviz", "rawtrade", 12, 0.4)),
                List.of(new DeadLetters("dlq.timescale-cryptoviz", "timescale-cryptoviz", 2, "price is not a number")),
                List.of(new Fact("worker", "Kafka Connect 4.4.0")),
                List.of(),
                new Delivery(0, 0, 12));
    }

    @Override
    public void pause(String connector) {
        requested.add("pause " + connector);
    }

    @Override
    public void resume(String connector) {
        requested.add("resume " + connector);
    }

    @Override
    public void restart(String connector) {
        requested.add("restart " + connector);
    }

    @Override
    public long redrive(String sink) {
        requested.add("redrive " + sink);
        return 2;
    }

    @Override
    public List<Harm> offered() {
        return List.of(new Harm("kill", "Kill the worker", "kill -9 of the process."));
    }

    @Override
    public List<Run> runs() {
        return requested.contains("harm kill")
                ? List.of(new Run(
                        1,
                        "kill",
                        "Kill the worker",
                        Phase.RECOVERED,
                        1_795_000_000_000L,
                        "It was killed.",
                        9.4,
                        0L,
                        0L))
                : List.of();
    }

    @Override
    public boolean start(String id) {
        requested.add("harm " + id);
        return id.equals("kill");
    }
}
