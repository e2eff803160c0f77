package io.pulsefeed.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measurements of all rounds of {@code bench sink}. The reported numbers are medians. */
final class SinkMeasurements {

    /** Target of {@link #cpu} in microseconds per record. */
    private static final double CPU_TARGET = 2.0;

    private final Map<String, List<Double>> rates = new LinkedHashMap<>();
    private final Map<String, List<Double>> cpu = new LinkedHashMap<>();

    void addRate(String name, double rowsPerSecond) {
        rates.computeIfAbsent(name, first -> new ArrayList<>()).add(rowsPerSecond);
    }

    void addCpu(String name, double microsPerRecord) {
        cpu.computeIfAbsent(name, first -> new ArrayList<>()).add(microsPerRecord);
    }

    /** One result per variant of ours and reference: the ceiling of its group, and the peers of its group. */
    List<BenchResult> results(List<SinkVariants.Group> groups) {
        List<BenchResult> results = new ArrayList<>();
        for (SinkVariants.Group group : groups) {
            List<String> references = new ArrayList<>(List.of(group.ceiling()));
            group.variants().stream()
                    .filter(variant -> !variant.isOurs())
                    .map(SinkVariant::name)
                    .forEach(references::add);
            for (SinkVariant variant : group.variants()) {
                if (variant.isOurs()) {
                    references.forEach(reference -> results.add(rate(variant.name(), reference)));
                }
                if (cpu.containsKey(variant.name())) {
                    results.add(BenchResult.of(
                            variant.name() + ", worker CPU",
                            median(cpu, variant.name()),
                            "us/record",
                            "target",
                            CPU_TARGET));
                }
            }
        }
        return results;
    }

    private BenchResult rate(String name, String reference) {
        return BenchResult.of(name, median(rates, name), "rows/s", reference, median(rates, reference));
    }

    private static double median(Map<String, List<Double>> measurements, String name) {
        List<Double> sorted = measurements.get(name).stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
