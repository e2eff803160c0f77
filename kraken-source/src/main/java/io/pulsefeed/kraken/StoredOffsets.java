package io.pulsefeed.kraken;

import io.pulsefeed.kraken.feed.Feed;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The offsets that the worker has stored, read in one go, since each look-up reads the offset topic to its end. */
final class StoredOffsets implements Feed.StoredOffsets {

    private final Map<Map<String, Object>, Map<String, Object>> stored;

    StoredOffsets(OffsetStorageReader reader, List<Pair> pairs, Set<Channel> channels) {
        Set<Map<String, Object>> partitions = new LinkedHashSet<>();
        for (Pair pair : pairs) {
            for (Channel channel : channels) {
                partitions.addAll(spellings(channel, pair));
            }
        }
        this.stored = reader.offsets(partitions);
    }

    /** Offsets written under the other spelling of a pair count as well. */
    private static List<Map<String, Object>> spellings(Channel channel, Pair pair) {
        List<Map<String, Object>> partitions = new ArrayList<>();
        partitions.add(Feed.partition(channel, pair.name()));
        if (!pair.name().equals(pair.commonName())) {
            partitions.add(Feed.partition(channel, pair.commonName()));
        }
        return partitions;
    }

    @Override
    public Map<String, Object> of(Channel channel, Pair pair) {
        for (Map<String, Object> partition : spellings(channel, pair)) {
            Map<String, Object> offset = stored.get(partition);
            if (offset != null) {
                return offset;
            }
        }
        return null;
    }
}
