package io.pulsefeed.console.state;

import io.pulsefeed.admin.ConnectRest;

/** Actions through Connect's REST API. */
public record ConnectActions(ConnectRest worker) implements Actions {

    @Override
    public void pause(String connector) {
        worker.pause(connector);
    }

    @Override
    public void resume(String connector) {
        worker.resume(connector);
    }

    @Override
    public void restart(String connector) {
        worker.restart(connector);
    }
}
