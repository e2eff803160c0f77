package io.pulsefeed.article.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the written entries of each list of a site, bounded by the size of their stored form. Lists share the space equally, so
 * that a large list does not evict the entries of another one. Within a list, the ids that it has not listed for the longest time
 * are evicted first.
 *
 * <p>The stored form is a JSON object of base64 blocks by URL. Ids are stored with 5 bytes: with 100,000 of them, the probability
 * that a new entry has a known id is 10^-7.
 */
public final class ListMemory {

    private static final int ID_BYTES = 5;
    private static final long ID_MASK = (1L << ID_BYTES * Byte.SIZE) - 1;
    /** Of a stored list, besides its ids: quotes, separators, padding. */
    private static final int LIST_OVERHEAD = 12;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int maxBytes;
    /** In the order in which the lists were read; stored lists that were not read in this run first. */
    private final Map<String, Set<Long>> lists = new LinkedHashMap<>();

    private String stored = "{}";
    private boolean isChanged;

    public ListMemory(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @throws IllegalArgumentException if {@code stored} is not a JSON object of base64 blocks */
    static ListMemory decode(int maxBytes, String stored) {
        ListMemory memory = new ListMemory(maxBytes);
        try {
            for (Map.Entry<String, JsonNode> list :
                    JSON.readTree(stored.isEmpty() ? "{}" : stored).properties()) {
                byte[] block = Base64.getDecoder().decode(list.getValue().asText());
                Set<Long> ids = new LinkedHashSet<>();
                for (int at = 0; at + ID_BYTES <= block.length; at += ID_BYTES) {
                    ids.add(ByteBuffer.wrap(block, at, ID_BYTES).getInt() & 0xFFFF_FFFFL
                            | (block[at + 4] & 0xFFL) << 32);
                }
                memory.lists.put(list.getKey(), ids);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("must be a JSON object: " + e.getOriginalMessage(), e);
        }
        memory.stored = stored.isEmpty() ? "{}" : stored;
        return memory;
    }

    /**
     * The number of ids that fit for {@code list}: an equal share of the space, or more if the other lists do not need theirs.
     *
     * @param listCount number of lists of the site
     */
    public int capacity(String list, int listCount) {
        long share = maxBytes / Math.max(1, listCount);
        long free = maxBytes;
        for (Map.Entry<String, Set<Long>> other : lists.entrySet()) {
            free -= other.getKey().equals(list) ? 0 : Math.min(share, size(other));
        }
        long bytes = Math.max(share, free) - LIST_OVERHEAD - list.length();
        return (int) Math.max(0, bytes * 3 / 4 / ID_BYTES);
    }

    public boolean contains(long id) {
        long key = id & ID_MASK;
        for (Set<Long> ids : lists.values()) {
            if (ids.contains(key)) {
                return true;
            }
        }
        return false;
    }

    /** Makes {@code ids} the most recent ids of {@code list}. */
    public void add(String list, Iterable<Long> ids) {
        Set<Long> known = lists.computeIfAbsent(list, url -> new LinkedHashSet<>());
        for (long id : ids) {
            long key = id & ID_MASK;
            isChanged |= !known.remove(key);
            known.add(key);
        }
    }

    /** Marks {@code list} as the most recently read list. */
    public void onRead(String list) {
        @Nullable Set<Long> ids = lists.remove(list);
        lists.put(list, ids == null ? new LinkedHashSet<>() : ids);
    }

    /**
     * Encodes the changes since the last call. The offsets of many records share the result.
     *
     * @param current the lists that are polled; others are dropped if the space is used up
     */
    public void snapshot(Set<String> current) {
        if (storedSize() > maxBytes) {
            retain(current);
            trim();
        }
        if (isChanged) {
            ObjectNode json = JSON.createObjectNode();
            lists.forEach((url, ids) -> {
                if (!ids.isEmpty()) {
                    json.put(url, encode(ids));
                }
            });
            stored = json.toString();
            isChanged = false;
        }
    }

    private void retain(Set<String> current) {
        Iterator<Map.Entry<String, Set<Long>>> all = lists.entrySet().iterator();
        while (storedSize() > maxBytes && all.hasNext()) {
            if (!current.contains(all.next().getKey())) {
                all.remove();
                isChanged = true;
            }
        }
    }

    /** Evicts the oldest ids of lists that have more than their share. */
    private void trim() {
        for (Map.Entry<String, Set<Long>> list : lists.entrySet()) {
            int capacity = capacity(list.getKey(), lists.size());
            Iterator<Long> oldest = list.getValue().iterator();
            while (list.getValue().size() > capacity) {
                oldest.next();
                oldest.remove();
                isChanged = true;
            }
        }
    }

    private long storedSize() {
        return lists.entrySet().stream().mapToLong(ListMemory::size).sum();
    }

    private static long size(Map.Entry<String, Set<Long>> list) {
        return list.getKey().length() + LIST_OVERHEAD + (list.getValue().size() * ID_BYTES + 2L) / 3 * 4;
    }

    private static String encode(Set<Long> ids) {
        ByteBuffer buffer = ByteBuffer.allocate(ids.size() * ID_BYTES);
        for (long id : ids) {
            buffer.putInt((int) id).put((byte) (id >>> 32));
        }
        return Base64.getEncoder().encodeToString(buffer.array());
    }

    /** The form of the last {@link #snapshot}. */
    String stored() {
        return stored;
    }
}
