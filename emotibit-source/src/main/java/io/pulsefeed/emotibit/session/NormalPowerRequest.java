package io.pulsefeed.emotibit.session;

import org.jspecify.annotations.Nullable;

/**
 * Decides when to set a device to normal power. Requests are sent only until the session first reports normal power: a low power
 * mode after that was selected by a user.
 */
final class NormalPowerRequest {

    static final String NORMAL = "MN";

    private static final long INTERVAL_NS = 5_000_000_000L;
    private static final int MAX_ATTEMPTS = 3;

    private int attempts;
    private long lastAttemptMonoNs;

    /** Whether to send the command now. A positive answer counts as an attempt. */
    boolean isDue(@Nullable String powerMode, long nowMonoNs) {
        if (powerMode == null || attempts >= MAX_ATTEMPTS) {
            return false;
        }
        if (powerMode.equals(NORMAL)) {
            attempts = MAX_ATTEMPTS;
            return false;
        }
        if (attempts > 0 && nowMonoNs - lastAttemptMonoNs < INTERVAL_NS) {
            return false;
        }
        attempts++;
        lastAttemptMonoNs = nowMonoNs;
        return true;
    }
}
