package io.pulsefeed.console;

import java.util.Locale;
import java.util.Map;

/** Sends records of articles and devices. */
record SampleRecords(ScriptedFeed feed) {

    void article(String title, String url) {
        long now = System.currentTimeMillis();
        feed.send(
                "rawarticle",
                "coindesk",
                now,
                "{\"website\":\"coindesk\",\"title\":\"" + title + "\",\"url\":\"" + url + "\",\"published_at\":"
                        + now / 1e3
                        + ",\"sentiment\":{\"score\":0.71,\"label\":\"positive\"},\"cryptocurrencies_mentioned\":[\"bitcoin\",\"BTC\"]}",
                Map.of("date_source", "feed"));
    }

    void metrics(String device, double bpm, long timeMs) {
        feed.send(
                "Emotibit_processdata",
                device,
                timeMs,
                "{\"timestamp\":" + timeMs / 1e3 + ",\"bpm\":" + bpm
                        + ",\"quality\":0.93,\"battery\":88,\"temp_absent\":\"no air temperature\"}");
    }

    void packet(String device, String tag, long timeMs) {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            values.append(i == 0 ? "" : ",")
                    .append(String.format(Locale.ROOT, "%.3f", Math.sin((timeMs + 40 * i) / 150.0)));
        }
        feed.send(
                "Emotibit_rawdata",
                device,
                timeMs,
                "{\"device_id\":\"" + device + "\",\"timestamp\":" + timeMs / 1e3 + ",\"period\":0.04,\"type_tag\":\""
                        + tag + "\",\"values\":[" + values + "],\"time_uncertainty_ms\":4.2}");
    }
}
