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
     * @throws KrakenApiException if Kraken answered with an error or the page is malformed. A malformed row fails the whole page,
     *     because without it the trade would be missing for good
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
            throw malformed("not JSON: " + Json.excerpt(body));
        }
        if (error != null) {
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
        List<Row> parsed = new ArrayList<>(PAGE_ROWS);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw new JsonParseException(in, "a row is not an array");
            }
            @Nullable String[] columns = new @Nullable String[7];
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
        rows = parsed;
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
        List<Trade> trades = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            trades.add(trade(rows.get(i), idAt(rows, i)));
        }
        long cursor = Timestamps.epochNanos(last);
        if (cursor == Timestamps.INVALID) {
            // Some answers have no cursor. Subtract one microsecond, because the time of a row is rounded.
            cursor = trades.isEmpty()
                    ? Timestamps.INVALID
                    : trades.get(trades.size() - 1).timeEpochNs() - TimeUnit.MICROSECONDS.toNanos(1);
        }
        return new TradesPage(trades, cursor, rows.size() >= PAGE_ROWS);
    }

    /**
     * The id of a row. Rows with id 0 existed until 2024-06-13; ids are contiguous, so the neighbors determine the missing one.
     *
     * @throws KrakenApiException if the neighbors contradict each other: a guess could give a trade the id of another
     */
    private static long idAt(List<Row> rows, int index) throws KrakenApiException {
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
            throw malformed("no row has a trade id");
        }
        if (fromBefore != 0 && after < rows.size() && fromBefore != fromAfter) {
            throw malformed("a row has no trade id, and its neighbors " + rows.get(before).id + " and "
                    + rows.get(after).id + " do not determine it");
        }
        return fromBefore != 0 ? fromBefore : fromAfter;
    }

    private Trade trade(Row row, long id) throws KrakenApiException {
        long timeEpochNs = Timestamps.epochSeconds(row.time);
        boolean buy = "b".equals(row.side);
        if (row.price == null
                || row.volume == null
                || !Decimals.isPositive(row.price)
                || !Decimals.isPositive(row.volume)
                || timeEpochNs == Timestamps.INVALID
                || !buy && !"s".equals(row.side)) {
            throw malformed("malformed row: " + row);
        }
        OrderType orderType = row.orderType == null ? OrderType.UNKNOWN : OrderType.of(row.orderType);
        return new Trade(pair, id, row.price, row.volume, timeEpochNs, buy, orderType, Origin.REST);
    }

    private static KrakenApiException malformed(String message) {
        return new KrakenApiException(KrakenApiException.Kind.UNAVAILABLE, message);
    }
}
