package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Hash;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The active faults, and those that recur. A recurring fault has one episode in each {@value #CYCLE_S} s, at a
 * moment derived from the seed; a lasting fault is active for {@value #EPISODE_S} s of it, so that clients can recover in between.
 */
final class Faults {

    static final long CYCLE_S = 60;
    static final long EPISODE_S = 15;

    private static final long SECOND = 1_000_000_000L;
    private static final long CYCLE_NS = CYCLE_S * SECOND;
    private static final long EPISODE_NS = EPISODE_S * SECOND;
    /** Time for clients to connect and subscribe before the first episode. */
    private static final long QUIET_NS = 10 * SECOND;

    private final long seed;
    private final Set<Fault> active = EnumSet.noneOf(Fault.class);
    private final Map<Fault, Episodes> recurring = new EnumMap<>(Fault.class);

    Faults(long seed) {
        this.seed = seed;
    }

    boolean isActive(Fault fault) {
        return active.contains(fault);
    }

    Set<Fault> active() {
        return active;
    }

    /** Returns true when the fault was not active before. */
    boolean activate(Fault fault) {
        return active.add(fault);
    }

    boolean deactivate(Fault fault) {
        return active.remove(fault);
    }

    void recur(Fault fault, long nowNs) {
        recurring.put(fault, new Episodes(fault, nowNs));
    }

    void stopRecurring(Fault fault) {
        recurring.remove(fault);
    }

    /** Starts and ends the episodes that are due. */
    void tick(long nowNs, Consumer<Fault> begin, Consumer<Fault> end) {
        for (Episodes episodes : recurring.values()) {
            episodes.tick(nowNs, begin, end);
        }
    }

    /** Deterministic choice: true for one in {@code oneIn} subjects while the fault is active. */
    boolean affects(Fault fault, long subject, int oneIn) {
        return isActive(fault) && Math.floorMod(Hash.of(seed, subject, fault.ordinal()), oneIn) == 0;
    }

    private final class Episodes {

        private final Fault fault;
        private long cycle;
        private long cycleStartNs;
        private boolean on;

        Episodes(Fault fault, long nowNs) {
            this.fault = fault;
            this.cycleStartNs = nowNs;
        }

        void tick(long nowNs, Consumer<Fault> begin, Consumer<Fault> end) {
            if (!on && nowNs >= beginNs()) {
                on = true;
                begin.accept(fault);
            }
            if (on && nowNs >= beginNs() + EPISODE_NS) {
                on = false;
                if (fault.isLasting()) {
                    end.accept(fault);
                }
                cycle++;
                cycleStartNs += CYCLE_NS;
            }
        }

        private long beginNs() {
            long room = CYCLE_NS - EPISODE_NS - QUIET_NS;
            return cycleStartNs + QUIET_NS + Math.floorMod(Hash.of(seed, cycle, fault.ordinal() + 1_000), room);
        }
    }
}
