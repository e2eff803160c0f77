package io.pulsefeed.timescale;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Writes records of very different sizes that are generated as they are polled. Run in a JVM with a small heap. */
final class MemoryLoad {

    private static final TopicPartition PARTITION = new TopicPartition("load", 0);
    private static final int POLL = 50;

    private MemoryLoad() {}

    /** @param arguments JDBC URL, number of records */
    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[1]);
        Map<String, String> settings = new HashMap<>(Map.of(
                "name", "memory", "topics", "load", "connection.url", arguments[0], "table.load", "load, sample"));
        settings.put("fields.load/load", "id, text");
        settings.put("each.load/sample", "values");
        settings.put("fields.load/sample", "id, each:index:n, each:value:v, device");
        FakeSinkContext context = new FakeSinkContext(true);
        TimescaleSinkTask task = new TimescaleSinkTask();
        task.initialize(context);
        task.start(settings);
        task.open(List.of(PARTITION));
        long committed = 0;
        int position = 0;
        while (committed < count) {
            Long rewind = context.takeRewinds().get(PARTITION);
            position = rewind == null ? position : rewind.intValue();
            List<SinkRecord> batch = new ArrayList<>();
            while (!context.isPaused(PARTITION) && batch.size() < POLL && position < count) {
                batch.add(record(position++));
            }
            task.put(batch);
            if (batch.isEmpty()) {
                Thread.onSpinWait();
            }
            OffsetAndMetadata stored = task.preCommit(Map.of()).get(PARTITION);
            committed = stored == null ? 0 : stored.offset();
        }
        task.stop();
        System.out.println("reported " + context.reported().size());
    }

    /** Up to 900 kB of text, or up to 5,000 elements; every 200th record has more rows than a batch may have bytes. */
    private static SinkRecord record(int id) {
        Random random = new Random(id);
        StringBuilder json = new StringBuilder("{\"id\":" + id + ",\"device\":\"" + "d".repeat(50) + "\",\"text\":\"");
        json.append("x".repeat(id % 7 == 0 ? random.nextInt(900_000) : random.nextInt(2_000)))
                .append("\",\"values\":[");
        int elements = id % 200 == 199 ? 200_000 : id % 5 == 0 ? random.nextInt(5_000) : random.nextInt(10);
        for (int i = 0; i < elements; i++) {
            json.append(i == 0 ? "" : ",").append(i % 10);
        }
        return Records.json("load", id, json.append("]}").toString());
    }
}
