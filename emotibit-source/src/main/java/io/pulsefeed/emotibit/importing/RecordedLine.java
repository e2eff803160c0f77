package io.pulsefeed.emotibit.importing;

import java.util.ArrayList;
import java.util.List;

/** The fields of one recorded line; its own small splitter, since a file holds what the live parser never sees. */
record RecordedLine(
        long timestamp,
        int packetNumber,
        int dataLength,
        String typeTag,
        int version,
        int reliability,
        List<String> payload) {

    private static final int HEADER_FIELDS = 6;

    /** The fields of a line, or null when it has no readable header. */
    static RecordedLine parse(String line) {
        List<String> fields = split(line);
        if (fields.size() < HEADER_FIELDS || fields.get(3).length() != 2) {
            return null;
        }
        try {
            long timestamp = Long.parseLong(fields.get(0));
            int number = Integer.parseInt(fields.get(1));
            int length = Integer.parseInt(fields.get(2));
            if (timestamp < 0
                    || timestamp > 0xFFFFFFFFL
                    || number < 0
                    || number > 0xFFFF
                    || length < 0
                    || length > 0xFFFF) {
                return null;
            }
            return new RecordedLine(
                    timestamp,
                    number,
                    length,
                    fields.get(3),
                    Integer.parseInt(fields.get(4)),
                    Integer.parseInt(fields.get(5)),
                    fields.subList(HEADER_FIELDS, fields.size()));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static List<String> split(String line) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
            fields.add(line.substring(from, comma));
            from = comma + 1;
        }
        if (from < line.length()) {
            fields.add(line.substring(from));
        }
        return fields;
    }
}
