package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.client.HostTime;
import io.pulsefeed.emotibit.config.TimeSettings;

/** What all sessions of a host share. */
record SessionContext(HostTime time, TimeSettings settings, Radio radio, Outlet outlet, HostCounters counters) {}
