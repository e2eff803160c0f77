package io.pulsefeed.kraken.client;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The budgets that all tasks of this process share, one set per venue address: the venue counts by our address, not by task. */
public final class SharedRateLimiters {

    private static final Map<String, ConnectionRateLimiter> CONNECTIONS = new ConcurrentHashMap<>();
    private static final Map<String, RequestRateLimiter> REQUESTS = new ConcurrentHashMap<>();

    private SharedRateLimiters() {}

    public static ConnectionRateLimiter connections(URI url) {
        return CONNECTIONS.computeIfAbsent(url.getAuthority(), host -> new ConnectionRateLimiter());
    }

    public static RequestRateLimiter requests(URI url) {
        return REQUESTS.computeIfAbsent(url.getAuthority(), host -> new RequestRateLimiter());
    }
}
