package io.pulsefeed.kraken.client;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The budgets that all tasks of this process share, one set per venue address: the venue counts by our address, not by task. */
public final class ProcessBudgets {

    private static final Map<String, ConnectionBudget> CONNECTIONS = new ConcurrentHashMap<>();
    private static final Map<String, RequestPace> REQUESTS = new ConcurrentHashMap<>();

    private ProcessBudgets() {}

    public static ConnectionBudget connections(URI url) {
        return CONNECTIONS.computeIfAbsent(url.getAuthority(), host -> new ConnectionBudget());
    }

    public static RequestPace requests(URI url) {
        return REQUESTS.computeIfAbsent(url.getAuthority(), host -> new RequestPace());
    }
}
