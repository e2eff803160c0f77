package io.pulsefeed.console.http;

/** What the web server calls. Texts are JSON. */
public interface ConsoleApi {

    /** Whether an action succeeded, and what to tell the viewer. */
    record Outcome(boolean isDone, String text) {}

    /** Registers a viewer and sends to it. */
    interface Opener {

        /** Registers the viewer. Returns false if there are too many. */
        Boolean open();

        void send(String type, String json);
    }

    String state() throws InterruptedException;

    /** The first event of a stream. */
    String hello(String stream, String token);

    /** Opens a stream with the snapshot that its events continue. */
    void open(Opener opener);

    String candles(String pair);

    /** Curves of a device, for a viewer who selects it. */
    String selected(String device);

    /** Injects a fault; false if the fault does not exist or another one is active. */
    boolean harm(String id);

    boolean hasActions();

    /** Pauses, resumes or restarts a connector, or sends the dead letters of a sink again. */
    Outcome act(String connector, String action);
}
