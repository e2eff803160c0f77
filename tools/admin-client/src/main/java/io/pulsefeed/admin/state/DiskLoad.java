package io.pulsefeed.admin.state;

import io.pulsefeed.admin.KafkaAdmin.LogDirectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A disk, and what grows on it: of each topic the replicas in its log directories, and the tables if the database has the same disk.
 *
 * @param usages topics and tables
 */
public record DiskLoad(Disk disk, List<Usage> usages) {

    /** As {@link Disk#daysLeft}. */
    public OptionalDouble daysLeft() {
        return disk.daysLeft(usages);
    }

    /**
     * The loads of all disks. Log directories of brokers on one machine can be on the same disk.
     *
     * @param database the disk of the database, if it is known; the tables are counted on it
     */
    public static List<DiskLoad> of(
            List<LogDirectory> directories, List<Usage> topics, List<Usage> tables, Optional<Disk> database) {
        List<DiskLoad> loads = new ArrayList<>();
        boolean isShared = false;
        for (List<LogDirectory> shared : byDisk(directories)) {
            List<Usage> usages = new ArrayList<>(topics(shared, topics));
            Disk disk = disk(shared);
            boolean hasTables = database.filter(disk::isSameAs).isPresent();
            if (hasTables && !isShared) {
                usages.addAll(tables);
                isShared = true;
            }
            String brokers = directories.size() == shared.size() ? "brokers" : names(shared);
            loads.add(new DiskLoad(
                    new Disk(hasTables ? brokers + " and database" : brokers, disk.totalBytes(), disk.freeBytes()),
                    usages));
        }
        if (database.isPresent() && !isShared) {
            loads.add(new DiskLoad(database.get(), tables));
        }
        return List.copyOf(loads);
    }

    /** The directories whose disks are known, those on the same disk together. */
    static List<List<LogDirectory>> byDisk(List<LogDirectory> directories) {
        List<List<LogDirectory>> disks = new ArrayList<>();
        for (LogDirectory directory : directories) {
            if (directory.totalBytes().isPresent() && directory.usableBytes().isPresent()) {
                disks.stream()
                        .filter(known -> disk(known).isSameAs(disk(List.of(directory))))
                        .findFirst()
                        .orElseGet(() -> {
                            List<LogDirectory> added = new ArrayList<>();
                            disks.add(added);
                            return added;
                        })
                        .add(directory);
            }
        }
        return disks;
    }

    static Disk disk(List<LogDirectory> directories) {
        LogDirectory first = directories.get(0);
        return new Disk(
                "brokers", first.totalBytes().orElseThrow(), first.usableBytes().orElseThrow());
    }

    private static String names(List<LogDirectory> directories) {
        return String.join(
                ", ",
                directories.stream()
                        .map(directory -> "broker " + directory.broker())
                        .distinct()
                        .toList());
    }

    private static List<Usage> topics(List<LogDirectory> directories, List<Usage> topics) {
        Map<String, Long> bytes = new HashMap<>();
        directories.forEach(
                directory -> directory.topicBytes().forEach((topic, size) -> bytes.merge(topic, size, Long::sum)));
        return topics.stream()
                .filter(topic -> bytes.containsKey(topic.name()))
                .map(topic -> topic.part(bytes.get(topic.name())))
                .toList();
    }
}
