package io.pulsefeed.console.state;

/** Reads the state of the pipeline. Called on one thread, only while a viewer is connected. */
@FunctionalInterface
public interface PipelineStatus {

    /** The state now. A part that cannot be read is missing and listed in {@link Pipeline#problems}. */
    Pipeline read();
}
