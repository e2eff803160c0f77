package io.pulsefeed.cli.output;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Prints rows in columns. Columns have a fixed minimum width, so that each row can be printed as soon as it is known; a longer cell
 * shifts the rest of its row. Columns are separated by a space.
 */
public final class Table {

    /** One column: its minimum width in characters, and on which side its cells are padded. */
    public record Column(int width, boolean rightAligned) {

        public static Column left(int width) {
            return new Column(width, false);
        }

        public static Column right(int width) {
            return new Column(width, true);
        }

        /** The last column: not padded. */
        public static Column text() {
            return new Column(0, false);
        }

        private String pad(String cell) {
            String padding = " ".repeat(Math.max(0, width - cell.length()));
            return rightAligned ? padding + cell : cell + padding;
        }
    }

    private final List<Column> columns;

    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** One row. Whole numbers get thousands separators. */
    public String format(Object... cells) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            row.append(i == 0 ? "" : " ").append(columns.get(i).pad(text(cells[i])));
        }
        return row.toString();
    }

    public void print(PrintStream out, Object... cells) {
        out.println(format(cells));
    }

    private static String text(Object cell) {
        return cell instanceof Long || cell instanceof Integer
                ? String.format(Locale.ROOT, "%,d", cell)
                : cell.toString();
    }
}
