package io.pulsefeed.console;

import io.pulsefeed.console.feed.Feed;
import io.pulsefeed.console.feed.FeedTopics;
import io.pulsefeed.console.feed.Json;
import io.pulsefeed.console.feed.LiveModel;
import io.pulsefeed.console.feed.RecordDecoder;
import io.pulsefeed.console.http.EventHub;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Reads records while a viewer is connected, and sends what is new to the viewers, at most ten times a second. */
final class LiveSession implements AutoCloseable {

    private static final long FRAME_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LiveModel model = new LiveModel(System::currentTimeMillis);
    private final EventHub hub;
    private final Feed feed;
    private long framedMonoNs = System.nanoTime();
    private boolean isLive;

    LiveSession(Feed.Factory feeds, FeedTopics topics, EventHub hub) {
        this.hub = hub;
        RecordDecoder decoder = new RecordDecoder(topics, model);
        this.feed = feeds.start(decoder::accept, this::onBatch);
    }

    LiveModel model() {
        return model;
    }

    boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return feed.awaitCaughtUp(limit);
    }

    /** Called on the thread of the feed, which is not known yet in the first call. */
    private synchronized void onBatch() {
        long nowMonoNs = System.nanoTime();
        if (nowMonoNs - framedMonoNs >= FRAME_NS && hub.viewers() > 0) {
            framedMonoNs = nowMonoNs;
            sendFrame();
        }
    }

    private void sendFrame() {
        if (isLive) {
            Map<String, Object> frame = model.drain();
            if (!frame.isEmpty()) {
                hub.publish("live", Json.write(frame));
            }
        } else if (feed != null && feed.isCaughtUp()) {
            isLive = true;
            model.drain();
            hub.publish("live", Json.write(model.snapshot()));
        }
        model.watch(hub.devices());
        model.drainSignals()
                .forEach((device, samples) ->
                        hub.publishTo(device, "signals", Json.write(Map.of("device", device, "samples", samples))));
    }

    /** Runs {@code open} between two frames, with the snapshot that the next frame continues. */
    synchronized <T> T withSnapshot(Supplier<T> open, BiConsumer<T, String> onSnapshot) {
        if (isLive) {
            sendFrame();
        }
        T opened = open.get();
        if (isLive && opened != null) {
            onSnapshot.accept(opened, Json.write(model.snapshot()));
        }
        return opened;
    }

    @Override
    public void close() {
        feed.close();
    }
}
