package io.pulsefeed.console;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.console.feed.Feed;
import io.pulsefeed.console.feed.Json;
import io.pulsefeed.console.http.ConsoleApi;
import io.pulsefeed.console.http.EventHub;
import io.pulsefeed.console.http.WebServer;
import io.pulsefeed.console.state.Actions;
import io.pulsefeed.console.state.ConsoleState;
import io.pulsefeed.console.state.Harms;
import io.pulsefeed.console.state.Pipeline;
import io.pulsefeed.console.state.PipelineStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The live page. Reads records and state only while a viewer is connected; without one it costs only memory.
 *
 * <pre>
 *   topics --> Feed --> LiveModel --+
 *   PipelineStatus ------------------+--> EventHub --> viewers
 * </pre>
 */
public final class Console implements AutoCloseable {

    private static final long STATE_INTERVAL_MS = 1_000;
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration CATCH_UP_LIMIT = Duration.ofMillis(1_500);
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private final ConsoleOptions options;
    private final PipelineStatus status;
    private final Feed.Factory feeds;
    private final Harms harms;
    private final @Nullable Actions actions;
    private final EventHub hub;
    private final WebServer server;
    private final long startMonoNs = System.nanoTime();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "console-state");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable LiveSession session;
    private Pipeline pipeline = Pipeline.EMPTY;
    private long pipelineMonoNs;
    private boolean isFinal;
    private volatile long askedMonoNs = System.nanoTime() - LINGER_NS;

    private Console(
            ConsoleOptions options, PipelineStatus status, Feed.Factory feeds, Harms harms, @Nullable Actions actions)
            throws IOException {
        this.options = options;
        this.status = status;
        this.feeds = feeds;
        this.harms = harms;
        this.actions = actions;
        this.hub = new EventHub(options.maxStreams());
        this.server = new WebServer(
                options.address(), options.port(), options.password(), options.maxStreams(), hub, new Api());
    }

    /**
     * Opens the port.
     *
     * @param actions on connectors; null if the page offers none
     * @throws IOException if the port is in use
     */
    public static Console start(
            ConsoleOptions options, PipelineStatus status, Feed.Factory feeds, Harms harms, @Nullable Actions actions)
            throws IOException {
        Console console = new Console(options, status, feeds, harms, actions);
        console.clock.scheduleWithFixedDelay(
                console::tick, STATE_INTERVAL_MS, STATE_INTERVAL_MS, TimeUnit.MILLISECONDS);
        console.server.start();
        return console;
    }

    /** The address of the page. */
    public String url() {
        return server.url();
    }

    /** Whether a viewer is connected, or a client asked for its state in the last seconds. */
    public boolean isWatched() {
        return hub.viewers() > 0 || System.nanoTime() - askedMonoNs < LINGER_NS;
    }

    /** Replaces the state by the final one, and gives viewers time to receive it. */
    public void finish(Pipeline last) throws InterruptedException {
        synchronized (this) {
            isFinal = true;
            pipeline = last;
        }
        if (isWatched()) {
            hub.publish("end", stateEvent());
            TimeUnit.MILLISECONDS.sleep(LAST_LOOK.toMillis());
        }
    }

    private void tick() {
        try {
            if (isWatched()) {
                session();
                String event = stateEvent();
                hub.publish("state", event);
            } else {
                closeSession();
            }
        } catch (RuntimeException e) {
            // A scheduled executor silently cancels a task that throws. The page shows the age of the last state.
            System.getLogger(Console.class.getName()).log(System.Logger.Level.DEBUG, "The state could not be read", e);
        }
    }

    private synchronized LiveSession session() {
        if (session == null) {
            session = new LiveSession(feeds, options.topics(), hub);
        }
        return session;
    }

    private synchronized void closeSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private synchronized Pipeline pipeline() {
        long nowMonoNs = System.nanoTime();
        if (!isFinal && (pipelineMonoNs == 0 || nowMonoNs - pipelineMonoNs > STATE_INTERVAL_MS * 900_000)) {
            pipeline = status.read();
            pipelineMonoNs = System.nanoTime();
        }
        return pipeline;
    }

    private ConsoleState state(Pipeline current) {
        return ConsoleState.of(current, session().model().latest(), (System.nanoTime() - startMonoNs) / 1e9);
    }

    private String stateEvent() {
        Pipeline current = pipeline();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("now", System.currentTimeMillis());
        event.put("state", state(current));
        event.put("connectors", current.connectors());
        event.put("lags", current.lags());
        event.put("dead_letters", current.deadLetters());
        event.put("facts", current.facts());
        event.put("problems", current.problems());
        event.put("delivery", current.delivery());
        event.put("harms", harms.runs());
        event.put("viewers", hub.viewers());
        return Json.write(event);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        hub.finish();
        server.close();
        closeSession();
    }

    /** The calls of the page. */
    private final class Api implements ConsoleApi {

        @Override
        public String state() throws InterruptedException {
            askedMonoNs = System.nanoTime();
            session().awaitCaughtUp(CATCH_UP_LIMIT);
            return Json.write(Console.this.state(pipeline()));
        }

        @Override
        public String hello(String stream, String token) {
            return Json.write(Map.of(
                    "stream",
                    stream,
                    "token",
                    token,
                    "title",
                    options.title(),
                    "actions",
                    actions != null,
                    "harms",
                    harms.offered()));
        }

        @Override
        public void open(Opener opener) {
            askedMonoNs = System.nanoTime();
            session().withSnapshot(opener::open, (stream, snapshot) -> opener.send("live", snapshot));
            clock.execute(() -> opener.send("state", stateEvent()));
        }

        @Override
        public String candles(String pair) {
            return Json.write(session().model().candles(pair));
        }

        @Override
        public String selected(String device) {
            return Json.write(session().model().selected(device));
        }

        @Override
        public boolean harm(String id) {
            return harms.start(id);
        }

        @Override
        public Outcome act(String connector, String action) {
            if (actions == null) {
                return new Outcome(false, "Actions are off. Start the page with --allow-actions.");
            }
            try {
                return switch (action) {
                    case "pause" -> requested(action, () -> actions.pause(connector));
                    case "resume" -> requested(action, () -> actions.resume(connector));
                    case "restart" -> requested(action, () -> actions.restart(connector));
                    case "redrive" -> sentAgain(actions.redrive(connector));
                    default -> new Outcome(false, "The actions are pause, resume, restart and redrive.");
                };
            } catch (AdminException e) {
                return new Outcome(false, String.valueOf(e.getMessage()));
            }
        }

        private static Outcome requested(String action, Runnable call) {
            call.run();
            return new Outcome(true, action + " requested.");
        }

        private static Outcome sentAgain(long letters) {
            return new Outcome(
                    true,
                    switch ((int) Math.min(2, letters)) {
                        case 0 -> "all dead letters have been sent again already, or cannot be.";
                        case 1 -> "1 dead letter sent again.";
                        default -> String.format(Locale.ROOT, "%,d dead letters sent again.", letters);
                    });
        }

        @Override
        public boolean hasActions() {
            return actions != null;
        }
    }
}
