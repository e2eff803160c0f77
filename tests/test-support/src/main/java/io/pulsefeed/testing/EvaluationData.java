package io.pulsefeed.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Reference data for evaluation tests, which is not part of this tree: the folder in {@code PULSEFEED_DATA}, or
 * {@code ../shared/data} next to the checkout.
 */
public final class EvaluationData {

    private EvaluationData() {}

    /**
     * A file or folder of the reference data. Skips the calling test if it is absent, and prints what was not checked.
     *
     * @param path relative, such as {@code article/feeds.jsonl}
     * @param check what the test would have checked
     */
    public static Path require(String path, String check) {
        Optional<Path> found = find(path, check);
        Assumptions.assumeTrue(found.isPresent(), "no " + path);
        return found.get();
    }

    /** The same for a caller that checks something else without the data; prints what was not checked. */
    public static Optional<Path> find(String path, String check) {
        Optional<Path> found = locate().map(root -> root.resolve(path)).filter(Files::exists);
        if (found.isEmpty()) {
            System.err.println("NOT CHECKED: " + check + " (no " + path
                    + "; set PULSEFEED_DATA to the folder that contains it, or put it at ../shared/data)");
        }
        return found;
    }

    private static Optional<Path> locate() {
        String configured = System.getenv("PULSEFEED_DATA");
        if (configured != null && !configured.isBlank()) {
            return Optional.of(Path.of(configured));
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder.getParent() != null; folder = folder.getParent()) {
            Path data = folder.resolveSibling("shared").resolve("data");
            if (Files.isDirectory(data)) {
                return Optional.of(data);
            }
        }
        return Optional.empty();
    }
}
