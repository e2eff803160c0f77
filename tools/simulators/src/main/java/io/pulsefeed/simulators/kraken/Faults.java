package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Hash;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which faults hold now, and which come back by themselves. A recurring fault has one episode in each {@value #CYCLE_S} s, at a
 * moment that follows from the seed; a lasting one holds for {@value #EPISODE_S} s of it, so that clients can be seen to recover.
 */
final class Faults {

    static final long CYCLE_S = 60;
    static final long EPISODE_S = 15;

    private static final long SECOND = 1_000_000_000L;
    private static final long CYCLE_NS = CYCLE_S * SECOND;
    private static final long EPISODE_NS = EPISODE_S * SECOND;
    /** Clients get this long to connect and subscribe before the first episode. */
    private static final long QUIET_NS = 10 * SECOND;

    private final long seed;
    private final Set<Fault> active = EnumSet.noneOf(Fault.class);
    private final Map<Fault, Episodes> recurring = new EnumMap<>(Fault.class);

    Faults(long seed) {
        this.seed = seed;
    }

    boolean holds(Fault fault) {
        return active.contains(fault);
    }

    Set<Fault> active() {
        return active;
    }

    /** True when it did not hold before. */
    boolean begin(Fault fault) {
        return active.add(fault);
    }

    boolean end(Fault fault) {
        return active.remove(fault);
    }

    void recur(Fault fault, long nowNs) {
        recurring.put(fault, new Episodes(fault, nowNs));
    }

    void forget(Fault fault) {
        recurring.remove(fault);
    }

    /** Begins and ends the episodes that fall due. */
    void tick(long nowNs, Consumer<Fault> begin, Consumer<Fault> end) {
        for (Episodes episodes : recurring.values()) {
            episodes.tick(nowNs, begin, end);
        }
    }

    /** A coin that falls on one side once in {@code oneIn} for the same fault and subject. */
    boolean strikes(Fault fault, long subject, int oneIn) {
        return holds(fault) && Math.floorMod(Hash.of(seed, subject, fault.ordinal()), oneIn) == 0;
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
