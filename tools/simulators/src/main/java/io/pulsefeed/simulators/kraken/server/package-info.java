/**
 * An HTTP/1.1 and WebSocket server that can violate the protocol at any byte. Knows nothing of Kraken.
 */
@NullMarked
package io.pulsefeed.simulators.kraken.server;

import org.jspecify.annotations.NullMarked;
