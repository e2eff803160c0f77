package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Parser of REST {@code Trades}: {@code {"error":[],"result":{"<pair>":[rows],"last":"<ns>"}}}. The key of the rows depends on the
 * spelling in the request, so the parser takes the key that is not {@code last}.
 */
public final class RestParser {

    /** Maximum number of rows in one answer. */
    public static final int PAGE_ROWS = 1000;

    /** Far more rows are not a page; their memory would not be bounded. */
    private static final int MAX_ROWS = 10 * PAGE_ROWS;

    /** The cursor is the time of the last row. */
    private static final long MAX_CURSOR_DISTANCE_NS = TimeUnit.HOURS.toNanos(1);

    /** Rows at the end of a full page that may be left to the next page. */
    private static final int MAX_LEFT = 10;

    /** Row times are rounded. */
    private static final long ROUNDING_NS = TimeUnit.MICROSECONDS.toNanos(1);

    private final Pair pair;
    private @Nullable List<Row> rows;
    private @Nullable String last;
    private @Nullable String error;

    private RestParser(Pair pair) {
        this.pair = pair;
    }

    /** Columns: price, volume, time, side, order type, misc, trade id. Rows before 2021 have six columns; their id is 0. */
    private record Row(
            @Nullable String price,
            @Nullable String volume,
            @Nullable String time,
            @Nullable String side,
            @Nullable String orderType,
            long id) {}

    /**
     * A row that is not a usable trade is set aside, so that it does not hide the others.
     *
     * @throws KrakenApiException if Kraken answered with an error, or the answer has no page
     */
    public static TradesPage tradesPage(Pair pair, String body) throws KrakenApiException {
        return new RestParser(pair).parse(body);
    }

