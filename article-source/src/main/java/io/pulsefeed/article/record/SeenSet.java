package io.pulsefeed.article.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A bounded set of ids with least-recently-used eviction. An id that appears in a list again becomes the most recent one, so
 * that entries that a feed still lists are never evicted.
 *
 * <p>The stored form is two base64 blocks of 8-byte ids, newest last: a large one, shared by the offsets of many records in
 * flight, and a small one with the ids added since.
 */
public final class SeenSet {

    private static final int MAX_RECENT = 192;

    private final int max;
    private final LinkedHashSet<Long> hashes = new LinkedHashSet<>();
    private final List<Long> recent = new ArrayList<>();
    private String stored = "";

    public SeenSet(int max) {
        this.max = max;
    }

    /** @throws IllegalArgumentException if a block is not valid base64 of 8-byte ids */
    static SeenSet decode(int max, String stored, String recent) {
        SeenSet set = new SeenSet(max);
        set.load(stored);
        set.load(recent);
        set.compact();
        return set;
    }

    private void load(String block) {
        byte[] bytes = Base64.getDecoder().decode(block);
        if (bytes.length % Long.BYTES != 0) {
            throw new IllegalArgumentException("the length is not a multiple of 8 bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            keep(buffer.getLong());
        }
    }

    public boolean contains(long hash) {
        return hashes.contains(hash);
    }

    /** Makes {@code hash} the most recent id if it is in the set. */
    public void touch(long hash) {
        if (hashes.remove(hash)) {
            hashes.add(hash);
        }
    }

    public void add(long hash) {
        keep(hash);
        recent.add(hash);
        if (recent.size() > MAX_RECENT) {
            compact();
        }
    }

    private void keep(long hash) {
        hashes.remove(hash);
        hashes.add(hash);
        Iterator<Long> oldest = hashes.iterator();
        while (hashes.size() > max) {
            oldest.next();
            oldest.remove();
        }
    }

    private void compact() {
        stored = encode(List.copyOf(hashes));
        recent.clear();
    }

    String stored() {
        return stored;
    }

    String recent() {
        return encode(recent);
    }

    private static String encode(List<Long> values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.size() * Long.BYTES);
        values.forEach(buffer::putLong);
        return Base64.getEncoder().encodeToString(buffer.array());
    }
}
