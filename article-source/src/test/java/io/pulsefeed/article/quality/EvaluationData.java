package io.pulsefeed.article.quality;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the labelled data, which is no part of this tree. */
public final class EvaluationData {

    private EvaluationData() {}

    /** Skips the calling test, saying loudly what {@code unchecked} is, when the data is not there. */
    public static Path require(String file, String unchecked) {
        Path data = locate();
        boolean there = data != null && Files.exists(data.resolve(file));
        if (!there) {
            System.err.println("NOT CHECKED: " + unchecked + " (no " + file
                    + "; set PULSEFEED_DATA to the folder that holds article/, or put it at ../shared/data)");
        }
        assumeTrue(there, "no " + file);
        return data;
    }

    private static Path locate() {
        String named = System.getenv("PULSEFEED_DATA");
        if (named != null && !named.isBlank()) {
            return Path.of(named, "article");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path data = at.resolveSibling("shared").resolve("data/article");
            if (at.getParent() != null && Files.isDirectory(data)) {
                return data;
            }
        }
        return null;
    }
}
