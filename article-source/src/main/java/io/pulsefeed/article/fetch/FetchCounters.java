package io.pulsefeed.article.fetch;

/** What fetching tells whoever counts. Called from many threads. */
public interface FetchCounters {

    FetchCounters NONE = new FetchCounters() {};

    default void answered(int status) {}

    default void bytes(long count) {}

    default void robotsDenied() {}

    default void privateAddressRefused() {}

    default void waitAsked() {}
}
