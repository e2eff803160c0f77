package io.pulsefeed.admin.state;

import io.pulsefeed.admin.KafkaAdmin.LogDirectory;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.admin.state.DiskState.Volume;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Free space of the brokers, sizes and growth of topics and tables. */
final class DiskCollector implements Collector<DiskState> {

    /** The growth of tables is measured rarely, because it reads rows. */
    private static final long TABLES_PAUSE_NS = Duration.ofMinutes(5).toNanos();

    private final Sinks sinks;
    private final Brokers brokers;
    private final StateDatabase database;
    private final InstantSource clock;
    private @Nullable List<Usage> tables;
    private long nextTablesMonoNs;

    DiskCollector(Sinks sinks, Brokers brokers, StateDatabase database, InstantSource clock) {
        this.sinks = sinks;
        this.brokers = brokers;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public DiskState collect() throws InterruptedException {
        List<SinkSettings> known = sinks.lastKnown().orElse(List.of());
        TopicUsages.Cluster cluster = brokers.call(admin -> TopicUsages.read(admin, clock.instant()));
        return state(cluster, tables(known), full(cluster.directories()));
    }

    private List<String> full(List<LogDirectory> directories) {
        List<String> full = new ArrayList<>();
        for (LogDirectory directory : directories) {
            String name = "broker " + directory.broker() + ", " + directory.path();
            if (directory.isFull()) {
                full.add("No space left on device: " + name + " has "
                        + directory.usableBytes().orElse(0) / 1024 + " KiB free");
            } else if (directory.isOffline()) {
                full.add(name + " is offline after an error of its disk");
            }
        }
        if (database.isConfigured()) {
            DatabaseSpace.error(database).ifPresent(error -> full.add("database: " + error));
        }
        return full;
    }

    private List<Usage> tables(List<SinkSettings> known) {
        List<Usage> last = tables;
        if (!database.isConfigured()) {
            return List.of();
        }
        if (last != null && System.nanoTime() - nextTablesMonoNs < 0) {
            return last;
        }
        try {
            last = TableUsages.read(database, TableRetention.read(database, known));
            tables = last;
            nextTablesMonoNs = System.nanoTime() + TABLES_PAUSE_NS;
            return last;
        } catch (StateException e) {
            // The collector of the tables reports it; topics are shown without them.
            return List.of();
        }
    }

    private static DiskState state(TopicUsages.Cluster cluster, List<Usage> tables, List<String> full) {
        List<List<LogDirectory>> disks = DiskLoad.byDisk(cluster.directories());
        Optional<Disk> shared = disks.size() == 1 ? Optional.of(DiskLoad.disk(disks.get(0))) : Optional.empty();
        List<DiskLoad> loads = DiskLoad.of(cluster.directories(), cluster.topics(), tables, shared);
        OptionalDouble daysLeft = loads.stream()
                .map(DiskLoad::daysLeft)
                .flatMapToDouble(OptionalDouble::stream)
                .min();
        List<Usage> all = new ArrayList<>(cluster.topics());
        all.addAll(tables);
        // What is empty does not grow, but says nothing about the rest.
        boolean isKnown = all.stream()
                .anyMatch(usage ->
                        usage.bytesPerDay().isPresent() && usage.bytesPerDay().getAsLong() > 0);
        return new DiskState(
                volumes(cluster.directories()),
                daysLeft.isPresent() ? Double.valueOf(daysLeft.getAsDouble()) : null,
                isKnown
                        ? Double.valueOf(all.stream()
                                .mapToLong(Usage::currentBytesPerDay)
                                .sum())
                        : null,
                bytes(cluster.topics()),
                bytes(tables),
                full);
    }

    /** Of each broker, that of its fullest log directory. */
    private static List<Volume> volumes(List<LogDirectory> directories) {
        Map<Integer, LogDirectory> fullest = new TreeMap<>();
        Comparator<LogDirectory> byFree =
                Comparator.comparingLong(directory -> directory.usableBytes().orElse(Long.MAX_VALUE));
        directories.forEach(
                directory -> fullest.merge(directory.broker(), directory, (a, b) -> byFree.compare(a, b) <= 0 ? a : b));
        return fullest.values().stream()
                .map(directory ->
                        new Volume(directory.broker(), orNull(directory.usableBytes()), orNull(directory.totalBytes())))
                .toList();
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    private static Map<String, Long> bytes(List<Usage> usages) {
        Map<String, Long> bytes = new TreeMap<>();
        usages.forEach(usage -> bytes.put(usage.name(), usage.bytes()));
        return bytes;
    }

    @Override
    public void close() {
        database.close();
    }
}
