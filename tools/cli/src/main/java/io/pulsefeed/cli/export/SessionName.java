package io.pulsefeed.cli.export;

import com.fasterxml.jackson.databind.JsonNode;

/** The device and the session of a record. */
record SessionName(String device, String session) {

    static SessionName of(JsonNode record) {
        return new SessionName(
                record.path("device_id").asText(), record.path("session_id").asText());
    }

    /** The start of the names of its files. */
    String fileName() {
        return safe(device) + "_" + safe(session);
    }

    /** Removes path separators and leading dots, because ids are received from the network. */
    private static String safe(String id) {
        return id.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
    }
}
