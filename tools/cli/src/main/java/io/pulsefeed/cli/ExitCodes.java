package io.pulsefeed.cli;

/** Exit codes other than 0 (success) and picocli's 2 (invalid usage). */
public final class ExitCodes {

    /** The command failed, or reports a failure. */
    public static final int FAILED = 1;
    /** A plan has differences. */
    public static final int DIFFERENCES = 3;

    private ExitCodes() {}
}
