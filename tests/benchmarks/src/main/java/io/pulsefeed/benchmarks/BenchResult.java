package io.pulsefeed.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/**
 * A result and its reference, measured in the same run, so that their ratio is comparable between machines.
 */
record BenchResult(
        String name,
        double figure,
        String unit,
        String against,
        @JsonProperty("against_figure") double againstFigure,
        double ratio) {

    static BenchResult of(String name, double figure, String unit, String against, double againstFigure) {
        return new BenchResult(name, round(figure), unit, against, round(againstFigure), round(figure / againstFigure));
    }

    /** The JSON line at the end of every bench command. */
    record Report(List<BenchResult> results) {}

    String line() {
        return String.format(
                Locale.ROOT,
                "%-44s %,14.3f %-12s %6.2f x  %s (%,.3f)",
                name,
                figure,
                unit,
                ratio,
                against,
                againstFigure);
    }

    private static double round(double value) {
        return Math.abs(value) >= 1000 ? Math.rint(value) : Math.rint(value * 1000) / 1000;
    }
}
