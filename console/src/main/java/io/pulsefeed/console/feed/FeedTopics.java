package io.pulsefeed.console.feed;

import java.util.List;

/** Names of the topics that the page reads. Topics that do not exist are left out. */
public record FeedTopics(
        String trade, String ticker, String alert, String bookTop, String article, String raw, String processed) {

    /** The default names of the connectors. */
    public static final FeedTopics DEFAULT = new FeedTopics(
            "rawtrade",
            "rawticker",
            "rawalert",
            "rawbooktop",
            "rawarticle",
            "Emotibit_rawdata",
            "Emotibit_processdata");

    List<String> all() {
        return List.of(trade, ticker, alert, bookTop, article, raw, processed);
    }
}
