package io.pulsefeed.kraken.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rate limiters that all tasks of this process share, one per host, because Kraken counts by IP address and not by task. */
final class SharedRateLimiters {

    private static final Map<String, ConnectionRateLimiter> CONNECTIONS = new ConcurrentHashMap<>();
    private static final Map<String, RequestRateLimiter> REQUESTS = new ConcurrentHashMap<>();

    private SharedRateLimiters() {}

    static ConnectionRateLimiter connections(URI url) {
        return CONNECTIONS.computeIfAbsent(url.getAuthority(), SharedRateLimiters::newConnectionLimiter);
    }

    private static ConnectionRateLimiter newConnectionLimiter(String host) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return new ConnectionRateLimiter(BlockedAddress.inFile(temporary, host, Clock.systemUTC()));
    }

    static RequestRateLimiter requests(URI url) {
        return REQUESTS.computeIfAbsent(url.getAuthority(), host -> new RequestRateLimiter());
    }
}
