package io.pulsefeed.cli.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Limits the number of fields that are profiled, because the names of fields come from outside. Fields over the limit are counted. */
final class FieldBudget {

    static final int MAX_FIELDS = 4_000;
    private static final int MAX_COUNTED = 100_000;
    private static final int MAX_NAMED = 50;

    private final Set<List<String>> objects = new HashSet<>();
    private final Set<Long> counted = new HashSet<>();
    private final List<String> named = new ArrayList<>();
    private int taken;

    /** @return false if the field is one too many */
    boolean take(List<String> parent, String name) {
        if (taken < MAX_FIELDS) {
            taken++;
            return true;
        }
        long hash = parent.hashCode() * 0x9E3779B97F4A7C15L + name.hashCode() * 0xC2B2AE3D27D4EB4FL + name.length();
        if (counted.size() < MAX_COUNTED && counted.add(hash)) {
            objects.add(parent);
            if (named.size() < MAX_NAMED) {
                named.add(parent.isEmpty() ? name : String.join(".", parent) + "." + name);
            }
        }
        return false;
    }

    /** Number of fields over the limit, at most 100,000. */
    int over() {
        return counted.size();
    }

    /** Some of the fields over the limit. */
    List<String> named() {
        return List.copyOf(named);
    }

    /** Whether an object has fields over the limit, so that its fields are not all known. */
    boolean isIncomplete(List<String> object) {
        return objects.contains(object);
    }
}
