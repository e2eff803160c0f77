package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.alert.AlertSettings;
import io.pulsefeed.kraken.alert.PriceReference;
import io.pulsefeed.kraken.config.BookConfig;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.config.OutputConfig;
import io.pulsefeed.kraken.config.PairSpelling;
import io.pulsefeed.kraken.sequence.SequenceSettings;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link Pipeline}.
 *
 * @param spelling the text for a pair in keys and values
 * @param priceChange creates the price reference of a pair
 * @param hasTradeIds whether the WebSocket protocol sends trade ids
 * @param backfill the period of the past to fetch, if any
 * @param maxPending maximum number of pending trades, all pairs together
 * @param quietAfter a pair without a trade for this long, and for 20 times its mean interval, is checked through REST
 * @param reconcileInterval how often each pair is checked through REST anyway
 */
record PipelineSettings(
        List<Pair> pairs,
        Set<Channel> channels,
        OutputConfig output,
        BookConfig book,
        Function<Pair, String> spelling,
        Supplier<PriceReference> priceChange,
        Function<Pair, AlertSettings> alerts,
        SequenceSettings sequence,
        boolean hasTradeIds,
        Backfill.@Nullable Range backfill,
        int maxPending,
        Duration quietAfter,
        Duration reconcileInterval) {

    /** @throws IllegalArgumentException if the configuration names an invalid pair */
    static PipelineSettings of(KrakenSourceConnectorConfig config) {
        return new PipelineSettings(
                Pair.listOf(config.subscription().pairs()),
                Channel.setOf(config.subscription().channels()),
                config.output(),
                config.book(),
                config.output().pairSpelling() == PairSpelling.COMMON ? Pair::commonName : Pair::name,
                () -> PriceReference.of(config.price()),
                pair -> AlertSettings.of(config.price(), pair),
                SequenceSettings.of(config.gap()),
                !config.endpoint().usesV1(),
                Backfill.Range.of(config.backfill()),
                config.gap().maxPending(),
                config.gap().quietAfter(),
                config.gap().reconcileInterval());
    }
}
