package io.pulsefeed.kraken.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** HTTP GET, one request at a time. */
interface HttpGet {

    /** @throws IOException if no complete response arrives within the timeout */
    Response get(String url) throws IOException;

    /** Aborts the current request and fails all later ones. Any thread may call it. */
    void close();

    /** @param retryAfter the header {@code Retry-After} */
    record Response(int status, @Nullable String retryAfter, String body) {}
}
