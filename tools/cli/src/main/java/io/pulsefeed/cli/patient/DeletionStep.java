package io.pulsefeed.cli.patient;

import io.pulsefeed.cli.access.Database;

/**
 * Rows that one statement deletes.
 *
 * @param device condition on the device in constants, so that the server reads only the chunks and compressed rows of this device
 * @param own condition that selects the rows of the patient among those of the device and time
 * @param from first time, as the server prints it; empty for a step without bounds
 * @param to last time, inclusive
 * @param rows number of rows when the step was planned
 */
record DeletionStep(String table, String device, String own, String from, String to, long rows) {

    boolean hasBounds() {
        return !from.isEmpty();
    }

    /** The rows of the device in the time range, of all patients. */
    String range() {
        return hasBounds()
                ? device + " AND timestamp BETWEEN timestamptz '" + from + "' AND timestamptz '" + to + "'"
                : device;
    }

    String condition() {
        return range() + " AND " + own;
    }

    String sql() {
        return "DELETE FROM " + Database.quoted(table) + " WHERE " + condition();
    }

    DeletionStep between(String newFrom, String newTo, long newRows) {
        return new DeletionStep(table, device, own, newFrom, newTo, newRows);
    }
}
