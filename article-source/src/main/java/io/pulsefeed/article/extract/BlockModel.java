package io.pulsefeed.article.extract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Boosted decision trees that estimate whether a paragraph is part of the article. Stateless and thread-safe.
 *
 * <p>Text format: lines that start with {@code #} are comments. The first other line is the sum before the first tree. Each
 * further line is a tree in prefix order: {@code f<t} continues with the left subtree (feature {@code f} at most {@code t}) and
 * then the right one; {@code =v} is a leaf that adds {@code v} to the log odds.
 */
public final class BlockModel {

    private static final String RESOURCE = "block-model.txt";
    private static final int MAX_NODES = 1 << 20;
    private static final int NODE = 3;
    private static final int VALUE = 1;
    private static final int RIGHT = 2;

    private static final class Bundled {

        private static final BlockModel MODEL = load();

        private static BlockModel load() {
            try (InputStream in = BlockModel.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("resource " + RESOURCE + " is missing in the jar");
                }
                return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final double start;
    /** Index of the root of each tree in {@link #nodes}. */
    private final int[] roots;
    /**
     * By node, next to each other in memory: the feature, or -1 for a leaf; the bits of the threshold, or of the value of a leaf; the right
     * child. The left child is the next node.
     */
    private final int[] nodes;

    private BlockModel(double start, List<String[]> trees) {
        int size = trees.stream().mapToInt(tree -> tree.length).sum();
        if (size > MAX_NODES) {
            throw new IllegalArgumentException("The model has more than " + MAX_NODES + " nodes.");
        }
        this.start = start;
        this.roots = new int[trees.size()];
        this.nodes = new int[size * NODE];
        int node = 0;
        for (int i = 0; i < roots.length; i++) {
            roots[i] = node * NODE;
            int end = parse(trees.get(i), node, node);
            if (end != node + trees.get(i).length) {
                throw new IllegalArgumentException("Tree " + (i + 1) + " has nodes after its end.");
            }
            node = end;
        }
    }

    /** The model of this release. */
    public static BlockModel bundled() {
        return Bundled.MODEL;
    }

    /**
     * Reads a model.
     *
     * @throws IllegalArgumentException if the text is not a model
     */
    public static BlockModel read(BufferedReader in) throws IOException {
        Double start = null;
        List<String[]> trees = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (start == null) {
                start = Double.valueOf(line.strip());
            } else {
                trees.add(line.strip().split(" "));
            }
        }
        if (start == null) {
            throw new IllegalArgumentException("The model is empty.");
        }
        return new BlockModel(start, trees);
    }

    /** @return the index after the subtree */
    private int parse(String[] tokens, int root, int node) {
        if (node - root >= tokens.length) {
            throw new IllegalArgumentException("A tree ends in the middle.");
        }
        String token = tokens[node - root];
        int split = token.indexOf('<');
        if (split < 0) {
            nodes[node * NODE] = -1;
            nodes[node * NODE + VALUE] = Float.floatToRawIntBits(Float.parseFloat(token.substring(1)));
            return node + 1;
        }
        nodes[node * NODE] = Integer.parseInt(token.substring(0, split));
        nodes[node * NODE + VALUE] = Float.floatToRawIntBits(Float.parseFloat(token.substring(split + 1)));
        int right = parse(tokens, root, node + 1);
        nodes[node * NODE + RIGHT] = right * NODE;
        return parse(tokens, root, right);
    }

    /** The probability that the paragraph with these features is part of the article. */
    public double probability(float[] paragraph) {
        double sum = start;
        for (int root : roots) {
            int node = root;
            for (int feature = nodes[node]; feature >= 0; feature = nodes[node]) {
                boolean isLeft = paragraph[feature] <= Float.intBitsToFloat(nodes[node + VALUE]);
                node = isLeft ? node + NODE : nodes[node + RIGHT];
            }
            sum += Float.intBitsToFloat(nodes[node + VALUE]);
        }
        return 1 / (1 + Math.exp(-sum));
    }
}
