/**
 * Kraken's protocols: WebSocket v2 and v1 frames, REST answers, and the requests to both. Texts to values and back, without I/O.
 */
@NullMarked
package io.pulsefeed.kraken.wire;

import org.jspecify.annotations.NullMarked;
