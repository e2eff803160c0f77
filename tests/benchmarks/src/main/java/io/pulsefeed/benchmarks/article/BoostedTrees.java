package io.pulsefeed.benchmarks.article;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Trains boosted decision trees for a yes/no label: gradient boosting of the logistic loss with histograms and leaf-wise growth,
 * as in XGBoost (Chen and Guestrin, 2016) and LightGBM. Deterministic for a seed.
 */
final class BoostedTrees {

    private static final int BINS = 40;
    /** Size of a histogram row; at least {@link #BINS}. */
    private static final int ROW = 64;

    private static final double MIN_GAIN = 1e-3;
    private static final double ROW_SHARE = 0.8;
    private static final int MAX_ROWS_FOR_BINS = 10_000;

    /**
     * Parameters of the training.
     *
     * @param rate shrinkage of each tree
     * @param lambda L2 regularization of the leaf values
     * @param minHessian minimum weight of a leaf
     * @param featureShare share of the features that a tree can use
     */
    record Parameters(
            int trees, int leaves, double rate, double lambda, double minHessian, double featureShare, long seed) {
        static final Parameters DEFAULTS = new Parameters(120, 16, 0.1, 5, 3, 0.25, 7);
    }

    private static final class Leaf {

        private int[] rows = {};
        private double gradient;
        private double hessian;
        /** Gradient and hessian by used feature and bin. */
        private float[] histogram = {};

        private double gain = MIN_GAIN;
        private int feature = -1;
        private int bin;
        private @Nullable Leaf left;
        private @Nullable Leaf right;
        /** Added to the log odds. */
        private double value;
    }

    private final Parameters parameters;
    private final int columns;
    private final float[][] cuts;
    private final byte[] bins;
    private final float[] gradients;
    private final float[] hessians;
    private int[] used = {};

