package io.pulsefeed.article.extract;

/**
 * The box with the highest text density of a page (readability algorithm), and the position of paragraphs
 * relative to it.
 */
final class MainBox {

    private static final double[] DECAY = {1, 0.75, 0.5, 0.35};
    private static final double FURNITURE_WEIGHT = 0.2;
    private static final int MAX_STEPS = 15;

    private final Block box;
    private final double pageProse;

    MainBox(PageTree tree) {
        this.pageProse = Math.max(1, tree.root.prose);
        for (Block paragraph : tree.paragraphs) {
            addScore(paragraph);
        }
        Block best = tree.root;
        double bestScore = 0;
        for (Block candidate : tree.boxes) {
            double score = candidate.score * (1 - candidate.linkDensity());
            if (score > bestScore) {
                bestScore = score;
                best = candidate;
            }
        }
        this.box = best;
    }

    private static void addScore(Block paragraph) {
        Block at = paragraph.parent;
        if (at.tag().equals("p") && at.parent != null) {
            at = at.parent;
        }
        double score = paragraph.prose
                * (1 - paragraph.linkDensity())
                * (paragraph.parent.profile.isFurniture() ? FURNITURE_WEIGHT : 1);
        for (int level = 0; at != null && level < DECAY.length; level++) {
            at.score += score * DECAY[level];
            at = at.parent;
        }
    }

    boolean contains(int index) {
        return index >= box.first && index < box.end;
    }

    /** Adds the position of a paragraph relative to the main box: inside, before, after, and how many boxes away. */
    void addTo(FeatureVector features, Block paragraph, int index) {
        // The branch is the box next to the main box, or in it, that contains the paragraph.
        Block branch = paragraph.parent;
        Block common = paragraph.parent;
        int steps = 0;
        while (common.parent != null && !contains(common) && steps < MAX_STEPS) {
            branch = common;
            common = common.parent;
            steps++;
        }
        boolean isInside = contains(index);
        features.add(isInside ? 0 : index < box.first ? -1 : 1);
        features.add(steps);
        features.add(Math.max(0, Math.min(MAX_STEPS, box.profile.depth - common.profile.depth)));
        features.add(box.prose / pageProse);
        features.add(steps == 0 ? 1 : branch.prose / pageProse);
        features.add(steps == 0 ? paragraph.linkDensity() : branch.linkDensity());
        features.add(steps == 0 ? 0 : branch.end - branch.first);
        features.add(isInside ? (double) (index - box.first) / (box.end - box.first) : index < box.first ? -1 : 2);
    }

    private boolean contains(Block other) {
        return other.first <= box.first && other.end >= box.end && other.profile.depth <= box.profile.depth;
    }
}
