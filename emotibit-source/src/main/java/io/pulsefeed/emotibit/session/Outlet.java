package io.pulsefeed.emotibit.session;

/** Where sessions put what they produce. Must not block: it is called on the network thread. */
public interface Outlet {

    void packet(TimedPacket packet);

    void notice(Notice notice);
}
