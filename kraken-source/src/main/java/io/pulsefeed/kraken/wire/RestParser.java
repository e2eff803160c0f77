package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The answer of REST {@code Trades}: {@code {"error":[],"result":{"<some spelling>":[rows],"last":"<ns>"}}}. The key of the rows
 * depends on how the pair was asked for, so it is whatever key is not {@code last}.
 */
public final class RestParser {

    /** The most rows that the venue gives at once. */
    public static final int PAGE_ROWS = 1000;

    private final Pair pair;
    private List<Row> rows;
    private String last;
    private String error;

    private RestParser(Pair pair) {
        this.pair = pair;
    }

    /** One row: price, volume, time, side, order type, misc, trade id. Six columns before 2021: then the id is 0. */
    private record Row(String price, String volume, String time, String side, String orderType, long id) {}

    /**
     * @throws VenueRefusal when the venue refused, or when the page cannot be trusted: a row that is damaged or that has no
     *     id would otherwise become a hole nobody fills
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
        } catch (IOException e) {
            throw damaged("no JSON: " + Json.excerpt(body));
        }
        if (error != null) {
            throw KrakenApiException.ofError(error);
        }
        if (rows == null) {
            throw damaged("no rows: " + Json.excerpt(body));
        }
        return page();
    }

    private void readError(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            error = Json.scalar(in);
            return;
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (error == null) {
                error = Json.scalar(in);
            }
            in.skipChildren();
        }
    }

    private void readResult(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            JsonToken token = in.nextToken();
            if ("last".equals(field)) {
                last = Json.scalar(in);
            } else if (token == JsonToken.START_ARRAY) {
                readRows(in);
            }
            in.skipChildren();
        }
    }

    private void readRows(JsonParser in) throws IOException {
        rows = new ArrayList<>(PAGE_ROWS);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw new JsonParseException(in, "a row is not an array");
            }
            String[] columns = new String[7];
            int n = 0;
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (n < columns.length) {
                    columns[n] = Json.scalar(in);
                }
                n++;
                in.skipChildren();
            }
            rows.add(new Row(columns[0], columns[1], columns[2], columns[3], columns[4], id(columns[6])));
        }
    }

    private static long id(String text) {
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

    private TradesPage page() throws KrakenApiException {
        List<Trade> trades = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            trades.add(trade(rows.get(i), idAt(i)));
        }
        long cursor = Timestamps.epochNanos(last);
        if (cursor == Timestamps.INVALID) {
            // Some answers lack it. One microsecond back, since the row's own time was rounded.
            cursor = trades.isEmpty()
                    ? Timestamps.INVALID
                    : trades.get(trades.size() - 1).timeNanos() - TimeUnit.MICROSECONDS.toNanos(1);
        }
        return new TradesPage(trades, cursor, rows.size() >= PAGE_ROWS);
    }

    /**
     * Rows with id 0 existed until 2024-06-13; ids are contiguous, so the numbered neighbours tell which one it is. Where they
     * disagree, numbers are missing or begin anew right here, and a guess would give a trade the number of another.
     */
    private long idAt(int index) throws KrakenApiException {
        if (rows.get(index).id > 0) {
            return rows.get(index).id;
        }
        int before = index;
        while (before >= 0 && rows.get(before).id == 0) {
            before--;
        }
        int after = index;
        while (after < rows.size() && rows.get(after).id == 0) {
            after++;
        }
        long fromBefore = before < 0 ? 0 : rows.get(before).id + index - before;
        long fromAfter = after == rows.size() ? 0 : rows.get(after).id - (after - index);
        if (fromBefore == 0 && fromAfter <= 0) {
            throw damaged("no row has a trade id");
        }
        if (fromBefore != 0 && after < rows.size() && fromBefore != fromAfter) {
            throw damaged("a row has no trade id, and its neighbours " + rows.get(before).id + " and "
                    + rows.get(after).id + " do not tell which it is");
        }
        return fromBefore != 0 ? fromBefore : fromAfter;
    }

    private Trade trade(Row row, long id) throws KrakenApiException {
        long nanos = Timestamps.epochSeconds(row.time);
        boolean buy = "b".equals(row.side);
        if (!Decimals.isPositive(row.price)
                || !Decimals.isPositive(row.volume)
                || nanos == Timestamps.INVALID
                || !buy && !"s".equals(row.side)) {
            throw damaged("damaged row: " + row);
        }
        OrderType orderType = row.orderType == null ? OrderType.UNKNOWN : OrderType.of(row.orderType);
        return new Trade(pair, id, row.price, row.volume, nanos, buy, orderType, Origin.REST);
    }

    private static KrakenApiException damaged(String message) {
        return new KrakenApiException(KrakenApiException.Kind.UNAVAILABLE, message);
    }
}
