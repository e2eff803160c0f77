package io.pulsefeed.emotibit.evaluation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Finds the reference data that evaluation tests read and that is no part of this tree. */
public final class EvaluationData {

    private EvaluationData() {}

    /** The named folder of the reference data; skips the calling test, and says so, when it is not there. */
    public static Path require(String folder, String check) {
        Optional<Path> found = locate().map(root -> root.resolve(folder)).filter(Files::isDirectory);
        if (found.isEmpty()) {
            System.out.println("NOT CHECKED: " + check + ": no " + folder
                    + " under PULSEFEED_DATA or ../shared/data next to this checkout");
        }
        Assumptions.assumeTrue(found.isPresent(), "reference data absent");
        return found.get();
    }

    private static Optional<Path> locate() {
        String configured = System.getenv("PULSEFEED_DATA");
        if (configured != null && !configured.isBlank()) {
            return Optional.of(Path.of(configured));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path beside = at.resolveSibling("shared").resolve("data");
            if (at.getParent() != null && Files.isDirectory(beside)) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }
}
