package io.pulsefeed.stack.probe;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Counts from where it stopped, ten numbers a second, to the topic {@code rawarticle}; key {@code sees} tells which classes it can see. */
public class ProbeSourceTask extends SourceTask {

    private static final Map<String, String> PARTITION = Map.of("probe", "count");

    private long next;
    private String sees;

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> configuration) {
        Map<String, Object> stored = context.offsetStorageReader().offset(PARTITION);
        next = stored == null ? 0 : (Long) stored.get("next");
        // Comes from a part of the JDK that the application loader holds; a stock worker's plugins reach it.
        RandomGenerator.getDefault();
        sees = "environment=" + configuration.get("greeting")
                + visible("org.postgresql.Driver")
                + visible("kafka.server.KafkaRaftServer")
                + visible("io.zonky.test.db.postgres.embedded.EmbeddedPostgres")
                + visible("org.apache.kafka.connect.data.Struct");
    }

    private static String visible(String name) {
        try {
            Class.forName(name, false, ProbeSourceTask.class.getClassLoader());
            return " " + name;
        } catch (ClassNotFoundException e) {
            return "";
        }
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        Thread.sleep(100);
        SourceRecord record = new SourceRecord(
                PARTITION,
                Map.of("next", next + 1),
                "rawarticle",
                Schema.STRING_SCHEMA,
                sees,
                Schema.INT64_SCHEMA,
                next);
        next++;
        return List.of(record);
    }

    @Override
    public void stop() {}
}