    private BoostedTrees(float[][] samples, Parameters parameters) {
        this.parameters = parameters;
        this.columns = samples[0].length;
        this.cuts = cuts(samples);
        this.bins = new byte[samples.length * columns];
        this.gradients = new float[samples.length];
        this.hessians = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            for (int column = 0; column < columns; column++) {
                bins[i * columns + column] = (byte) binOf(cuts[column], samples[i][column]);
            }
        }
    }

    /**
     * Trains a model.
     *
     * @param labels 0 or 1 for each sample
     * @param weights the weight of each sample
     * @return the lines of the model, in the format of {@link io.pulsefeed.article.extract.BlockModel}
     */
    static List<String> train(float[][] samples, float[] labels, float[] weights, Parameters parameters) {
        return new BoostedTrees(samples, parameters).train(labels, weights);
    }

    private List<String> train(float[] labels, float[] weights) {
        double positive = 0;
        double all = 0;
        for (int i = 0; i < labels.length; i++) {
            positive += weights[i] * labels[i];
            all += weights[i];
        }
        double start = Math.log((positive + 1) / (all - positive + 1));
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%.4f", start));
        double[] sums = new double[labels.length];
        Arrays.fill(sums, start);
        Random random = new Random(parameters.seed);
        for (int tree = 0; tree < parameters.trees; tree++) {
            for (int i = 0; i < labels.length; i++) {
                double probability = 1 / (1 + Math.exp(-sums[i]));
                gradients[i] = (float) (weights[i] * (probability - labels[i]));
                hessians[i] = (float) (weights[i] * probability * (1 - probability));
            }
            int[] rows = random.doubles(labels.length)
                    .mapToInt(value -> value < ROW_SHARE ? 1 : 0)
                    .toArray();
            used = java.util.stream.IntStream.range(0, columns)
                    .filter(column -> cuts[column].length > 0 && random.nextDouble() < parameters.featureShare)
                    .toArray();
            Leaf root = grow(java.util.stream.IntStream.range(0, rows.length)
                    .filter(i -> rows[i] == 1)
                    .toArray());
            for (int i = 0; i < labels.length; i++) {
                sums[i] += valueOf(root, i);
            }
            StringBuilder line = new StringBuilder();
            write(root, line);
            lines.add(line.toString().strip());
        }
        return lines;
    }

    /** The limits between the bins of each feature: between all values, or between quantiles if there are many. */
    private static float[][] cuts(float[][] samples) {
        float[][] cuts = new float[samples[0].length][];
        int step = Math.max(1, samples.length / MAX_ROWS_FOR_BINS);
        float[] values = new float[(samples.length + step - 1) / step];
        for (int column = 0; column < cuts.length; column++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = samples[i * step][column];
            }
            Arrays.sort(values);
            cuts[column] = cutsOf(values);
        }
        return cuts;
    }

    private static float[] cutsOf(float[] sorted) {
        TreeSet<Float> limits = new TreeSet<>();
        for (int i = 1; i < sorted.length && limits.size() < BINS; i++) {
            if (sorted[i] > sorted[i - 1]) {
                limits.add(rounded((sorted[i] + sorted[i - 1]) / 2, sorted[i - 1], sorted[i]));
            }
        }
        if (limits.size() >= BINS) {
            limits.clear();
            for (int bin = 1; bin < BINS; bin++) {
                int at = (int) ((long) bin * sorted.length / BINS);
                while (at > 0 && sorted[at] == sorted[at - 1]) {
                    at--;
                }
                if (at > 0) {
                    limits.add(rounded((sorted[at] + sorted[at - 1]) / 2, sorted[at - 1], sorted[at]));
                }
            }
        }
        float[] cuts = new float[limits.size()];
        int i = 0;
        for (float limit : limits) {
            cuts[i++] = limit;
        }
        return cuts;
    }

    /** Four digits, which keep the model small, if that does not move the limit beyond its neighbors. */
    private static float rounded(float value, float low, float high) {
        float rounded = Float.parseFloat(String.format(Locale.ROOT, "%.4g", value));
        return rounded >= low && rounded < high ? rounded : value;
    }

    private static int binOf(float[] cuts, float value) {
        int at = Arrays.binarySearch(cuts, value);
        return at >= 0 ? at : -at - 1;
    }

    private Leaf grow(int[] rows) {
        Leaf root = new Leaf();
        root.rows = rows;
        root.histogram = histogram(rows);
        findSplit(root);
        List<Leaf> leaves = new ArrayList<>(List.of(root));
        while (leaves.size() < parameters.leaves) {
            Leaf best = leaves.stream()
                    .filter(leaf -> leaf.feature >= 0)
                    .max((one, other) -> Double.compare(one.gain, other.gain))
                    .orElse(null);
            if (best == null) {
                break;
            }
            split(best);
            leaves.remove(best);
            leaves.add(best.left);
            leaves.add(best.right);
        }
        return root;
    }

    private void split(Leaf leaf) {
        int column = used[leaf.feature];
        leaf.left = new Leaf();
        leaf.right = new Leaf();
        leaf.left.rows = Arrays.stream(leaf.rows)
                .filter(i -> bins[i * columns + column] <= leaf.bin)
                .toArray();
        leaf.right.rows = Arrays.stream(leaf.rows)
                .filter(i -> bins[i * columns + column] > leaf.bin)
                .toArray();
        boolean isLeftSmall = leaf.left.rows.length < leaf.right.rows.length;
        Leaf small = isLeftSmall ? leaf.left : leaf.right;
        Leaf large = isLeftSmall ? leaf.right : leaf.left;
        small.histogram = histogram(small.rows);
        large.histogram = leaf.histogram;
        for (int i = 0; i < large.histogram.length; i++) {
            large.histogram[i] -= small.histogram[i];
        }
        leaf.histogram = new float[0];
        leaf.rows = new int[0];
        findSplit(leaf.left);
        findSplit(leaf.right);
    }

    private float[] histogram(int[] rows) {
        float[] histogram = new float[used.length * ROW * 2];
        for (int i : rows) {
            int offset = i * columns;
            for (int feature = 0; feature < used.length; feature++) {
                int at = (feature * ROW + bins[offset + used[feature]]) * 2;
                histogram[at] += gradients[i];
                histogram[at + 1] += hessians[i];
            }
        }
        return histogram;
    }

    private void findSplit(Leaf leaf) {
        for (int i : leaf.rows) {
            leaf.gradient += gradients[i];
            leaf.hessian += hessians[i];
        }
        leaf.value = -parameters.rate * leaf.gradient / (leaf.hessian + parameters.lambda);
        double whole = quality(leaf.gradient, leaf.hessian);
        for (int feature = 0; feature < used.length; feature++) {
            double gradient = 0;
            double hessian = 0;
            for (int bin = 0; bin < cuts[used[feature]].length; bin++) {
                gradient += leaf.histogram[(feature * ROW + bin) * 2];
                hessian += leaf.histogram[(feature * ROW + bin) * 2 + 1];
                if (hessian < parameters.minHessian || leaf.hessian - hessian < parameters.minHessian) {
                    continue;
                }
                double gain =
                        quality(gradient, hessian) + quality(leaf.gradient - gradient, leaf.hessian - hessian) - whole;
                if (gain > leaf.gain) {
                    leaf.gain = gain;
                    leaf.feature = feature;
                    leaf.bin = bin;
                }
            }
        }
    }

    private double quality(double gradient, double hessian) {
        return gradient * gradient / (hessian + parameters.lambda);
    }

    private double valueOf(Leaf root, int row) {
        Leaf at = root;
        while (at.left != null) {
            at = bins[row * columns + used[at.feature]] <= at.bin ? at.left : at.right;
        }
        return at.value;
    }

    private void write(Leaf leaf, StringBuilder out) {
        if (leaf.left == null) {
            out.append(String.format(Locale.ROOT, "=%.3f ", leaf.value));
            return;
        }
        int column = used[leaf.feature];
        out.append(column).append('<').append(plain(cuts[column][leaf.bin])).append(' ');
        write(leaf.left, out);
        write(leaf.right, out);
    }

    private static String plain(float value) {
        String text = Float.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
