package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Separates the packets of a session from those whose TIMESTAMP or PACKET# is impossible. Impossible packets are held as candidates
 * for a new sequence: after a reboot, further packets continue it.
 *
 * <pre>
 *   state     event                                                     result
 *   --------  --------------------------------------------------------  ------------------------------------
 *   starting  3 packets of 2 datagrams form a sequence                  it is the session's sequence
 *   starting  start wait expired                                        the longest sequence is the session's
 *   running   packet continues the session's sequence                   accepted
 *   running   other packet                                              held
 *   running   3 held packets of 2 datagrams form a sequence, and the    restart (reboot), or accepted if only
 *             session's sequence is silent for 0.5 s                    the network delay changed
 *   running   held for 1 s next to the session's sequence, or for 5 s   rejected
 * </pre>
 */
final class PacketScreen {

    private static final int CONFIRMING_PACKETS = 3;
    private static final int CONFIRMING_DATAGRAMS = 2;
    private static final int MAX_CANDIDATES = 4;
    private static final int MAX_HELD = 512;
    private static final long NS_PER_MS = 1_000_000;
    private static final long SILENCE_NS = 500 * NS_PER_MS;
    private static final long DOUBT_NS = 1_000 * NS_PER_MS;
    private static final long MAX_HELD_NS = 5_000 * NS_PER_MS;
    /** The delay of a network changes by less than the time after which a device ends its session. */
    private static final long MAX_DELAY_CHANGE_MS = 15_000;

    /** Receives the decisions. */
    interface Listener {
        void onAccepted(Packet packet, Arrival arrival);

        void onRejected(Packet packet, Arrival arrival);
    }

    /** A packet that waits for its decision. */
    record Held(Packet packet, Arrival arrival) {}

    private static final class Candidate {
        private final Continuity continuity;
        private final List<Held> held = new ArrayList<>();
        private final long startMonoNs;
        private int advances = 1;
        private int datagrams = 1;

        Candidate(Held first) {
            continuity = new Continuity(first.packet, first.arrival.monoNs());
            startMonoNs = first.arrival.monoNs();
            held.add(first);
        }

        void add(Held next) {
            if (continuity.ahead(next.packet) > 0) {
                advances++;
                datagrams += next.arrival == held.get(held.size() - 1).arrival ? 0 : 1;
            }
            continuity.add(next.packet, next.arrival.monoNs());
            held.add(next);
        }

        boolean isConfirmed() {
            return advances >= CONFIRMING_PACKETS && datagrams >= CONFIRMING_DATAGRAMS;
        }
    }

    private final Listener listener;
    private final long startWaitNs;
    private final List<Candidate> candidates = new ArrayList<>();
    /** Back-dated packets from before the first other packet: their time says nothing about the session's. */
    private final List<Held> backDated = new ArrayList<>();

    private int heldCount;
    private @Nullable Continuity main;
    private @Nullable List<Held> restart;

    /** @param startWaitMs how long the first packets of a session wait for packets that confirm them */
    PacketScreen(Listener listener, int startWaitMs) {
        this.listener = listener;
        this.startWaitNs = startWaitMs * NS_PER_MS;
    }

    boolean isStarting() {
        return main == null;
    }

    /** The packets of a confirmed restart, which belong to the next session; null if there was none. */
    @Nullable
    List<Held> restart() {
        return restart;
    }

    /** Starts the session with packets that are already confirmed. */
    void startWith(List<Held> confirmed) {
        Held first = confirmed.get(0);
        Continuity sequence = new Continuity(first.packet, first.arrival.monoNs());
        main = sequence;
        confirmed.forEach(next -> {
            sequence.add(next.packet, next.arrival.monoNs());
            listener.onAccepted(next.packet, next.arrival);
        });
    }

    void offer(Packet packet, Arrival arrival) {
        if (restart != null) {
            restart.add(new Held(packet, arrival));
            return;
        }
        if (main != null && main.isPossible(packet, arrival.monoNs())) {
            main.add(packet, arrival.monoNs());
            listener.onAccepted(packet, arrival);
            return;
        }
        hold(new Held(packet, arrival));
    }

