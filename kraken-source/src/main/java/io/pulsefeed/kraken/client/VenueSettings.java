package io.pulsefeed.kraken.client;

import java.net.URI;
import java.time.Duration;

/**
 * Where the venue is and how it is asked.
 *
 * @param restInterval least time between two REST requests of this process
 * @param restPairInterval least time between two REST requests for one pair
 */
public record VenueSettings(
        ConnectionSettings connection,
        URI webSocketUrl,
        boolean speaksV1,
        URI restUrl,
        Duration restTimeout,
        Duration restInterval,
        Duration restPairInterval) {}
