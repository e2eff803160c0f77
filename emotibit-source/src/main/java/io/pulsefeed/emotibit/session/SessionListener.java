package io.pulsefeed.emotibit.session;

/** Receives the output of sessions on the network thread. Implementations must not block. */
public interface SessionListener {

    void onPacket(TimedPacket packet);

    void onEvent(DeviceEvent event);
}
