package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.config.TimeConfig;
import java.time.Clock;

/** The dependencies that all sessions of a host share. */
record SessionContext(
        Clock clock, TimeConfig time, DatagramSender sender, SessionListener listener, HostCounters counters) {}
