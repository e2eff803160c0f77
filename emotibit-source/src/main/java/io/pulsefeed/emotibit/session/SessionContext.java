package io.pulsefeed.emotibit.session;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.emotibit.clock.HostTime;
import io.pulsefeed.emotibit.config.TimeConfig;
import java.time.Clock;

/**
 * The dependencies that all sessions of a host share.
 *
 * @param warnings for warnings that invented devices could repeat without limit
 */
record SessionContext(
        Clock clock,
        MonotonicClock monotonicClock,
        HostTime hostTime,
        TimeConfig time,
        DatagramSender sender,
        SessionListener listener,
        HostCounters counters,
        LogThrottle warnings) {}
