package io.pulsefeed.cli;

/** What the process ends with, besides 0 for all well and picocli's 2 for wrong usage. */
public final class ExitCodes {

    /** The command ran, and something was wrong. */
    public static final int FAILED = 1;
    /** A plan found differences. */
    public static final int DIFFERENCES = 3;

    private ExitCodes() {}
}
