package io.pulsefeed.commons.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which task of which connector this is. The connector adds it to each task's configuration; its keys are internal and are
 * ignored in a connector's configuration.
 *
 * @param connector the connector's name
 * @param index from 0
 * @param count number of tasks of the connector
 */
public record TaskId(String connector, int index, int count) {

    private static final String INDEX = "task.index";
    private static final String COUNT = "task.count";

    /** Reads the identity that {@link #addTo} wrote; a configuration without one is task 0 of 1. */
    public static TaskId of(Map<String, String> properties, String defaultConnector) {
        return new TaskId(
                properties.getOrDefault("name", defaultConnector),
                Integer.parseInt(properties.getOrDefault(INDEX, "0")),
                Integer.parseInt(properties.getOrDefault(COUNT, "1")));
    }

    /** A copy of {@code properties} for each of {@code count} tasks, each with its own identity. */
    public static List<Map<String, String>> split(Map<String, String> properties, int count) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Map<String, String> task = new HashMap<>(properties);
            addTo(task, index, count);
            tasks.add(task);
        }
        return tasks;
    }

    /** Marks {@code properties} as the configuration of task {@code index} of {@code count}. */
    public static void addTo(Map<String, String> properties, int index, int count) {
        properties.put(INDEX, Integer.toString(index));
        properties.put(COUNT, Integer.toString(count));
    }

    /** Whether this is the task that does what a connector does once. */
    public boolean isFirst() {
        return index == 0;
    }

    /** The name that logs and thread names use, such as {@code kraken-source-0}. */
    @Override
    public String toString() {
        return connector + "-" + index;
    }
}
