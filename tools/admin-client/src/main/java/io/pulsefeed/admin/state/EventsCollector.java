package io.pulsefeed.admin.state;

import io.pulsefeed.admin.state.EventAge.Kind;
import java.util.ArrayList;
import java.util.List;

/** The last event of each pair, site and device, from the tables of the built-in profiles. */
final class EventsCollector implements Collector<List<EventAge>> {

    private final StateDatabase database;
    private final NewestRows newestRows;

    EventsCollector(StateDatabase database) {
        this.database = database;
        this.newestRows = new NewestRows(database);
    }

    @Override
    public List<EventAge> collect() {
        List<EventAge> events = new ArrayList<>();
        add(events, Kind.PAIR, "trade_data", "pair");
        add(events, Kind.PAIR, "ticker_data", "pair");
        add(events, Kind.SITE, "article_data", "website");
        add(events, Kind.DEVICE, "emotibit_packet", "device_id");
        add(events, Kind.DEVICE, "emotibit_metric", "device_id");
        return List.copyOf(events);
    }

    private void add(List<EventAge> events, Kind kind, String table, String key) {
        newestRows.byKey(table, key).forEach((name, last) -> events.add(new EventAge(kind, name, table, last)));
    }

    @Override
    public void close() {
        database.close();
    }
}
