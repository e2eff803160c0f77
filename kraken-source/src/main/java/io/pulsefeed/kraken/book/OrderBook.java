package io.pulsefeed.kraken.book;

import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.BookUpdate.Level;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The order book of one pair. Not thread-safe. */
public final class OrderBook {

    /** The checksum and the imbalance cover this many levels of each side. */
    private static final int TOP_LEVELS = 10;

    private final int depth;
    private final TreeMap<BigDecimal, Level> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<BigDecimal, Level> asks = new TreeMap<>();

    /** @param depth number of levels of each side, as subscribed */
    public OrderBook(int depth) {
        this.depth = depth;
    }

    /** Applies a message: a snapshot replaces all levels. */
    public void apply(BookUpdate update) {
        if (update.isSnapshot()) {
            bids.clear();
            asks.clear();
        }
        apply(update.bids(), bids);
        apply(update.asks(), asks);
    }

    private void apply(List<Level> changes, TreeMap<BigDecimal, Level> side) {
        for (Level change : changes) {
            BigDecimal price = new BigDecimal(change.price());
            if (new BigDecimal(change.quantity()).signum() == 0) {
                side.remove(price);
            } else {
                side.put(price, change);
            }
        }
        while (side.size() > depth) {
            side.pollLastEntry();
        }
    }

    /** CRC-32 of the ten best asks, then the ten best bids: prices and quantities without dots and leading zeros. */
    public long checksum() {
        StringBuilder text = new StringBuilder(400);
        appendTop(asks.values(), text);
        appendTop(bids.values(), text);
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    private static void appendTop(Collection<Level> side, StringBuilder text) {
        int left = TOP_LEVELS;
        for (Level level : side) {
            if (left-- == 0) {
                return;
            }
            appendDigits(level.price(), text);
            appendDigits(level.quantity(), text);
        }
    }

    private static void appendDigits(String number, StringBuilder text) {
        boolean scientific = number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
        String plain = scientific ? new BigDecimal(number).toPlainString() : number;
        boolean leading = true;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            leading &= c == '0' || c == '.';
            if (!leading && c != '.') {
                text.append(c);
            }
        }
    }

    /** The best prices; null while a side is empty. */
    public @Nullable BookTop top() {
        if (bids.isEmpty() || asks.isEmpty()) {
            return null;
        }
        Level bid = bids.firstEntry().getValue();
        Level ask = asks.firstEntry().getValue();
        return new BookTop(bid, ask, topQuantity(bids.values()), topQuantity(asks.values()));
    }

    private static BigDecimal topQuantity(Collection<Level> side) {
        return side.stream()
                .limit(TOP_LEVELS)
                .map(level -> new BigDecimal(level.quantity()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
