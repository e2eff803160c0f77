package io.pulsefeed.benchmarks.article;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Labeled headlines from CSV rows of id, date, headline and label (1 positive, 0 neutral, -1 negative). */
record Headlines(Map<Integer, Headline> byId) {

    record Headline(String text, int label) {}

    static Headlines in(Path folder) throws IOException {
        Map<Integer, Headline> byId = new LinkedHashMap<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*headlines*.csv")) {
                for (Path file : files) {
                    read(Files.readString(file), byId);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return new Headlines(byId);
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    private static void read(String csv, Map<Integer, Headline> into) {
        for (List<String> row : rows(csv)) {
            if (row.size() >= 4 && !row.get(0).equals("id")) {
                into.put(
                        Integer.valueOf(row.get(0).strip()),
                        new Headline(row.get(2), Integer.parseInt(row.get(3).strip())));
            }
        }
    }

    /** RFC 4180: quoted fields may contain commas, line breaks and doubled quotes. */
    private static List<List<String>> rows(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= csv.length(); i++) {
            char c = i == csv.length() ? '\n' : csv.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"';
                if (doubled) {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r' || quoted) {
                field.append(c);
            }
        }
        return rows;
    }
}
