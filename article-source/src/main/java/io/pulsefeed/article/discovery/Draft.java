package io.pulsefeed.article.discovery;

import io.pulsefeed.article.extract.DateParser;
import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An entry while its elements come in. Where several elements say the same, the better one wins whatever the order. */
final class Draft {

    private static final int CATEGORIES_MAX = 50;
    private static final int GUID_MAX = 1_000;

    private final ZoneId zone;
    private final Ranked guid = new Ranked();
    private final Ranked title = new Ranked();
    private final Ranked summary = new Ranked();
    private final Ranked content = new Ranked();
    private final Ranked published = new Ranked();
    private final Ranked updated = new Ranked();
    private final List<String> categories = new ArrayList<>();
    private URI link;
    private int linkRank;

    Draft(ZoneId zone) {
        this.zone = zone;
    }

    /** A text with the rank of the element it came from; 0 is none. */
    private static final class Ranked {
        private String value;
        private int rank;

        void offer(int newRank, String newValue) {
            if (newRank > rank && newValue != null && !newValue.isBlank()) {
                rank = newRank;
                value = newValue;
            }
        }
    }

    void link(int rank, URI base, String reference) {
        Optional<URI> resolved = Urls.resolve(base, reference);
        if (rank > linkRank && resolved.isPresent()) {
            link = resolved.get();
            linkRank = rank;
        }
    }

    void guid(int rank, String value) {
        if (value.strip().length() <= GUID_MAX) {
            guid.offer(rank, value.strip());
        }
    }

    void title(int rank, String value) {
        title.offer(rank, value);
    }

    void summary(int rank, String html) {
        summary.offer(rank, html);
    }

    void content(int rank, String html) {
        content.offer(rank, html);
    }

    void published(int rank, String date) {
        published.offer(rank, date);
    }

    void updated(int rank, String date) {
        updated.offer(rank, date);
    }

    void category(String value) {
        String text = value == null ? "" : value.strip();
        if (!text.isEmpty() && text.length() <= 200 && categories.size() < CATEGORIES_MAX) {
            categories.add(text);
        }
    }

    void categories(Map<String, String> attributes) {
        category(attributes.getOrDefault("term", attributes.get("label")));
    }

    Entry finish() {
        Instant update = date(updated.value).map(DateParser.Parsed::instant).orElse(null);
        return new Entry(
                guid.value,
                link,
                title.value,
                summary.value,
                content.value,
                date(published.value).orElse(null),
                update,
                List.copyOf(categories),
                false);
    }

    private Optional<DateParser.Parsed> date(String text) {
        return text == null ? Optional.empty() : DateParser.parse(text.strip(), zone);
    }
}
