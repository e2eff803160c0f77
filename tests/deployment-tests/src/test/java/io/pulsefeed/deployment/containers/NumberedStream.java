package io.pulsefeed.deployment.containers;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records numbered from 1, a few thousand per second, so that a kill interrupts them. */
final class NumberedStream implements AutoCloseable {

    private static final int RECORDS_PER_STEP = 250;
    private static final long STEP_MS = 50;

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> flow;
    private long last;

    NumberedStream(String bootstrapServers, String topic) {
        this.topic = topic;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.idempotence", "true"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        flow = clock.scheduleAtFixedRate(this::step, 0, STEP_MS, TimeUnit.MILLISECONDS);
    }

    private void step() {
        for (int i = 0; i < RECORDS_PER_STEP; i++) {
            last++;
            String value = "{\"n\":" + last + ",\"at\":1767225600" + String.format("%03d", last % 1000) + "}";
            producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Stops sending and returns the number of records, all acknowledged by the broker. */
    long stop() throws InterruptedException, ExecutionException {
        flow.cancel(false);
        long count = clock.submit(() -> last).get();
        producer.flush();
        return count;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        producer.close();
    }
}
