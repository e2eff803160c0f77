package io.pulsefeed.cli.backfill;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Copies what a backfill needs of the sessions in the tables to a temporary topic: numbers and times of packets, and the ends of metric
 * windows. Closing deletes the topic.
 */
final class StoredSessions implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 30;
    private static final int MAX_UNACKNOWLEDGED = 10_000;

    private static final String PACKETS =
            """
            SELECT json_strip_nulls(json_build_object('device_id', device_id, 'session_id', session_id,
              'timestamp', extract(epoch FROM timestamp), 'emotibit_ts', emotibit_ts, 'packet_number', packet_number,
              'type_tag', type_tag, 'time_source', time_source, 'flags', flags))::text
            FROM emotibit_packet WHERE device_id = ? AND (? = '' OR session_id = ?) AND session_id NOT LIKE 'import-%'
            ORDER BY timestamp, packet_number""";

    /** The window of a session ends up to one window after its last packet. */
    private static final String WINDOWS =
            """
            SELECT DISTINCT json_build_object('device_id', m.device_id, 'session_id', s.session_id,
              'timestamp', extract(epoch FROM m.timestamp))::text
            FROM (SELECT session_id, min(timestamp) AS first_time, max(timestamp) AS last_time FROM emotibit_packet
              WHERE device_id = ? AND (? = '' OR session_id = ?) AND session_id NOT LIKE 'import-%' GROUP BY 1) s
            JOIN emotibit_metric m ON m.device_id = ? AND m.timestamp > s.first_time AND m.timestamp <= s.last_time""";

    private final Map<String, Object> clientConfig;
    private final String topic;
    private boolean isCreated;

    /** @param topic name of the topic, which does not exist */
    StoredSessions(Map<String, Object> clientConfig, String topic) {
        this.clientConfig = clientConfig;
        this.topic = topic;
    }

    /**
     * Copies the sessions of a device.
     *
     * @param session empty for all sessions
     */
    void copy(Database database, String device, String session) {
        try (Admin admin = Admin.create(clientConfig)) {
            await(admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all());
            isCreated = true;
        }
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.put(ProducerConfig.LINGER_MS_CONFIG, "20");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        List<Future<?>> unacknowledged = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            Database.RowConsumer send = row -> {
                byte[] value = Objects.requireNonNull(row.get(0)).getBytes(StandardCharsets.UTF_8);
                unacknowledged.add(producer.send(new ProducerRecord<>(topic, value)));
                if (unacknowledged.size() >= MAX_UNACKNOWLEDGED) {
                    awaitAll(unacknowledged);
                }
            };
            database.forEachRow(send, PACKETS, device, session, session);
            database.forEachRow(send, WINDOWS, device, session, session, device);
            awaitAll(unacknowledged);
        }
    }

    private static void awaitAll(List<Future<?>> futures) {
        futures.forEach(StoredSessions::await);
        futures.clear();
    }

    private static void await(Future<?> future) {
        try {
            future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new UserError("the brokers did not answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (!isCreated) {
            return;
        }
        isCreated = false;
        try (Admin admin = Admin.create(clientConfig)) {
            await(admin.deleteTopics(List.of(topic)).all());
        } catch (KafkaException | UserError e) {
            System.err.println("pulsefeed: the temporary topic " + topic + " was not deleted: " + e.getMessage());
        }
    }
}