    private TradesPage parse(String body) throws KrakenApiException {
        try (JsonParser in = Json.FACTORY.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(in, "not an object");
            }
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                in.nextToken();
                if ("error".equals(field)) {
                    readError(in);
                } else if ("result".equals(field)) {
                    readResult(in);
                }
                in.skipChildren();
            }
            Json.finish(in);
        } catch (KrakenApiException e) {
            throw e;
        } catch (IOException e) {
            throw malformed("not JSON: " + Json.excerpt(body));
        }
        if (error != null && (rows == null || !isWarning(error))) {
            throw KrakenApiException.ofError(error);
        }
        if (rows == null) {
            throw malformed("no rows: " + Json.excerpt(body));
        }
        return page(rows);
    }

    private void readError(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            error = Json.scalar(in);
            return;
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            String text = Json.scalar(in);
            if (text != null && (error == null || isWarning(error))) {
                error = text;
            }
            in.skipChildren();
        }
    }

    /** Kraken marks the severity with the first letter: E for an error, W for a warning. */
    private static boolean isWarning(String text) {
        return text.startsWith("W");
    }

    private void readResult(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            JsonToken token = in.nextToken();
            if ("last".equals(field)) {
                last = Json.scalar(in);
            } else if (token == JsonToken.START_ARRAY && !hasIds(rows)) {
                readRows(in);
            }
            in.skipChildren();
        }
    }

    private static boolean hasIds(@Nullable List<Row> rows) {
        return rows != null && rows.stream().anyMatch(row -> row.id > 0);
    }

    private void readRows(JsonParser in) throws IOException {
        List<Row> parsed = new ArrayList<>(PAGE_ROWS);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (parsed.size() == MAX_ROWS) {
                throw malformed("more than " + MAX_ROWS + " rows");
            }
            @Nullable String[] columns = new @Nullable String[7];
            if (in.currentToken() != JsonToken.START_ARRAY) {
                if (in.currentToken() == null) {
                    throw new JsonParseException(in, "truncated");
                }
                in.skipChildren();
                parsed.add(new Row(null, null, null, null, null, 0));
                continue;
            }
            int n = 0;
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (n < columns.length) {
                    columns[n] = Json.scalar(in);
                }
                n++;
                in.skipChildren();
            }
            parsed.add(new Row(columns[0], columns[1], columns[2], columns[3], columns[4], id(columns[6])));
        }
        // An answer may have another array, such as one of warnings.
        rows = rows == null || rows.isEmpty() || hasIds(parsed) ? parsed : rows;
    }

    private static long id(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 18) {
            return 0;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return 0;
            }
        }
        return Long.parseLong(text);
    }

    private TradesPage page(List<Row> rows) throws KrakenApiException {
        if (!rows.isEmpty() && !hasIds(rows)) {
            throw malformed("no row has a trade id");
        }
        List<Trade> trades = new ArrayList<>(rows.size());
        List<SetAside> setAside = new ArrayList<>();
        EventTimeFilter times = new EventTimeFilter();
        long firstTimeEpochNs = Timestamps.INVALID;
        long lastTimeEpochNs = Timestamps.INVALID;
        boolean full = rows.size() >= PAGE_ROWS;
        long[] ids = PageIds.of(rows.stream().mapToLong(Row::id).toArray());
        int end = full ? confirmedEnd(ids) : ids.length;
        for (int i = 0; i < end; i++) {
            Row row = rows.get(i);
            long id = ids[i];
            long timeEpochNs = Timestamps.epochSeconds(row.time);
            @Nullable RejectReason reason = id <= 0 ? RejectReason.BAD_TRADE_ID : reject(row, timeEpochNs);
            if (reason == null) {
                trades.add(trade(row, id, timeEpochNs));
            } else {
                setAside.add(new SetAside(id <= 0 ? Trade.NO_ID : id, reason, Json.excerpt(row.toString())));
            }
            if (timeEpochNs != Timestamps.INVALID) {
                firstTimeEpochNs = firstTimeEpochNs == Timestamps.INVALID ? timeEpochNs : firstTimeEpochNs;
                lastTimeEpochNs = times.add(timeEpochNs, Timestamps.INVALID);
            }
        }
        boolean leaves = end < rows.size() && lastTimeEpochNs != Timestamps.INVALID;
        long cursor = leaves ? lastTimeEpochNs - ROUNDING_NS : cursor(firstTimeEpochNs, lastTimeEpochNs);
        return new TradesPage(trades, setAside, cursor, full);
    }

    /**
     * The end of the rows without last ones that do not continue the ids before them. They are left to the next page, because only the
     * rows after them show whether ids are unused, or these are odd or out of order.
     */
    private static int confirmedEnd(long[] ids) {
        int end = ids.length;
        while (end > ids.length - MAX_LEFT && !isContiguous(ids, end - 1)) {
            end--;
        }
        return end > ids.length - MAX_LEFT ? end : ids.length;
    }

    private static boolean isContiguous(long[] ids, int row) {
        return row == 0 || ids[row - 1] <= 0 || ids[row] == ids[row - 1] + 1;
    }

    /**
     * Some answers have no cursor, or an odd one, or that of the request, which would return the same page again. Then it is a microsecond
     * before the last row, because row times are rounded.
     */
    private long cursor(long firstTimeEpochNs, long lastTimeEpochNs) {
        long cursor = Timestamps.epochNanos(last);
        boolean near = cursor != Timestamps.INVALID && Math.abs(cursor - lastTimeEpochNs) <= MAX_CURSOR_DISTANCE_NS;
        boolean advances = cursor > firstTimeEpochNs || firstTimeEpochNs >= lastTimeEpochNs - ROUNDING_NS;
        return lastTimeEpochNs == Timestamps.INVALID || near && advances ? cursor : lastTimeEpochNs - ROUNDING_NS;
    }

    private static @Nullable RejectReason reject(Row row, long timeEpochNs) {
        boolean hasSide = "b".equals(row.side) || "s".equals(row.side);
        return TradeRule.reject(row.price, row.volume, hasSide, timeEpochNs);
    }

    private Trade trade(Row row, long id, long timeEpochNs) {
        OrderType orderType = row.orderType == null ? OrderType.UNKNOWN : OrderType.of(row.orderType);
        return new Trade(pair, id, row.price, row.volume, timeEpochNs, "b".equals(row.side), orderType, Origin.REST);
    }

    private static KrakenApiException malformed(String message) {
        return new KrakenApiException(KrakenApiException.Kind.UNAVAILABLE, message);
    }
}
