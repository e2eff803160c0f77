package io.pulsefeed.emotibit.signal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads CSV files of the reference data. */
final class CsvFile {

    private CsvFile() {}

    /** Rows as maps from column name to text. */
    static List<Map<String, String>> rows(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] names = lines.get(0).split(",", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    /** One column as numbers. */
    static double[] numbers(Path file, int column) throws IOException {
        List<String> lines = Files.readAllLines(file);
        double[] numbers = new double[lines.size() - 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Double.parseDouble(lines.get(i + 1).split(",", -1)[column]);
        }
        return numbers;
    }

    static double number(Map<String, String> row, String name) {
        String text = row.get(name);
        return text == null || text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }
}
