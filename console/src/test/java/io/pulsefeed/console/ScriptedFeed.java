package io.pulsefeed.console;

import io.pulsefeed.console.feed.Feed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A feed of the records that a test sends. */
final class ScriptedFeed implements Feed.Factory {

    private final BlockingQueue<ConsumerRecord<String, byte[]>> records = new LinkedBlockingQueue<>();

    /** Number of feeds that run. */
    volatile int running;

    void send(String topic, String key, long timeMs, String json, Map<String, String> headers) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, value) -> all.add(name, value.getBytes(StandardCharsets.UTF_8)));
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        records.add(new ConsumerRecord<>(
                topic,
                0,
                0L,
                timeMs,
                TimestampType.CREATE_TIME,
                key.length(),
                value.length,
                key,
                value,
                all,
                Optional.empty()));
    }

    void send(String topic, String key, long timeMs, String json) {
        send(topic, key, timeMs, json, Map.of());
    }

    void trade(String pair, double price, long timeMs) {
        send(
                "rawtrade",
                pair,
                timeMs,
                "{\"pair\":\"" + pair + "\",\"price\":" + price + ",\"volume\":0.5,\"timestamp\":" + timeMs / 1e3
                        + ",\"side\":\"b\"}");
    }

    @Override
    public Feed start(Consumer<ConsumerRecord<String, byte[]>> sink, Runnable afterBatch) {
        Running feed = new Running(sink, afterBatch);
        feed.thread.start();
        running++;
        return feed;
    }

    private final class Running implements Feed {

        private final Thread thread;

        private Running(Consumer<ConsumerRecord<String, byte[]>> sink, Runnable afterBatch) {
            thread = new Thread(
                    () -> {
                        try {
                            while (true) {
                                ConsumerRecord<String, byte[]> record = records.poll(20, TimeUnit.MILLISECONDS);
                                while (record != null) {
                                    sink.accept(record);
                                    record = records.poll();
                                }
                                afterBatch.run();
                            }
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "scripted-feed");
        }

        @Override
        public boolean isCaughtUp() {
            return true;
        }

        @Override
        public boolean awaitCaughtUp(Duration limit) {
            return true;
        }

        @Override
        public void close() {
            thread.interrupt();
            running--;
        }
    }
}
