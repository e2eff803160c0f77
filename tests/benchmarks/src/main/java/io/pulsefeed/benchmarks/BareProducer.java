package io.pulsefeed.benchmarks;

import io.pulsefeed.cli.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The reference of the latency benchmark: the same records at the same rate, without WebSocket, connector and worker. With
 * transactions it does what a worker does after each poll: it sends what has arrived, writes one offset, and commits.
 */
final class BareProducer implements AutoCloseable {

    static final String TOPIC = "bench_latency";

    private static final String OFFSETS = "bench_latency_offsets";
    private static final int MAX_BATCH = 2_000;
    private static final byte[] KEY = "XBT/USD".getBytes(StandardCharsets.UTF_8);

    private final KafkaProducer<byte[], byte[]> producer;
    private final boolean transactional;
    private final long intervalNs;
    private final long[] arrivedNs;
    private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile @Nullable KafkaException failure;

    private BareProducer(
            String bootstrapServers,
            int records,
            int recordsPerSecond,
            boolean transactional,
            Map<String, String> settings) {
        this.transactional = transactional;
        this.intervalNs = 1_000_000_000L / recordsPerSecond;
        this.arrivedNs = new long[records];
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", bootstrapServers);
        if (transactional) {
            all.put("transactional.id", "bench-latency");
        }
        this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static void createTopics(String bootstrapServers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1), new NewTopic(OFFSETS, 1, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new UserError("cannot create the topics of the benchmark: " + e.getCause(), e);
        }
    }

    /**
     * Starts to send. The topics must exist.
     *
     * @param settings of the producer
     */
    static BareProducer start(
            String bootstrapServers,
            int records,
            int recordsPerSecond,
            boolean transactional,
            Map<String, String> settings) {
        BareProducer bare = new BareProducer(bootstrapServers, records, recordsPerSecond, transactional, settings);
        if (transactional) {
            bare.producer.initTransactions();
        }
        bare.run("bare-arrivals", bare::arrive);
        bare.run("bare-sender", bare::send);
        return bare;
    }

    private void run(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** When a record arrived, by its number in the header of the trade id. */
    LongUnaryOperator arrivals() {
        return id -> arrivedNs[(int) id];
    }

    /** @throws KafkaException if the producer has failed */
    void throwIfFailed() {
        KafkaException found = failure;
        if (found != null) {
            throw found;
        }
    }

    private void arrive() {
        long nextNs = System.nanoTime();
        for (int i = 0; i < arrivedNs.length; i++) {
            while (System.nanoTime() < nextNs) {
                LockSupport.parkNanos(nextNs - System.nanoTime());
            }
            nextNs += intervalNs;
            arrivedNs[i] = System.nanoTime();
            arrived.add(i);
        }
    }

    private void send() {
        try {
            List<Integer> batch = new ArrayList<>();
            for (int sent = 0; sent < arrivedNs.length; sent += batch.size()) {
                batch.clear();
                Integer first = arrived.poll(1, TimeUnit.MINUTES);
                if (first == null) {
                    return;
                }
                batch.add(first);
                arrived.drainTo(batch, MAX_BATCH - 1);
                send(batch);
            }
        } catch (KafkaException e) {
            failure = e;
        } catch (InterruptedException e) {
            // close() ends the thread.
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Integer> batch) {
        if (transactional) {
            producer.beginTransaction();
        }
        batch.forEach(i -> producer.send(record(i)));
        if (transactional) {
            producer.send(new ProducerRecord<>(OFFSETS, KEY, bytes(Integer.toString(batch.get(batch.size() - 1)))));
            producer.commitTransaction();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(int i) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, 0, KEY, bytes(TradeLoad.plain(i)));
        record.headers()
                .add("kraken.trade_id", bytes(Integer.toString(i)))
                .add("kraken.ord_type", bytes("limit"))
                .add("kraken.origin", bytes("ws"));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        producer.close();
    }
}
