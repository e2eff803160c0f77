package io.pulsefeed.system;

import io.pulsefeed.system.SoakIT.Sample;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws the samples of a soak test, one chart under the other, each from zero to its maximum. */
final class SoakChart {

    private static final int WIDTH = 720;
    private static final int LEFT = 150;
    private static final int HEIGHT = 60;
    private static final int GAP = 16;

    private record Chart(String name, ToDoubleFunction<Sample> value) {}

    private static final List<Chart> CHARTS = List.of(
            new Chart("live heap, MiB", Sample::heap),
            new Chart("resident, MiB", Sample::resident),
            new Chart("threads", Sample::threads),
            new Chart("open files", Sample::files),
            new Chart("database sessions", Sample::sessions),
            new Chart("lag, records", Sample::lag));

    private SoakChart() {}

    /** An SVG image. */
    static String draw(List<Sample> samples) {
        int height = CHARTS.size() * (HEIGHT + GAP) + 20;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" "
                        + "font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH,
                height));
        double end = samples.get(samples.size() - 1).seconds();
        for (int i = 0; i < CHARTS.size(); i++) {
            draw(svg, CHARTS.get(i), samples, GAP + i * (HEIGHT + GAP), end);
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\">0</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f min</text>%n</svg>%n",
                LEFT,
                height - 4,
                WIDTH - 10,
                height - 4,
                end / 60));
        return svg.toString();
    }

    private static void draw(StringBuilder svg, Chart chart, List<Sample> samples, int top, double end) {
        double most =
                Math.max(1, samples.stream().mapToDouble(chart.value()).max().orElseThrow());
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"4\" y=\"%d\">%s</text><text x=\"4\" y=\"%d\" fill=\"#666\">0 to %,.0f</text>%n"
                        + "<path d=\"M%d %dH%d\" stroke=\"#ccc\"/><polyline fill=\"none\" stroke=\"#07b\" stroke-width=\"1.5\" points=\"",
                top + 14,
                chart.name(),
                top + 30,
                most,
                LEFT,
                top + HEIGHT,
                WIDTH - 10));
        for (Sample sample : samples) {
            svg.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    LEFT + sample.seconds() / end * (WIDTH - 10 - LEFT),
                    top + HEIGHT - chart.value().applyAsDouble(sample) / most * HEIGHT));
        }
        svg.append(String.format(Locale.ROOT, "\"/>%n"));
    }
}
