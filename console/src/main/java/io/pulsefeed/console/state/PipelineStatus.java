package io.pulsefeed.console.state;

/** Reads the state of the pipeline. Called on one thread, only while somebody looks at the page. */
@FunctionalInterface
public interface PipelineStatus {

    /** The state now. A part that cannot be read is missing and listed in {@link Pipeline#problems}. */
    Pipeline read();
}
