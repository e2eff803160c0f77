package io.pulsefeed.cli.replay;

import java.io.PrintStream;
import java.util.function.Consumer;

/**
 * What an interrupted replay leaves, and what has to be done about it. A shutdown hook reports the step that was running, and resumes a
 * sink that is stopped.
 */
final class Interruption implements AutoCloseable {

    /** Steps of a replay. */
    enum Step {
        PREPARING(false, "nothing was changed."),
        STOPPED(true, "its offsets were not changed."),
        REWINDING(
                true,
                "its offsets may have been changed; pulsefeed connectors offsets shows them. Run the replay again if not."),
        REWOUND(true, "its offsets were changed: it writes the records again in the background."),
        CATCHING_UP(
                false,
                "it continues to write the records again in the background, which pulsefeed status shows. Rows are not "
                        + "compared, and continuous aggregates are not refreshed: run pulsefeed database refresh afterwards."),
        WRITTEN(
                false,
                "all records were written. Continuous aggregates may not be refreshed: run pulsefeed database refresh.");

        private final boolean isStopped;
        private final String text;

        Step(boolean isStopped, String text) {
            this.isStopped = isStopped;
            this.text = text;
        }
    }

    private final String connector;
    private final Consumer<String> resume;
    private final PrintStream out;
    private final Thread hook = new Thread(this::report, "interruption");
    private volatile Step step = Step.PREPARING;

    Interruption(String connector, Consumer<String> resume, PrintStream out) {
        this.connector = connector;
        this.resume = resume;
        this.out = out;
    }

    /**
     * Reports an interruption until it is closed.
     *
     * @param resume resumes a connector
     */
    static Interruption of(String connector, Consumer<String> resume) {
        Interruption interruption = new Interruption(connector, resume, System.err);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    void at(Step next) {
        step = next;
    }

    void report() {
        Step interrupted = step;
        String resumed = "";
        if (interrupted.isStopped) {
            try {
                resume.accept(connector);
                resumed = connector + " was resumed; ";
            } catch (RuntimeException e) {
                resumed = connector + " is still stopped (" + e.getMessage()
                        + "). Resume it with: pulsefeed connectors resume " + connector + "; ";
            }
        }
        out.println();
        out.println("Interrupted: " + (interrupted.isStopped ? resumed : connector + ": ") + interrupted.text);
        out.flush();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down, and the hook runs.
        }
    }
}
