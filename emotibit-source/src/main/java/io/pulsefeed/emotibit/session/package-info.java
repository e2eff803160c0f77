/**
 * The host side of the EmotiBit protocol: discovery, connections, sessions, packet order, loss accounting and time sync. All
 * classes run on the network thread and hold no locks.
 */
@NullMarked
package io.pulsefeed.emotibit.session;

import org.jspecify.annotations.NullMarked;
