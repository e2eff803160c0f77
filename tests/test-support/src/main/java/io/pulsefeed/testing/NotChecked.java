package io.pulsefeed.testing;

import org.junit.jupiter.api.Assumptions;

/** Skips a test whose tool is missing, and prints what was not checked. */
public final class NotChecked {

    private NotChecked() {}

    /**
     * Skips the calling test. With {@code CI=true} it fails instead.
     *
     * @param check what is not checked
     * @param reason what is missing, and how to get it
     */
    public static void skip(String check, String reason) {
        String text = "NOT CHECKED: " + check + ", because " + reason;
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(text);
        }
        System.err.println(text);
        Assumptions.abort(text);
    }
}
