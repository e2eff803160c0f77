package io.pulsefeed.console.state;

import io.pulsefeed.admin.ConnectRest;
import java.util.function.ToLongFunction;

/**
 * Actions through Connect's REST API.
 *
 * @param redrive sends the dead letters of a sink again, and returns their number
 */
public record ConnectActions(ConnectRest worker, ToLongFunction<String> redrive) implements Actions {

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

    @Override
    public long redrive(String sink) {
        return redrive.applyAsLong(sink);
    }
}
