package io.pulsefeed.simulators.kraken.market;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** The generated order book of one pair: its levels change around the last price. */
public final class Book {

    private static final int LEVELS = 1_100;
    private static final int ACTIVE_LEVELS = 15;
    private static final int CHECKSUM_LEVELS = 10;

    private final Market market;
    private final long seed;
    private final TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, Long> asks = new TreeMap<>();
    private long steps;

    /** @param last the last price, in units of the pair's precision */
    public Book(Market market, long seed, long last) {
        this.market = market;
        this.seed = Hash.of(seed, market.symbol());
        refill(last);
    }

    /** Changes one to four levels near the best prices, and removes those that a trade at {@code last} has consumed. */
    public void move(long last) {
        steps++;
        bids.headMap(last).clear();
        asks.headMap(last + 1).clear();
        int changes = 1 + choose(4, 1);
        for (int i = 0; i < changes; i++) {
            TreeMap<Long, Long> side = choose(2, 10 + i) == 0 ? bids : asks;
            Long price = side.keySet().stream()
                    .skip(choose(Math.min(ACTIVE_LEVELS, Math.max(1, side.size())), 20 + i))
                    .findFirst()
                    .orElse(null);
            if (price != null && choose(3, 30 + i) == 0) {
                side.remove(price);
            } else if (price != null) {
                side.put(price, quantity(40 + i));
            }
        }
        refill(last);
    }

    private void refill(long last) {
        for (long price = last; bids.isEmpty() || bids.firstKey() < last - 2; price--) {
            bids.put(price, quantity(price));
        }
        for (long price = last + 1; asks.isEmpty() || asks.firstKey() > last + 3; price++) {
            asks.put(price, quantity(price));
        }
        while (bids.size() < LEVELS && bids.lastKey() > 3) {
            bids.put(bids.lastKey() - 1 - choose(3, bids.size()), quantity(bids.size()));
        }
        while (asks.size() < LEVELS) {
            asks.put(asks.lastKey() + 1 + choose(3, asks.size()), quantity(asks.size()));
        }
    }

    private int choose(int bound, long salt) {
        return Math.floorMod(Hash.of(seed, steps, salt), bound);
    }

    private long quantity(long salt) {
        double size = market.lot() * FixedPoint.pow10(Market.QTY_DECIMALS) * 8 * Hash.unit(Hash.of(seed, steps, salt));
        return 1 + (long) size;
    }

    /** The best {@code depth} levels of each side. */
    public View view(int depth) {
        return new View(best(bids, depth), best(asks, depth));
    }

    private static NavigableMap<Long, Long> best(TreeMap<Long, Long> side, int depth) {
        TreeMap<Long, Long> best = new TreeMap<>(side.comparator());
        for (Map.Entry<Long, Long> level : side.entrySet()) {
            if (best.size() == depth) {
                break;
            }
            best.put(level.getKey(), level.getValue());
        }
        return best;
    }

    /** The changes that lead from {@code before} to {@code after}, when the client drops what exceeds the depth. */
    public Changes changes(View before, View after) {
        return new Changes(
                changes(before.bids, after.bids, bids), changes(before.asks, after.asks, asks), checksum(after));
    }

    /** The whole view as changes to an empty one. */
    public Changes snapshot(View view) {
        return new Changes(levels(view.bids), levels(view.asks), checksum(view));
    }

    private List<Level> changes(
            NavigableMap<Long, Long> before, NavigableMap<Long, Long> after, TreeMap<Long, Long> whole) {
        List<Level> changes = new ArrayList<>();
        for (Long price : before.keySet()) {
            if (!whole.containsKey(price)) {
                changes.add(level(price, 0));
            }
        }
        after.forEach((price, quantity) -> {
            if (!quantity.equals(before.get(price))) {
                changes.add(level(price, quantity));
            }
        });
        return changes;
    }

    private List<Level> levels(NavigableMap<Long, Long> side) {
        List<Level> levels = new ArrayList<>();
        side.forEach((price, quantity) -> levels.add(level(price, quantity)));
        return levels;
    }

    private Level level(long price, long quantity) {
        return new Level(
                FixedPoint.print(price, market.priceDecimals()), FixedPoint.print(quantity, Market.QTY_DECIMALS));
    }

    private long checksum(View view) {
        StringBuilder digits = new StringBuilder();
        for (NavigableMap<Long, Long> side : List.of(view.asks, view.bids)) {
            side.entrySet().stream().limit(CHECKSUM_LEVELS).forEach(level -> digits.append(level.getKey())
                    .append(level.getValue()));
        }
        CRC32 crc = new CRC32();
        crc.update(digits.toString().getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    /** The levels that a client sees, price to quantity, best first. */
    public record View(NavigableMap<Long, Long> bids, NavigableMap<Long, Long> asks) {}

    /** A price with its quantity; quantity 0 removes it. */
    public record Level(String price, String qty) {}

    /** @param checksum of the ten best levels afterwards */
    public record Changes(List<Level> bids, List<Level> asks, long checksum) {

        public boolean isEmpty() {
            return bids.isEmpty() && asks.isEmpty();
        }
    }
}
