package io.pulsefeed.console.state;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Faults that a viewer can inject into the demo. Thread-safe. */
public interface Harms {

    /** No faults: for a pipeline that is not a demo. */
    Harms NONE = new Harms() {
        @Override
        public List<Harm> offered() {
            return List.of();
        }

        @Override
        public List<Run> runs() {
            return List.of();
        }

        @Override
        public boolean start(String id) {
            return false;
        }
    };

    /** A fault, with what it does in one sentence. */
    record Harm(String id, String label, String effect) {}

    /** Phase of a run. */
    enum Phase {
        BROKEN,
        RECOVERING,
        RECOVERED,
        NOT_RECOVERED
    }

    /**
     * One injected fault.
     *
     * @param number counts from 1
     * @param happened what broke and what repaired it, in words
     * @param recoverySeconds from the fault until everything that was sent has arrived; null before that
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Run(
            int number,
            String id,
            String label,
            Phase phase,
            long startedEpochMs,
            String happened,
            @Nullable Double recoverySeconds,
            @Nullable Long lost,
            @Nullable Long duplicated) {}

    List<Harm> offered();

    /** The latest runs, newest first. */
    List<Run> runs();

    /**
     * Injects a fault in the background.
     *
     * @return false if the fault does not exist, or another one has not recovered yet
     */
    boolean start(String id);
}
