package io.pulsefeed.article.fetch;

/** Receives events of the fetcher for metrics. Must be thread-safe. */
public interface FetchCounters {

    FetchCounters NONE = new FetchCounters() {};

    default void responseReceived(int status) {}

    default void bytesRead(long count) {}

    default void robotsDenied() {}

    default void privateAddressRefused() {}

    default void retryAfterReceived() {}
}
