package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Errors of a metric over windows with known truth. A window without a value affects only the coverage. */
final class Score {

    private final List<Double> errors = new ArrayList<>();
    private int windows;

    void add(double truth, Double estimate) {
        windows++;
        if (estimate != null) {
            errors.add(estimate - truth);
        }
    }

    int windows() {
        return windows;
    }

    double mae() {
        return errors.stream().mapToDouble(Math::abs).average().orElse(Double.NaN);
    }

    double bias() {
        return errors.stream().mapToDouble(e -> e).average().orElse(Double.NaN);
    }

    double p95() {
        List<Double> sizes = new ArrayList<>(errors.stream().map(Math::abs).toList());
        Collections.sort(sizes);
        return sizes.isEmpty() ? Double.NaN : sizes.get((int) Math.ceil(0.95 * sizes.size()) - 1);
    }

    double coverage() {
        return windows == 0 ? Double.NaN : 100.0 * errors.size() / windows;
    }

    /** Percentage of reported windows with an error above a limit. */
    double bad(double limit) {
        return errors.isEmpty()
                ? 0
                : 100.0 * errors.stream().filter(e -> Math.abs(e) > limit).count() / errors.size();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d windows, MAE %.2f, p95 %.2f, bias %+.2f, coverage %.0f %%",
                windows,
                mae(),
                p95(),
                bias(),
                coverage());
    }
}
