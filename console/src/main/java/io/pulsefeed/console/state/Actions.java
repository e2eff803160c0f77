package io.pulsefeed.console.state;

/** Actions on connectors that the page offers. Failures are {@link io.pulsefeed.admin.AdminException}. */
public interface Actions {

    void pause(String connector);

    void resume(String connector);

    /** Restarts the connector and its tasks. */
    void restart(String connector);

    /** Sends the dead letters of a sink to their original topics. Returns their number. */
    long redrive(String sink);
}
