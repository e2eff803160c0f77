/**
 * The connection to Kraken: WebSocket, REST, their threads, timeouts and rate limits. No Kafka; what arrives goes to a
 * {@link io.pulsefeed.kraken.client.DataListener}.
 */
@NullMarked
package io.pulsefeed.kraken.client;

import org.jspecify.annotations.NullMarked;
