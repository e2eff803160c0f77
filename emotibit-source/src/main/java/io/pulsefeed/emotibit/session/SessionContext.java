package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.client.HostTime;
import io.pulsefeed.emotibit.config.TimeConfig;

/** What all sessions of a host share. */
record SessionContext(HostTime time, TimeConfig settings, Radio radio, Outlet outlet, HostCounters counters) {}
