package io.pulsefeed.article.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The addresses of written articles, bounded: the one not met for longest goes first. An address met again in a list counts as
 * new, so that what a feed goes on listing is never forgotten.
 *
 * <p>Its stored form is two blocks of 8-byte hashes in base64, newest last: a large one that many records in flight share, and
 * a small one with what came since.
 */
final class SeenSet {

    private static final int RECENT_MAX = 192;

    private final int max;
    private final LinkedHashSet<Long> hashes = new LinkedHashSet<>();
    private final List<Long> recent = new ArrayList<>();
    private String stored = "";

    SeenSet(int max) {
        this.max = max;
    }

    /**
     * @throws IllegalArgumentException when a text is no such block
     */
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
            throw new IllegalArgumentException("its length is not a multiple of 8 bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            keep(buffer.getLong());
        }
    }

    boolean contains(long hash) {
        return hashes.contains(hash);
    }

    /** Marks a known address as met again. */
    void touch(long hash) {
        if (hashes.remove(hash)) {
            hashes.add(hash);
        }
    }

    void add(long hash) {
        keep(hash);
        recent.add(hash);
        if (recent.size() > RECENT_MAX) {
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
