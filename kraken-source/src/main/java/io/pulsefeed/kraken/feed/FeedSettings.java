package io.pulsefeed.kraken.feed;

import io.pulsefeed.kraken.alert.AlertSettings;
import io.pulsefeed.kraken.alert.PriceReference;
import io.pulsefeed.kraken.record.ValueFormat;
import io.pulsefeed.kraken.sequence.SequenceSettings;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the task's thread does with what it gets.
 *
 * @param shownAs how a pair is spelled in keys and values
 * @param numbered whether the socket numbers its trades
 * @param backfill a stretch of the past to fetch as well, or null
 * @param maxPending trades that may wait behind gaps, all pairs together
 * @param quietAfter a pair without a trade for this long, and for 20 times its mean interval, is looked up in REST
 * @param reconcileEvery how often each pair is looked up in REST anyway
 */
public record FeedSettings(
        List<Pair> pairs,
        Set<Channel> channels,
        String tradeTopic,
        String tickerTopic,
        String alertTopic,
        ValueFormat format,
        Function<Pair, String> shownAs,
        Supplier<PriceReference> priceChange,
        Function<Pair, AlertSettings> alerts,
        SequenceSettings sequence,
        boolean numbered,
        Backfill.Range backfill,
        int maxPending,
        Duration quietAfter,
        Duration reconcileEvery) {}
