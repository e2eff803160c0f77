package io.pulsefeed.kraken.client;

import java.io.IOException;

/** Gets a document over HTTP, one at a time. */
interface HttpGet {

    /** @throws IOException when there was no whole answer within the time */
    Answer get(String address) throws IOException;

    /** Ends the request under way, if any, and refuses every later one. Any thread may call it. */
    void close();

    /** @param retryAfter the header of that name, or null */
    record Answer(int status, String retryAfter, String body) {}
}
