/**
 * The network loop of all devices, and the lossy path between a device and its host. All sockets and timers run on one thread.
 */
@NullMarked
package io.pulsefeed.simulators.emotibit.network;

import org.jspecify.annotations.NullMarked;
