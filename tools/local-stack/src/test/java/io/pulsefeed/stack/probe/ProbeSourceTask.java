package io.pulsefeed.stack.probe;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Writes ten numbers a second to {@code rawarticle}, resuming from the stored offset. The key lists the classes that are visible to it. */
public class ProbeSourceTask extends SourceTask {

    private static final Map<String, String> PARTITION = Map.of("probe", "count");

    private long next;
    private String visibleClasses;

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> configuration) {
        Map<String, Object> stored = context.offsetStorageReader().offset(PARTITION);
        next = stored == null ? 0 : (Long) stored.get("next");
        // Part of the JDK, but only visible to the application class loader. Plugins of a stock worker can use it.
        RandomGenerator.getDefault();
        visibleClasses = "environment=" + configuration.get("greeting")
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
                visibleClasses,
                Schema.INT64_SCHEMA,
                next);
        next++;
        return List.of(record);
    }

    @Override
    public void stop() {}
}
