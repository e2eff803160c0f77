package io.pulsefeed.system.upgrade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Source offsets as Connect keeps them in its offsets topic: keys and values are JSON text. */
final class SourceOffsets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SourceOffsets() {}

    /** The latest offset of each source partition of a connector. */
    static List<StoredRecord> latest(UpgradeStack stack, String connector) {
        Map<String, StoredRecord> latest = new LinkedHashMap<>();
        all(stack, connector).forEach(record -> latest.put(record.key(), record));
        return new ArrayList<>(latest.values());
    }

    static List<StoredRecord> all(UpgradeStack stack, String connector) {
        return stack.records(UpgradeStack.OFFSETS_TOPIC).stream()
                .filter(record -> record.value() != null && connector(record).equals(connector))
                .map(record ->
                        new StoredRecord(record.topic(), record.key(), record.value(), List.of(), record.timestamp()))
                .toList();
    }

    private static String connector(StoredRecord record) {
        return read(record.key()).get(0).asText();
    }

    /** The source partition. */
    static JsonNode partition(StoredRecord offset) {
        return read(offset.key()).get(1);
    }

    static List<StoredRecord> parse(List<String> lines) {
        return lines.stream().map(StoredRecord::parse).toList();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /**
     * Moves the offset of a site to another port. The article source stores the first 8 bytes of the SHA-256 of each known address,
     * and a site in a test has a free port.
     *
     * @throws IllegalArgumentException when the offset lacks an address that it must know
     */
    static StoredRecord moveSite(StoredRecord offset, String from, String to, int articles) {
        Map<Long, Long> moved = new HashMap<>();
        for (int i = 1; i <= articles; i++) {
            moved.put(hash(from + "/a/" + i), hash(to + "/a/" + i));
        }
        ObjectNode value = (ObjectNode) offset.json();
        int found = 0;
        for (String field : List.of("seen", "recent")) {
            ByteBuffer old = ByteBuffer.wrap(
                    Base64.getDecoder().decode(value.required(field).textValue()));
            ByteBuffer changed = ByteBuffer.allocate(old.capacity());
            while (old.hasRemaining()) {
                long hash = old.getLong();
                found += moved.containsKey(hash) ? 1 : 0;
                changed.putLong(moved.getOrDefault(hash, hash));
            }
            value.put(field, Base64.getEncoder().encodeToString(changed.array()));
        }
        if (found < articles) {
            throw new IllegalArgumentException("Only " + found + " of " + articles + " addresses are in " + offset);
        }
        return offset.withValue(any -> value.toString().replace(from, to));
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
