package io.pulsefeed.emotibit.session;

/** What a session produces: packets and events, in the order in which they are published. */
public sealed interface SessionOutput permits TimedPacket, DeviceEvent {

    /** Calls the listener method of this type of output. */
    void deliverTo(SessionListener listener);
}