    /** Decides about held packets. Call it before and after each datagram, and periodically. */
    void decide(long nowMonoNs) {
        if (restart != null || candidates.isEmpty()) {
            return;
        }
        if (main == null) {
            decideStart(nowMonoNs);
        } else {
            decideRestart(main, nowMonoNs);
        }
    }

    /** Rejects all held packets; a session that has not started yet starts with its longest sequence. */
    void end() {
        if (main == null && !candidates.isEmpty()) {
            start(longest());
        } else if (main == null && !backDated.isEmpty()) {
            main = new Continuity(
                    backDated.get(0).packet, backDated.get(0).arrival.monoNs());
            offerAgain(backDated);
        }
        while (!candidates.isEmpty()) {
            reject(candidates.get(0));
        }
    }

    private void hold(Held next) {
        if (candidates.isEmpty() && TypeTag.isBackDated(next.packet.tag())) {
            holdBackDated(next);
            return;
        }
        heldCount++;
        for (Candidate candidate : candidates) {
            if (candidate.continuity.isPossible(next.packet, next.arrival.monoNs())) {
                candidate.add(next);
                limit();
                return;
            }
        }
        if (candidates.size() == MAX_CANDIDATES) {
            reject(candidates.stream()
                    .min(Comparator.comparingInt(candidate -> candidate.advances))
                    .orElseThrow());
        }
        candidates.add(new Candidate(next));
        limit();
    }

    private void holdBackDated(Held next) {
        if (main != null || backDated.size() >= MAX_HELD) {
            listener.onRejected(next.packet, next.arrival);
        } else {
            backDated.add(next);
        }
    }

    private void limit() {
        while (heldCount > MAX_HELD) {
            if (main == null) {
                start(longest());
            } else {
                reject(candidates.get(0));
            }
        }
    }

    private void decideStart(long nowMonoNs) {
        Candidate longest = longest();
        if (longest.isConfirmed() || nowMonoNs - candidates.get(0).startMonoNs >= startWaitNs) {
            start(longest);
        }
    }

    private void decideRestart(Continuity current, long nowMonoNs) {
        boolean silent = nowMonoNs - current.lastArrivalMonoNs() >= SILENCE_NS;
        for (Candidate candidate : List.copyOf(candidates)) {
            if (silent && candidate.isConfirmed()) {
                confirm(current, candidate);
                return;
            }
            long lastMonoNs = candidate.continuity.lastArrivalMonoNs();
            boolean doubtful = !silent && nowMonoNs - candidate.startMonoNs >= DOUBT_NS;
            if (doubtful || nowMonoNs - lastMonoNs >= MAX_HELD_NS) {
                reject(candidate);
            }
        }
    }

    private void confirm(Continuity current, Candidate candidate) {
        Packet first = candidate.held.get(0).packet;
        long aheadMs = current.aheadMs(first);
        if (aheadMs >= 0 && aheadMs <= MAX_DELAY_CHANGE_MS && current.ahead(first) > 0) {
            start(candidate);
            return;
        }
        remove(candidate);
        end();
        restart = new ArrayList<>(candidate.held);
    }

    private void start(Candidate candidate) {
        remove(candidate);
        main = candidate.continuity;
        List<Held> others = new ArrayList<>(backDated);
        backDated.clear();
        candidates.forEach(other -> others.addAll(other.held));
        candidates.clear();
        heldCount = 0;
        candidate.held.forEach(next -> listener.onAccepted(next.packet, next.arrival));
        offerAgain(others);
    }

    private void offerAgain(List<Held> packets) {
        List<Held> copy = List.copyOf(packets);
        packets.clear();
        copy.forEach(next -> offer(next.packet, next.arrival));
    }

    private void reject(Candidate candidate) {
        remove(candidate);
        candidate.held.forEach(next -> listener.onRejected(next.packet, next.arrival));
    }

    private void remove(Candidate candidate) {
        candidates.remove(candidate);
        heldCount -= candidate.held.size();
    }

    private Candidate longest() {
        Candidate longest = candidates.get(0);
        for (Candidate candidate : candidates) {
            longest = candidate.advances > longest.advances ? candidate : longest;
        }
        return longest;
    }
}
