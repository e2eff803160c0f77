package io.pulsefeed.simulators.kraken;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Admission of handshakes: limits the connection attempts per address and applies handshake faults. */
final class Admission {

    static final int ACCEPTED = 101;
    static final int NO_ANSWER = 0;

    private static final long WINDOW_NS = 600_000_000_000L;

    private final Faults faults;
    private final int budget;
    private final Map<String, Address> addresses = new HashMap<>();

    Admission(Faults faults, int budget) {
        this.faults = faults;
        this.budget = budget;
    }

    /** Returns an HTTP status; an address over its budget gets 429 for ten minutes. */
    int decide(String remote, long nowNs) {
        if (budget > 0
                && !addresses.computeIfAbsent(remote, any -> new Address()).mayTry(nowNs, budget)) {
            return 429;
        }
        if (faults.isActive(Fault.HANDSHAKE_HANG)) {
            return NO_ANSWER;
        }
        if (faults.isActive(Fault.HANDSHAKE_403)) {
            return 403;
        }
        if (faults.isActive(Fault.HANDSHAKE_429)) {
            return 429;
        }
        return faults.isActive(Fault.HANDSHAKE_503) ? 503 : ACCEPTED;
    }

    private static final class Address {

        private final Deque<Long> attempts = new ArrayDeque<>();
        private long bannedUntilNs = Long.MIN_VALUE;

        boolean mayTry(long nowNs, int budget) {
            if (nowNs < bannedUntilNs) {
                return false;
            }
            while (!attempts.isEmpty() && nowNs - attempts.peek() >= WINDOW_NS) {
                attempts.remove();
            }
            attempts.add(nowNs);
            if (attempts.size() > budget) {
                bannedUntilNs = nowNs + WINDOW_NS;
                attempts.clear();
                return false;
            }
            return true;
        }
    }
}
